"""diff.html: what it says, and that nothing in data acts."""

import json
import re
import shutil
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import lxml.html
import pytest
from playwright.sync_api import Browser

from dataset.diff.difference import Difference, difference
from dataset.diff.page import LISTED, diff_html
from schemas.contract import Contract
from tests.browser import watched
from tests.diff.by_hand import restate, rewrite
from tests.validation.hostile import BREAKERS, CORPUS, shown_safely


def words(node: lxml.html.HtmlElement) -> str:
    return " ".join(" ".join(node.itertext()).split())


def section(page: str, name: str) -> str:
    (found,) = lxml.html.document_fromstring(page).xpath(f"//section[@id='{name}']")
    return words(found)


def test_the_head_says_the_step_and_how_many_texts(page: str) -> None:
    tree = lxml.html.document_fromstring(page)
    assert words(tree.find(".//h1")) == "1.0.0 → 2.0.0"
    head = words(tree.find(".//header"))
    assert "A major step." in head
    assert "texts new 6 gone 1 relabelled 5 rewritten 1 amended 2 moved 1" in head


def test_it_says_why_and_how_many_rows(page: str) -> None:
    why = section(page, "why")
    assert "major guidelines 1.0.0 became 1.1.0" in why
    assert "4 ids relabelled: 1 span came, 1 went, 2 changed label, 1 changed ends, 1 changed both" in why
    rows = section(page, "rows")
    assert "articles train 23 28 +5" in rows
    assert "entities 6 1 1 4 1 0" in rows
    assert "1 id removed everywhere, says 2.0.0." in rows
    assert "guidelines 1.0.0 1.1.0" in section(page, "stated")
    assert "columns the same, with the same labels and topics" in section(page, "stated")
    assert f"{17:032x} train → validation" in section(page, "config-2")
    assert "4 ids relabelled shown under entities" in section(page, "config-5")
    assert "1 id rewritten shown under articles" in section(page, "config-5")


def test_the_mix_is_validations_measure(page: str, found: Difference) -> None:
    assert found.mix is not None
    sources = next(one for one in found.mix.dimensions if one.name == "source")
    assert sources.psi is not None
    assert f"PSI {sources.psi:.3f}" in section(page, "mix").replace("\xa0", " ")
    assert {one.name for one in found.mix.dimensions if one.psi is not None} == {
        "label", "topic", "length", "source", "date", "dated",
    }  # fmt: skip


def test_landmarks_headings_and_links(page: str) -> None:
    tree = lxml.html.document_fromstring(page)
    for landmark in ("header", "nav", "main", "footer", "h1"):
        assert len(tree.findall(f".//{landmark}")) == 1, landmark
    levels = [int(node.tag[1]) for node in tree.iter() if re.fullmatch(r"h\d", str(node.tag))]
    assert all(b <= a + 1 for a, b in pairwise(levels)), levels
    ids = [node.get("id") for node in tree.iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    assert {node.get("href")[1:] for node in tree.iter("a")} <= set(ids)


def test_the_same_releases_give_the_same_bytes(
    page: str, pair: tuple[Path, Path], contract: Contract, tmp_path: Path
) -> None:
    here = [shutil.copytree(one, tmp_path / "else" / one.name) for one in pair]
    again = difference(str(here[0]), str(here[1]), contract, token=None)
    assert diff_html(again, contract) == page
    assert str(tmp_path) not in page


def test_json_names_every_id_and_shows_the_examples(found: Difference) -> None:
    body = json.loads(json.dumps(found.body(), ensure_ascii=False))
    assert body["new"]["guideline_version"] == "1.1.0"
    assert body["configs"]["entities"]["spans"]["label"] == 2
    assert len(body["configs"]["articles"]["added"]) == 6
    assert body["mix"]["label"]["psi"] == pytest.approx(found.mix.dimensions[0].psi if found.mix else None)
    assert len(body["examples"]) == len(found.examples)
    assert body["reasons"][0] == {"bump": "major", "text": "guidelines 1.0.0 became 1.1.0"}


def test_what_is_held_out_is_not_told_as_taken_down(found: Difference, contract: Contract) -> None:
    gone = found.comparison.configs["entities"].removed
    held = replace(found, new=found.new.model_copy(update={"held_out": gone}))
    page = diff_html(held, contract)
    assert f"{gone[0]} held out" in section(page, "config-2")
    assert "1 id held out of the divided configs in 2.0.0" in section(page, "rows")
    assert held.body()["new"]["held_out"] == list(gone)  # type: ignore[index]


def test_nothing_new(pair: tuple[Path, Path], contract: Contract) -> None:
    found = difference(str(pair[0]), str(pair[0]), contract, token=None)
    assert (found.mix, found.examples, found.comparison.reasons) == (None, (), ())
    page = diff_html(found, contract)
    assert "No row says anything new." in page
    assert "same rows" in section(page, "rows")


def test_many_changes_leave_the_page_small(
    pair: tuple[Path, Path], contract: Contract, tmp_path: Path
) -> None:
    new = shutil.copytree(pair[0], tmp_path / "v2.0.0")

    def many(rows: list[dict[str, object]]) -> None:
        for place in range(300):
            rows.append(rows[0] | {"id": f"{place:0100}", "title": "x" * 9_000})

    rewrite(new, "articles", "train", many, version="2.0.0")
    page = diff_html(difference(str(pair[0]), str(new), contract, token=None), contract)
    assert len(page) < 120_000
    assert page.count("<code>0000") <= LISTED + 10
    assert "and 100 more" in page


@pytest.fixture(scope="module")
def hostile(pair: tuple[Path, Path], contract: Contract, tmp_path_factory: pytest.TempPathFactory) -> str:
    """`BREAKERS` and the corpus wherever a release has text: ids, titles, texts, labels, splits, columns, versions."""
    old, new = (shutil.copytree(one, tmp_path_factory.mktemp("hostile") / one.name) for one in pair)
    bad = [*CORPUS.values(), BREAKERS]

    def before(rows: list[dict[str, object]]) -> None:
        for row, text in zip(rows, bad, strict=False):
            row |= {"id": text, "title": "old", "section": text}

    def after(rows: list[dict[str, object]]) -> None:
        for row, text in zip(rows, bad, strict=False):
            row |= {"id": text, "title": text, "section": None}
        rows[2] |= {"text": BREAKERS + str(rows[2]["text"])}

    def labels(stated: str) -> str:
        return stated.replace('"PER"', json.dumps(BREAKERS)).replace('"ORG"', json.dumps(CORPUS["css"]))

    rewrite(old, "articles", "train", before)
    rewrite(new, "articles", "train", after)
    rewrite(new, "entities", "train", lambda rows: rows[0].update(id=BREAKERS), labels=labels)
    rewrite(old, "entities", "train", lambda rows: rows[0].update(id=BREAKERS))

    def stated(body: dict[str, object]) -> None:
        configs = body["configs"]
        assert isinstance(configs, dict)
        configs["topics"]["splits"][BREAKERS] = configs["topics"]["splits"].pop("train")
        body |= {"name": BREAKERS, "guideline_version": BREAKERS, "norm_versions": [BREAKERS]}
        body |= {"contract_version": BREAKERS}

    restate(new, stated)
    for release in (old, new):
        restate(release, lambda body: body["configs"].update({BREAKERS: body["configs"]["articles"]}))
    return diff_html(difference(str(old), str(new), contract, token=None), contract)


def test_hostile_data_are_shown_as_text(hostile: str) -> None:
    tree = lxml.html.document_fromstring(hostile)
    for tag in ("script", "img", "link", "iframe", "object", "form", "base"):
        assert tree.findall(f".//{tag}") == [], tag
    assert not [name for node in tree.iter() for name in node.attrib if name.startswith("on")]
    assert {node.get("href", "#")[0] for node in tree.iter("a")} == {"#"}
    assert {node.get("style") for node in tree.iter() if node.get("style")} <= {
        f"--label:{colour}" for colour in re.findall(r"--label:(#[0-9a-f]{6})\"", hostile)
    } | {node.get("style") for node in tree.iter() if re.fullmatch(r"width:[\d.]+%", node.get("style") or "")}
    assert "<script>document" in tree.text_content()
    assert shown_safely(hostile)


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_hostile_data_lie_still(
    browser: Browser, hostile: str, tmp_path: Path, width: int, scheme: str
) -> None:
    path = tmp_path / "diff.html"
    path.write_text(hostile, encoding="utf-8")
    page, told = watched(
        browser, path.as_uri(), viewport={"width": width, "height": 800}, color_scheme=scheme
    )
    for details in page.locator("details").all():
        details.evaluate("one => one.open = true")
    page.keyboard.press("Tab")
    page.wait_for_timeout(100)
    assert told == []
    assert page.title() != "ran"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("h1").is_visible()
    assert page.locator("footer").is_visible()
    page.close()


@pytest.mark.browser
def test_the_sides_stand_beside_each_other_and_on_a_phone_below(
    browser: Browser, page: str, tmp_path: Path
) -> None:
    path = tmp_path / "diff.html"
    path.write_text(page, encoding="utf-8")
    shown, told = watched(browser, path.as_uri(), viewport={"width": 1280, "height": 900})
    where = "[...document.querySelectorAll('.sides')[1].children].map(one => one.getBoundingClientRect().top)"
    old, new = shown.evaluate(where)
    assert old == new
    shown.set_viewport_size({"width": 390, "height": 900})
    old, new = shown.evaluate(where)
    assert old < new
    assert shown.evaluate("document.documentElement.scrollWidth") <= 390
    shown.locator("nav a", has_text="entities").click()
    assert shown.evaluate("document.activeElement.tagName") in {"A", "BODY"}
    assert told == []
    shown.close()

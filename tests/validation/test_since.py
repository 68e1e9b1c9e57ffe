"""What the reports say of the time since the last release."""

import json
from datetime import date as day
from pathlib import Path

import lxml.html
import pytest
from playwright.sync_api import Browser

from schemas.contract import Contract
from schemas.drift.comparison import ReleaseComparison, Total
from schemas.drift.population import Labelled
from schemas.progress import silent
from tests.browser import watched
from tests.validation.cases.rel import fewer, one_source
from tests.validation.factory import Tables, article_id, only, sound_tables, write
from tests.validation.hostile import BREAKERS, shown_safely
from tests.validation.releases import as_it_is, beside, built
from validation.catalogue import CATALOGUE
from validation.engine.scan import scan
from validation.run import validate
from validation.verdict import Verdict


def since(root: Path, contract: Contract, rows: Tables, release: Path) -> ReleaseComparison:
    inputs = write(root, rows, contract)
    beside(inputs, release)
    found = scan(inputs, contract, silent).whole.since
    assert isinstance(found, ReleaseComparison)
    return found


def test_it_counts_what_grew_went_and_moved(tmp_path: Path, contract: Contract) -> None:
    rows = sound_tables()
    for name in ("articles", "clusters", "splits", "annotations", "gold", "suggestions"):
        rows[name] = [row for row in rows[name] if row["id"] != article_id(0)]
    rows["splits"][7]["split"] = "validation"
    found = since(tmp_path, contract, rows, built(fewer, "1.0.0"))
    assert (found.previous, found.ids_new, found.ids_gone, found.ids_moved) == ("v1.0.0", 1, 1, 1)
    assert found.totals == (
        Total("articles", 11, 11),
        Total("teasers", 3, 3),
        Total("gold", 11, 11),
        Total("spans", 33, 33),
    )
    splits = {one.split: (one.before, one.now) for one in found.splits}
    assert list(splits) == ["train", "validation", "test"]
    assert splits["validation"] == (Labelled(1, 3), Labelled(2, 6))
    assert splits["train"] == (Labelled(8, 24), Labelled(7, 21))
    assert not found.unchanged


def test_both_are_counted_alike(tmp_path: Path, contract: Contract) -> None:
    """The release from its files, with class ids and without texts; the workspace from its tables."""
    found = since(tmp_path, contract, sound_tables(60), built(as_it_is, "1.0.0", articles=60))
    assert found.unchanged
    assert [one.psi for one in found.dimensions] == [0.0] * 6
    assert all(one.before and one.before == one.now for one in found.dimensions)
    assert all(bin_.before == bin_.now for one in found.dimensions for bin_ in one.bins)
    labels = {bin_.name: bin_.before for bin_ in found.dimensions[0].bins}
    rows = sound_tables(60)["gold"]
    assert labels == {
        name: sum(span["label"] == name for row in rows for span in row["entities"])  # type: ignore[attr-defined]
        for name in labels
    }
    lengths = found.dimensions[2]
    assert sum(bin_.before for bin_ in lengths.bins) == 60
    assert lengths.bins[0].name.startswith("under ")


def test_what_is_younger_than_the_release_is_no_drift(tmp_path: Path, contract: Contract) -> None:
    """Every release adds younger articles; an index over months would call each of them a drift."""
    rows = sound_tables(400)
    for row in rows["articles"][200:400]:
        row["published_at"] = row["published_at"] and day(2025, 1, 10)
    found = since(tmp_path, contract, rows, built(as_it_is, "1.0.0", articles=200))
    date = found.dimensions[4]
    assert (date.name, date.state) == ("date", "steady")
    assert date.now == date.before == 150
    assert date.aside.startswith("150 younger articles are not counted")
    assert date.bins[0].name.startswith("up to 20")


def test_a_project_without_labels_is_compared_by_its_articles(tmp_path: Path, contract: Contract) -> None:
    def bare(tables: Tables) -> None:
        for name in ("annotations", "gold", "agreement"):
            tables[name] = []

    rows = {name: some for name, some in sound_tables().items() if name in ("articles", "clusters", "splits")}
    found = since(tmp_path, contract, rows, built(bare, "1.0.0"))
    assert [one.state for one in found.dimensions] == ["unknown", "unknown", *["steady"] * 4]


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory, contract: Contract) -> Verdict:
    root = tmp_path_factory.mktemp("since")
    rows = sound_tables(120)
    one_source(0.5)(rows)
    for row in rows["articles"][:40]:
        row["source"] = BREAKERS
    rows["splits"][5]["split"] = BREAKERS
    inputs = write(root, rows, contract)
    beside(inputs, built(as_it_is, "1.0.0", articles=120))
    return validate(inputs, contract, reports=root / "reports", progress=silent)


def test_the_reports_say_the_same(reported: Verdict) -> None:
    assert reported.counts["REL005"] == 1
    page = reported.reports["report"].read_text(encoding="utf-8")
    summary = reported.reports["summary"].read_text(encoding="utf-8")
    body = json.loads(reported.reports["json"].read_text(encoding="utf-8"))["since"]
    assert all(map(shown_safely, (page, summary, json.dumps(body, ensure_ascii=False))))
    source = body["dimensions"]["source"]
    assert source["state"] == "drifted"
    assert source["psi"] > 0.25
    assert sum(one["share_before"] for one in source["bins"]) == pytest.approx(1)
    assert sum(one["share_now"] for one in source["bins"]) == pytest.approx(1)
    assert f"source {source['psi']:.3f} (drifted)" in summary.replace("\\", "")
    section = lxml.html.document_fromstring(page).get_element_by_id("since")
    said = " ".join(section.text_content().split())
    assert said.startswith(
        "Since v1.0.0 0 ids are new, 0 gone, 1 in another split. The mix has drifted: sources."
    )
    assert f"PSI {source['psi']:.3f}" in said
    plots = section.xpath(".//td/*[local-name()='svg'][@role='img']")
    assert len(plots) == 6 + sum(len(one["bins"]) for one in body["dimensions"].values())
    assert all(plot.get("aria-label") for plot in plots)


def test_the_section_follows_the_verdict_and_the_nav_leads_there(reported: Verdict) -> None:
    tree = lxml.html.document_fromstring(reported.reports["report"].read_text(encoding="utf-8"))
    assert tree.xpath("//main/section/@id")[:2] == ["since", "failing"]
    assert tree.xpath("//nav/a/@href")[0] == "#since"


def test_without_a_release_nothing_is_said(tmp_path: Path, contract: Contract) -> None:
    rules = only(contract, *(check.id for check in CATALOGUE if check.id.startswith("REL")))
    verdict = validate(write(tmp_path, sound_tables(), rules), rules, reports=tmp_path / "r", progress=silent)
    assert 'id="since"' not in verdict.reports["report"].read_text(encoding="utf-8")
    assert json.loads(verdict.reports["json"].read_text(encoding="utf-8"))["since"] is None
    reasons = {one.check.id: one.reason for one in verdict.checks if one.check.id.startswith("REL")}
    assert set(reasons.values()) == {"no releases yet", "no second release yet"}


def test_an_unchanged_workspace_says_so_in_a_line(tmp_path: Path, contract: Contract) -> None:
    inputs = write(tmp_path, sound_tables(), contract)
    beside(inputs, built(as_it_is, "1.0.0"))
    verdict = validate(inputs, contract, reports=tmp_path / "r", progress=silent)
    assert (verdict.errors, verdict.warnings) == (0, 0)
    section = lxml.html.document_fromstring(
        verdict.reports["report"].read_text(encoding="utf-8")
    ).get_element_by_id("since")
    assert "Nothing that is counted here has changed" in section.text_content()
    assert not section.xpath(".//table")


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_plots_fit_and_can_be_told_from_the_ground(
    browser: Browser, reported: Verdict, scheme: str, width: int
) -> None:
    page, told = watched(
        browser,
        reported.reports["report"].as_uri(),
        viewport={"width": width, "height": 800},
        color_scheme=scheme,
    )
    assert told == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    figures = page.locator("#since figure")
    assert figures.count() == 8
    # Each dot lies within its figure, and no figure holds more than it is wide.
    sticking = page.evaluate(
        """() => [...document.querySelectorAll('#since figure')].filter(figure => {
             const frame = figure.getBoundingClientRect();
             return [...figure.querySelectorAll('td, th, circle, rect, line')].some(one => {
               const box = one.getBoundingClientRect();
               return box.width && (box.left < frame.left || box.right > frame.right + 0.5);
             });
           }).length"""
    )
    assert sticking == 0
    ground, now, was = page.evaluate(
        """() => [getComputedStyle(document.querySelector('#since figure')).backgroundColor,
                  getComputedStyle(document.querySelector('#since .dot-now')).fill,
                  getComputedStyle(document.querySelector('#since .dot-was')).stroke]"""
    )
    assert len({ground, now, was}) == 3
    page.close()

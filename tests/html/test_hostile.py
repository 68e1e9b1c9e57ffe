"""Pages that break parsers, beside good ones: they survive as text or go to quarantine, and the run goes on."""

import time
from pathlib import Path

import pytest

from dataset.normalize import normalize
from dataset.read.bounded import Bounds
from dataset.read.html import read_html
from dataset.read.page import Page, Raw, Refused
from schemas.contract import Contract
from schemas.tables import read_table
from tests.html.sites import PARAGRAPHS, SITES, TITLE
from tests.normalize.pages import story, write_pages

STORY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)


def around(hostile: str) -> str:
    return f"<html><body><article><h1>{TITLE}</h1>{STORY}{hostile}</article></body></html>"


# What must be refused, and why.
REFUSED = {
    "tags.html": around("<div>" * 60_000),
    "inline-tags.html": around("<b>" * 60_000),
    "lists.html": around("<ul><li>" * 30_000),
    "links-in-links.html": around("<a><div>" * 30_000),
    "few-but-deep.html": around("<div>" * 2_000),
    "names-nobody-knows.html": around("<x-y>" * 20_000),
    "rows.html": around("<table>" + "<tr><td>1<td>2" * 60_000),
    "items.html": around("<ul>" + "<li><a href=/x>Tin khác</a>" * 50_000),
}
# What must come through with its story whole.
SURVIVES = {
    "comment.html": around("") + "<!-- " + "x" * 1_000_000,
    "cdata.html": around("<![CDATA[ " + "x<" * 200_000),
    "script.html": around("<script>" + "<" * 500_000),
    "style.html": around("<style>" + "</styl" * 50_000),
    "textarea.html": around("<textarea>" + "<p>" * 50_000),
    "nulls.html": around("<aside>" + "a\0" * 100_000 + "</aside>"),
    "links.html": around("<a href=/x>Tin khác</a> " * 50_000),
    "entities.html": around("<aside>" + "&amp;&#x1F600;&bogus;&#xD800;&#0;&notit;" * 20_000 + "</aside>"),
    "marks.html": around("<aside>a" + "\u0301" * 1_000_000 + "</aside>"),
    "long-line.html": around("<aside>" + "x" * 5_000_000 + "</aside>"),
    "long-value.html": around(f'<p title="{"x" * 1_000_000}" style="{"display :" * 50_000}" class="{"article-" * 50_000}">'),
    "misnested.html": around("<a><b><i><p></a></b></i>" * 5_000),
    "json.html": around('<script type="application/ld+json">' + "[" * 100_000 + "</script>"),
    "charset.html": f'<meta charset="x-no-such">{around("")}',
    "svg.html": around("<svg>" + "<g>" * 60_000),
    "unclosed.html": around("").replace("</p>", "").replace("</article></body></html>", ""),
}  # fmt: skip


def page(html: str, bounds: Bounds = Bounds()) -> Page | Refused:  # noqa: B008 - frozen
    return read_html(Raw("a.html", html.encode("utf-8", "replace"), "0" * 64), html, bounds)


@pytest.mark.parametrize("name", list(REFUSED))
def test_a_page_beyond_the_limits_is_refused(name: str) -> None:
    refused = page(REFUSED[name])
    assert isinstance(refused, Refused)
    assert refused.reason == "too_large"
    assert refused.sha256 is not None


@pytest.mark.parametrize("name", list(SURVIVES))
def test_a_story_amid_rubbish_is_read(name: str) -> None:
    found = page(SURVIVES[name])
    assert isinstance(found, Page), found
    lines = found.text.split("\n")
    assert [line for line in lines if line in (TITLE, *PARAGRAPHS)] == [TITLE, *PARAGRAPHS]
    # What the rubbish left inside the story is short.
    assert sum(map(len, lines)) < 2 * len(STORY)


def test_what_takes_too_long_is_given_up_and_the_next_page_read() -> None:
    """The parser compares each of an element's attributes with all before it."""
    attributes = " ".join(f"a{at}=1" for at in range(60_000))
    start = time.monotonic()
    refused = page(around(f"<p {attributes}>x"), Bounds(seconds=0.3))
    assert isinstance(refused, Refused)
    assert refused.reason == "timeout"
    assert refused.detail == "took more than 0.3 seconds of processor time, all that page_seconds allows"
    assert isinstance(page(around(""), Bounds(seconds=0.3)), Page)
    assert time.monotonic() - start < 30


def test_a_page_that_needs_too_much_memory_is_refused() -> None:
    bounds = Bounds(memory=300_000_000)
    assert isinstance(page(around("<aside>" + "<p>a</p>" * 1_000_000), bounds), Refused)
    assert isinstance(page(around(""), bounds), Page)


def test_a_run_goes_on(tmp_path: Path, contract: Contract) -> None:
    """Hostile pages in HTML and in text, one after another with good ones."""
    hostile = {f"{at}-{name}": html for at, (name, html) in enumerate({**REFUSED, **SURVIVES}.items())}
    texts = {
        "marks.txt": story("Bến đò", mark="a" + "\u0301" * 1_000_000),
        "line.txt": story("Bến tàu") + "x" * 12_000_000,
        "bait.txt": story("Bến xe") + "! " * 50_000 + "((((" * 50_000 + "a. " * 50_000 + "[" * 50_000,
        "lines.txt": story("Bến phà") + "\n" * 500_000,
    }
    good = {
        f"{at}-good.html": site().replace(TITLE, f"{TITLE} {at}") for at, site in enumerate(SITES.values())
    }
    # Each good page says something of its own, or they would be folded into one.
    good = {name: html.replace("bốn giờ sáng", f"{name[0]} giờ sáng") for name, html in good.items()}
    pages = write_pages(tmp_path / "pages", {**hostile, **texts, **good})
    start = time.monotonic()
    result = normalize([pages], tmp_path / "workspace", contract)
    assert time.monotonic() - start < 120
    counts = result.counts
    assert counts["pages"] == len(hostile) + len(texts) + len(good)
    assert counts["pages"] == sum(counts[name] for name in ("articles", "listings", "rejected", "folded"))
    articles = {
        row["source_path"]
        for row in read_table(tmp_path / "workspace/articles", contract, "articles").to_pylist()
    }
    assert articles >= set(good)
    quarantine = tmp_path / "workspace/quarantine/normalize.parquet"
    refused = {
        row["source_path"]: row["reason"]
        for row in read_table(quarantine, contract, "quarantine").to_pylist()
    }
    assert {name for name, reason in refused.items() if reason == "too_large"} >= {
        name for name in hostile if name.partition("-")[2] in REFUSED
    } | {"line.txt"}

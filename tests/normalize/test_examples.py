"""The sample pages against their gold: every field, every paragraph, every line."""

import json
from pathlib import Path
from typing import Any

import pytest

from dataset.normalize.one_page import DecidedPage
from dataset.read.page import Refused
from schemas.contract import Contract
from schemas.resources import resource
from tests.normalize.gold import line_differences, outcome, text_of

PAGES = sorted((resource("examples") / "pages").iterdir())
# A page alone cannot know that another holds its text: test_run.py folds them.
FOLDED_LATER = "duplicate"


def gold_of(page: Path) -> Any:
    return json.loads((page.parents[1] / "gold" / f"{page.stem}.json").read_text(encoding="utf-8"))


GOLD = {page: gold_of(page) for page in PAGES}
KEPT = [page for page, gold in GOLD.items() if gold["quarantine"] is None]
SET_ASIDE = [page for page, gold in GOLD.items() if gold["quarantine"] not in (None, FOLDED_LATER)]


@pytest.mark.parametrize("page", KEPT, ids=lambda page: page.stem)
def test_a_sample_page_equals_its_gold(page: Path, contract: Contract) -> None:
    decided, gold = outcome(page, contract), GOLD[page]
    assert isinstance(decided, DecidedPage)
    facts = decided.facts
    published = facts.published_at.isoformat() if facts.published_at else None
    got = {
        "page_kind": decided.kind,
        "language": decided.language,
        "title": facts.title,
        "author": facts.author,
        "source": facts.source,
        "url": facts.url,
        "section": facts.section,
        "published_at": published,
        "published_precision": facts.published_precision,
        "event_date": facts.event_date,
        "captions": list(facts.captions),
    }
    assert got == {name: gold[name] for name in got}
    assert (text_of(decided) or None) == gold["text"]
    wanted = [(teaser["text"], teaser["event_date"]) for teaser in gold.get("teasers", [])]
    assert [(entry.text, entry.event_date) for entry in decided.entries] == wanted
    if page.suffix == ".txt":
        assert list(line_differences(decided, gold["lines"], kinds=True)) == []


@pytest.mark.parametrize("page", SET_ASIDE, ids=lambda page: page.stem)
def test_a_page_without_a_story_is_set_aside(page: Path, contract: Contract) -> None:
    got, gold = outcome(page, contract), GOLD[page]
    assert got.reason == gold["quarantine"]
    assert got.detail
    if isinstance(got, DecidedPage):
        assert got.kind == gold["page_kind"]
    else:
        assert isinstance(got, Refused)


def test_there_are_pages_of_both_sorts() -> None:
    assert len(KEPT) >= 12
    assert {GOLD[page]["quarantine"] for page in SET_ASIDE} >= {"empty", "binary", "language", "error_page"}

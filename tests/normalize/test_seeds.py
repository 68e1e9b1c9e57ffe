"""The real seeds against the gold that a careful person made of them."""

import datetime
import json
from pathlib import Path
from typing import Any

import pytest

from dataset.normalize.one_page import DecidedPage
from schemas.contract import Contract
from tests.normalize.gold import line_differences, outcome, text_of

pytestmark = pytest.mark.seeds


def seed(shared: Path, number: str, contract: Contract) -> tuple[DecidedPage, Any]:
    (path,) = (shared / "seeds").glob(f"{number}_*.txt")
    gold = shared / "reference" / "gold" / f"{path.stem}.json"
    decided = outcome(path, contract)
    assert isinstance(decided, DecidedPage)
    assert not decided.reason, decided.detail
    return decided, json.loads(gold.read_text(encoding="utf-8")) if gold.exists() else None


@pytest.mark.parametrize("number", ["001", "003"])
def test_articles_equal_the_gold(shared: Path, contract: Contract, number: str) -> None:
    decided, gold = seed(shared, number, contract)
    facts = decided.facts
    assert (decided.kind, decided.language) == (gold["page_kind"], gold["language"])
    assert facts.title == gold["title"]
    assert facts.author == gold["author"]
    assert facts.source == gold["source_domain"]
    assert facts.url == gold["url"]
    assert (facts.published_at, facts.published_precision) == (
        gold["published_date"],
        gold["published_precision"],
    )
    assert facts.event_date == gold["event_date_edtf"]
    assert text_of(decided) == gold["text"]
    assert [len(paragraph) for paragraph in decided.paragraphs] == [p["n_chars"] for p in gold["paragraphs"]]
    assert list(line_differences(decided, gold["lines"], kinds=True)) == []


def test_the_listing_equals_the_gold(shared: Path, contract: Contract) -> None:
    decided, gold = seed(shared, "000", contract)
    assert decided.kind == gold["page_kind"]
    wanted = [(r["text"], r["title"], r["event_date_edtf"]) for r in gold["records"]]
    assert [(entry.text, entry.title, entry.event_date) for entry in decided.entries] == wanted
    assert list(line_differences(decided, gold["lines"], kinds=True)) == []


def test_a_page_like_001_without_gold(shared: Path, contract: Contract) -> None:
    """002 has a caption under its image, four paragraphs and 67 lines of other stories."""
    decided, _ = seed(shared, "002", contract)
    _, gold = seed(shared, "001", contract)
    assert decided.facts.title == next(line.text for line in decided.lines if line.text)
    assert [line.number for line in decided.lines if line.keep] == [1, 4, 5, 6, 7]
    assert len(decided.facts.captions) == 1
    assert decided.facts.source == gold["source_domain"]
    assert (decided.facts.published_at, decided.facts.event_date) == (None, None)


def test_a_glued_prefix_is_metadata(shared: Path, contract: Contract) -> None:
    decided, _ = seed(shared, "004", contract)
    assert decided.meta == "date 2023-06"
    assert decided.facts.title is None
    assert decided.facts.published_at == datetime.date(2023, 6, 1)
    assert decided.facts.published_precision == "month"
    assert decided.facts.event_date == "2023-06-09"
    assert [line.number for line in decided.lines if line.keep] == [1, 3, 5, 7, 9]
    assert decided.paragraphs[0].startswith("Ngày 9-6,")


def test_no_rule_names_what_only_a_seed_has(shared: Path, contract: Contract) -> None:
    """People, sites and box names of the seeds stand nowhere in the rules."""
    root = Path(__file__).resolve().parents[2]
    rules = [*root.glob("dataset/**/*.py"), *root.glob("schemas/language/*.*")]
    code = "\n".join(path.read_text(encoding="utf-8") for path in rules).casefold()
    names = set()
    for number in ("000", "001", "003"):
        decided, gold = seed(shared, number, contract)
        entities = [*gold.get("entities", []), *(e for r in gold.get("records", []) for e in r["entities"])]
        names |= {entity["text"] for entity in entities if entity["label"] == "PER"}
        names |= {gold["source_domain"], gold["author"]} - {None}
        names |= {line.text for line in decided.lines if line.rule == "short-line-over-headlines"}
    assert len(names) > 10
    assert {name for name in names if name.casefold() in code} == set()

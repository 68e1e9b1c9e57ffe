"""How good the suggestions are, on gold that other people wrote and on our own sample pages."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from annotation.suggest.topics import find_topics, topic_finder
from schemas.contract import Contract
from tests.suggest.marked import entities

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "gold"


def records(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.glob("*.json")):
        page = json.loads(path.read_text(encoding="utf-8"))
        for record in (page, *page.get("records", [])):
            if record.get("entities") and page["language"] == "vi":
                yield record


def scores(folder: Path) -> tuple[float, float]:
    """Precision and recall of exact spans with labels; debatable ones of the gold bind nobody."""
    right = suggested = wanted = 0
    for record in records(folder):
        gold = {(e["start"], e["end"], e["label"]) for e in record["entities"] if not e.get("debatable")}
        debatable = [(e["start"], e["end"]) for e in record["entities"] if e.get("debatable")]
        spans = {(span.start, span.end, span.label) for span in entities(record["text"])}
        right += len(gold & spans)
        wanted += len(gold)
        suggested += sum(
            span in gold or not any(span[0] < end and start < span[1] for start, end in debatable)
            for span in spans
        )
    return right / suggested, right / wanted


@pytest.mark.seeds
def test_entities_of_the_seeds(shared: Path) -> None:
    precision, recall = scores(shared / "reference" / "gold")
    assert precision >= 0.97
    assert recall >= 0.97


def test_entities_of_the_sample_pages() -> None:
    precision, recall = scores(EXAMPLES)
    assert precision >= 0.94
    assert recall >= 0.9


@pytest.mark.seeds
def test_primary_topic_of_the_seed_articles(shared: Path, contract: Contract) -> None:
    finder = topic_finder(contract)
    for path in sorted((shared / "reference" / "gold").glob("*.json")):
        page = json.loads(path.read_text(encoding="utf-8"))
        if page["page_kind"] == "article":
            codes = [topic["code"] for topic in page["topics"]]
            suggested = find_topics(finder, page["title"], page["text"])
            assert suggested[0] == codes[0]
            assert len(set(suggested) & set(codes)) >= 2


def test_primary_topic_of_the_sample_pages(contract: Contract) -> None:
    finder = topic_finder(contract)
    pages = [record for record in records(EXAMPLES) if record.get("topics")]
    right = sum(
        find_topics(finder, page["title"], page["text"])[:1] == (page["topics"]["primary"],) for page in pages
    )
    assert right / len(pages) >= 0.6

"""The sample pages, their gold and the sample labels hold together: whoever edits one is told what it broke."""

import datetime
import json
import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from schemas.contract import Contract
from schemas.resources import resource

EXAMPLES = resource("examples")
PAGES = sorted((EXAMPLES / "pages").iterdir())
STORY = {"lead", "body", "subheading"}
QUARANTINE = {"empty", "binary", "language", "error_page", "duplicate"}
DAY = r"(?:\d{4}|XXXX)-\d{2}-\d{2}"


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def gold_of(page: Path) -> Any:
    return read(EXAMPLES / "gold" / f"{page.stem}.json")


GOLD = {page.stem: gold_of(page) for page in PAGES}
ARTICLES = {stem: gold for stem, gold in GOLD.items() if gold["text"]}
LABELS = {name: read(EXAMPLES / "labels" / f"{name}.json") for name in ("annotator_a", "annotator_b")}
DECISIONS = read(EXAMPLES / "labels" / "adjudicator.json")


def keys(entities: list[dict[str, Any]]) -> set[tuple[int, int, str]]:
    return {(entity["start"], entity["end"], entity["label"]) for entity in entities}


def letters(text: str) -> str:
    """The letters and digits alone, composed: what cleaning must not change."""
    composed = unicodedata.normalize("NFC", text).replace("\u00d0", "\u0110")
    return "".join(filter(str.isalnum, composed))


def shingles(text: str) -> set[tuple[str, ...]]:
    syllables = re.findall(r"\w+", text.lower())
    return set(zip(*(syllables[n:] for n in range(5)), strict=False))


def check_entities(text: str, entities: list[dict[str, Any]], contract: Contract) -> None:
    end = 0
    for entity in entities:
        assert text[entity["start"] : entity["end"]] == entity["text"]
        assert entity["text"] == entity["text"].strip() != ""
        assert entity["label"] in contract.entity_names
        assert entity["start"] >= end, f"{entity} overlaps the one before it"
        end = entity["end"]


def test_every_page_has_gold_and_every_gold_a_page() -> None:
    assert {path.stem for path in (EXAMPLES / "gold").iterdir()} == set(GOLD)
    assert [GOLD[page.stem]["page"] for page in PAGES] == [page.name for page in PAGES]


def test_the_pages_cover_what_crawls_bring() -> None:
    raw = {page.stem: page.read_bytes() for page in PAGES}
    assert len(ARTICLES) >= 12
    assert {gold["quarantine"] for gold in GOLD.values()} == QUARANTINE | {None}
    assert any(gold["page_kind"] == "listing" and len(gold["teasers"]) >= 8 for gold in GOLD.values())
    assert any(page.suffix == ".html" for page in PAGES)
    assert any(b"\0" in data for data in raw.values())
    assert any(b"\r\n" in data and b"\0" not in data for data in raw.values())
    assert any(not unicodedata.is_normalized("NFC", raw[stem].decode()) for stem in ARTICLES)
    assert any(max(gold["text"]) > "\uffff" for gold in ARTICLES.values())
    [copy] = [stem for stem, gold in GOLD.items() if gold["quarantine"] == "duplicate"]
    original = Path(GOLD[copy]["duplicate_of"]).stem
    assert original < copy
    assert raw[original] == raw[copy]


def test_the_two_tellings_are_near_duplicates_and_nothing_else_is() -> None:
    sets = {stem: shingles(gold["text"]) for stem, gold in ARTICLES.items()}
    near = []
    for one in sets:
        for other in sets:
            smaller = min(len(sets[one]), len(sets[other]))
            if one < other and len(sets[one] & sets[other]) / smaller > 0.2:
                near.append((one[:2], other[:2], len(sets[one] & sets[other]) / smaller))
    [(one, other, containment)] = near
    assert (one, other) == ("03", "04")
    assert 0.6 < containment < 1


@pytest.mark.parametrize("stem", ARTICLES)
def test_text_paragraphs_and_entities(stem: str, contract: Contract) -> None:
    gold = ARTICLES[stem]
    text = gold["text"]
    assert unicodedata.is_normalized("NFC", text)
    assert not re.search(r"[^\S \n]|  | \n|\n |\n{3}|[\u200b\u00ad\ufeff\u00d0]", text)
    spans = [(paragraph["start"], paragraph["end"]) for paragraph in gold["paragraphs"]]
    assert "\n\n".join(text[start:end] for start, end in spans) == text
    assert all("\n" not in text[start:end] for start, end in spans)
    check_entities(text, gold["entities"], contract)


@pytest.mark.parametrize("stem", ARTICLES)
def test_topics_and_dates(stem: str, contract: Contract) -> None:
    gold = ARTICLES[stem]
    primary, secondary = gold["topics"]["primary"], gold["topics"]["secondary"]
    assert {primary, *secondary} <= set(contract.topic_codes)
    assert primary not in secondary
    assert len(secondary) <= contract.topic_rules.max_secondary
    assert secondary == sorted(secondary, key=contract.topic_codes.index)
    assert (gold["published_at"] is None) == (gold["published_precision"] == "unknown")
    if gold["published_at"]:
        datetime.date.fromisoformat(gold["published_at"])
    assert re.fullmatch(f"{DAY}(/{DAY})?", gold["event_date"])


@pytest.mark.parametrize("stem", [stem for stem, gold in GOLD.items() if gold.get("lines")])
def test_the_lines_are_the_pages_and_the_kept_ones_the_text(stem: str) -> None:
    gold = GOLD[stem]
    raw = (EXAMPLES / "pages" / gold["page"]).read_bytes().decode("utf-8").splitlines()
    assert [line["line"] for line in gold["lines"]] == list(range(1, len(raw) + 1))
    for line, content in zip(gold["lines"], raw, strict=True):
        assert (line["kind"] == "blank") == (content.strip() == "")
        assert line["keep"] == (line["kind"] in STORY | {"title", "teaser"})
    kept = [raw[line["line"] - 1] for line in gold["lines"] if line["kind"] in STORY | {"teaser"}]
    paragraphs = (
        [teaser["text"] for teaser in gold["teasers"]]
        if gold["page_kind"] == "listing"
        else gold["text"].split("\n\n")
    )
    assert len(kept) == len(paragraphs)
    for content, paragraph in zip(kept, paragraphs, strict=True):
        # One page wears a glued metadata prefix, so the line may be longer than the paragraph.
        assert letters(content).endswith(letters(paragraph))
    titles = [raw[line["line"] - 1] for line in gold["lines"] if line["kind"] == "title"]
    assert [unicodedata.normalize("NFC", title) for title in titles] == [gold["title"]] * len(titles)


def test_every_label_occurs_often_and_in_several_articles(contract: Contract) -> None:
    often = Counter(entity["label"] for gold in ARTICLES.values() for entity in gold["entities"])
    spread = Counter(label for gold in ARTICLES.values() for label in {e["label"] for e in gold["entities"]})
    assert set(often) == set(contract.entity_names)
    assert min(often.values()) >= 15
    assert min(spread.values()) >= 8


@pytest.mark.parametrize("annotator", [*LABELS, "adjudicator"])
def test_labels_fit_the_gold_text(annotator: str, contract: Contract) -> None:
    labels = {**LABELS, "adjudicator": DECISIONS}[annotator]
    for stem, label in labels.items():
        assert label["sample"] is True
        assert label["lead_time_s"] > 0
        check_entities(ARTICLES[stem]["text"], label["entities"], contract)
        if label["skipped"]:
            assert (label["entities"], label["topics"], label["primary_topic"]) == ([], [], None)
            continue
        primary, *secondary = label["topics"]
        assert primary == label["primary_topic"]
        assert len(secondary) <= contract.topic_rules.max_secondary
        assert secondary == sorted(set(secondary) - {primary}, key=contract.topic_codes.index)
        assert set(label["topics"]) <= set(contract.topic_codes)


def test_the_annotators_disagree_as_people_do() -> None:
    a, b = LABELS["annotator_a"], LABELS["annotator_b"]
    assert set(a) == set(b) == set(ARTICLES)
    skipped = [stem for stem in ARTICLES if a[stem]["skipped"] or b[stem]["skipped"]]
    assert len(skipped) == 1
    both = [stem for stem in ARTICLES if stem not in skipped]
    common = sum(len(keys(a[stem]["entities"]) & keys(b[stem]["entities"])) for stem in both)
    total = sum(len(a[stem]["entities"]) + len(b[stem]["entities"]) for stem in both)
    assert 0.85 <= 2 * common / total <= 0.92


def test_the_adjudicator_decides_the_conflicts_and_only_them() -> None:
    a, b = LABELS["annotator_a"], LABELS["annotator_b"]
    conflicts: set[str] = set()
    agreed: set[str] = set()
    for stem in ARTICLES:
        if a[stem]["skipped"] or b[stem]["skipped"]:
            continue
        same = (
            keys(a[stem]["entities"]) == keys(b[stem]["entities"]) and a[stem]["topics"] == b[stem]["topics"]
        )
        (agreed if same else conflicts).add(stem)
    assert len(agreed) >= 3
    assert len(conflicts) >= 5
    assert set(DECISIONS) == conflicts
    for stem, decision in DECISIONS.items():
        assert decision["entities"] == ARTICLES[stem]["entities"]
        topics = ARTICLES[stem]["topics"]
        assert decision["topics"] == [topics["primary"], *topics["secondary"]]
    for stem in agreed:
        assert keys(a[stem]["entities"]) == keys(ARTICLES[stem]["entities"])

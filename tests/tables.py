"""Small tables for tests, with every column that the contract asks for."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from schemas.contract import Contract
from schemas.files import text_sha256
from schemas.tables import table_of


def articles_of(contract: Contract, texts: Mapping[str, str]) -> pa.Table:
    """The table `articles`, one row for each id and text."""
    return table_of(contract, "articles", [_article(name, text) for name, text in texts.items()])


def _article(name: str, text: str) -> dict[str, object]:
    return {
        "id": name,
        "kind": "article",
        "parent_id": None,
        "item_index": None,
        "title": None,
        "author": None,
        "url": None,
        "source": None,
        "section": None,
        "text": text,
        "paragraphs": [{"start": 0, "end": len(text)}],
        "text_sha256": text_sha256(text),
        "language": "vi",
        "published_at": None,
        "published_precision": "unknown",
        "event_date": None,
        "crawled_at": None,
        "license": None,
        "captions": [],
        "source_path": f"{name}.txt",
        "source_sha256": text_sha256(name),
        "norm_version": "1",
    }


Said = Mapping[str, object]


def annotations_of(
    contract: Contract, articles: pa.Table, said: Mapping[str, Mapping[str, Said]], *, day: int = 1
) -> pa.Table:
    """The table `annotations`: `said[annotator][article id]` has `spans` (start, end, label) and, where wanted,
    `topics` (primary first), `skipped`, `arm`, `sha256` and `updated` (day of the month).
    """
    texts = dict(zip(articles.column("id").to_pylist(), articles.column("text").to_pylist(), strict=True))
    rows = [
        _annotation(contract, f"{day}-{number}", annotator, article, words, texts.get(article, ""), day)
        for number, (annotator, article, words) in enumerate(
            (annotator, article, words)
            for annotator, by_id in said.items()
            for article, words in by_id.items()
        )
    ]
    return table_of(contract, "annotations", rows)


def decisions_of(
    contract: Contract, annotations: pa.Table, *, seen: list[str] | None = None, comment: str | None = None
) -> pa.Table:
    """The table `decisions` whose rows say what `annotations` say; the same was seen and remarked in each."""
    rows = [{**row, "comment": comment, "seen": seen} for row in annotations.to_pylist()]
    return table_of(contract, "decisions", rows)


def annotator(number: int) -> str:
    return f"annotator-{number:08x}"


def _annotation(
    contract: Contract, key: str, name: str, article: str, said: Said, text: str, day: int
) -> dict[str, object]:
    topics = list(_listed(said.get("topics", ())))
    moment = datetime(2024, 1, int(str(said.get("updated", day))), tzinfo=UTC)
    return {
        "annotation_id": key,
        "id": article,
        "text_sha256": said.get("sha256", text_sha256(text)),
        "migrated_from": None,
        "annotator": name,
        "created_at": moment,
        "updated_at": moment,
        "lead_time_s": None,
        "entities": [
            {"start": start, "end": end, "label": label, "text": text[start:end], "origin": "manual"}
            for start, end, label in _listed(said.get("spans", ()))
        ],
        "topics": topics,
        "primary_topic": topics[0] if topics else None,
        "was_skipped": bool(said.get("skipped", False)),
        "suggestion_arm": said.get("arm", "rules"),
        "guideline_version": "1.0.0",
        "contract_version": contract.contract_version,
    }


def _listed(value: object) -> Any:
    return value

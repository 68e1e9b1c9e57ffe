"""Which annotations count: submitted, of the article's present text, the annotator's last word on it."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa

from schemas.records import Span

_COLUMNS = (
    "annotation_id",
    "id",
    "text_sha256",
    "annotator",
    "updated_at",
    "entities",
    "topics",
    "primary_topic",
    "was_skipped",
    "suggestion_arm",
)


@dataclass(frozen=True, slots=True)
class Version:
    """What one annotator said of one article. Spans in code points, end exclusive, sorted, none twice."""

    annotation_id: str
    id: str
    annotator: str
    spans: tuple[Span, ...]
    topics: frozenset[str]
    primary_topic: str | None
    suggestion_arm: str
    updated_at: datetime

    @property
    def digest(self) -> str:
        """16 hex digits of what is said, whoever said it and when."""
        spans = [[span.start, span.end, span.label] for span in self.spans]
        said = json.dumps([spans, sorted(self.topics), self.primary_topic])
        return hashlib.blake2b(said.encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Stale:
    """An annotation that cannot be used as it is, and why."""

    annotation_id: str
    id: str
    annotator: str
    reason: str


@dataclass(frozen=True, slots=True)
class Usable:
    """`versions` by article id in the articles' order, each by annotator; an article without one has no key."""

    versions: dict[str, tuple[Version, ...]]
    stale: tuple[Stale, ...]


def usable(annotations: pa.Table, articles: pa.Table) -> Usable:
    """Sort the annotations by article, leave skipped ones out, set those of another text aside.

    Where an annotator submitted more than once, the last counts: by `updated_at`, then by id.
    """
    # A dictionary of the articles that were labelled: usually few of all.
    wanted = set(annotations.column("id").to_pylist())
    texts: dict[str, tuple[str, str]] = {}
    for name, sha256, text in _rows(articles, "id", "text_sha256", "text"):
        if name in wanted:
            texts[name] = (sha256, text)
    last: dict[tuple[str, str], Version] = {}
    stale: list[Stale] = []
    for row in annotations.select(list(_COLUMNS)).to_pylist():
        reason = _fault(row, texts)
        if reason is not None:
            stale.append(Stale(row["annotation_id"], row["id"], row["annotator"], reason))
        elif not row["was_skipped"]:
            version = _version(row, texts[row["id"]][1])
            key = (version.id, version.annotator)
            if key not in last or _later(version, last[key]):
                last[key] = version
    grouped: dict[str, list[Version]] = {name: [] for name in texts}
    for key in sorted(last):
        grouped[key[0]].append(last[key])
    return Usable(
        versions={name: tuple(versions) for name, versions in grouped.items() if versions},
        stale=tuple(sorted(stale, key=lambda one: (one.id, one.annotation_id))),
    )


def _rows(table: pa.Table, *columns: str) -> Iterator[tuple[Any, ...]]:
    for batch in table.select(list(columns)).to_batches():
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _fault(row: dict[str, Any], texts: dict[str, tuple[str, str]]) -> str | None:
    if row["id"] not in texts:
        return "the article is gone"
    sha256, text = texts[row["id"]]
    if row["text_sha256"] != sha256:
        return "the article's text has changed since"
    if any(not 0 <= entity["start"] < entity["end"] <= len(text) for entity in row["entities"]):
        return "a span lies outside the text"
    return None


def _version(row: dict[str, Any], text: str) -> Version:
    spans = {
        Span(entity["start"], entity["end"], entity["label"], text[entity["start"] : entity["end"]])
        for entity in row["entities"]
    }
    return Version(
        annotation_id=row["annotation_id"],
        id=row["id"],
        annotator=row["annotator"],
        spans=tuple(sorted(spans)),
        topics=frozenset(row["topics"]),
        primary_topic=row["primary_topic"],
        suggestion_arm=row["suggestion_arm"],
        updated_at=row["updated_at"],
    )


def _later(one: Version, other: Version) -> bool:
    return (one.updated_at, one.annotation_id) > (other.updated_at, other.annotation_id)

"""Which annotations count: submitted, of the article's present text, the annotator's last word on it."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from schemas.records import Span

_COLUMNS = (
    "annotation_id",
    "id",
    "annotator",
    "updated_at",
    "entities",
    "topics",
    "primary_topic",
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


@dataclass(frozen=True, slots=True)
class Counting:
    """Rows of the annotations that count, with their article's row: in the articles' order, then by annotator."""

    rows: npt.NDArray[np.int64]
    articles: npt.NDArray[np.int64]
    stale: tuple[Stale, ...]


def counting(annotations: pa.Table, articles: pa.Table) -> Counting:
    """Leave skipped annotations out, set those of another text aside, and keep each annotator's last word.

    Where an annotator submitted more than once, the last counts: by `updated_at`, then by id.
    """
    # Only the labelled articles' texts are measured: usually few of all.
    wanted = pl.from_arrow(annotations.select(["id"]).combine_chunks())
    texts = pl.from_arrow(articles.select(["id", "text_sha256", "text"]))
    said = pl.from_arrow(
        annotations.select(["annotation_id", "id", "text_sha256", "annotator", "updated_at", "was_skipped"])
    )
    assert isinstance(wanted, pl.DataFrame)
    assert isinstance(texts, pl.DataFrame)
    assert isinstance(said, pl.DataFrame)
    texts = (
        texts.with_row_index("article")
        .join(wanted, on="id", how="semi")
        .select(
            "id",
            "article",
            pl.col("text_sha256").alias("now"),
            pl.col("text").str.len_chars().alias("length"),
        )
    )
    joined = (
        said.with_columns(_reach(annotations).alias("reach"))
        .with_row_index("row")
        .join(texts, on="id", how="left", maintain_order="left")
        .with_columns(
            pl.when(pl.col("article").is_null())
            .then(pl.lit("the article is gone"))
            .when(pl.col("text_sha256") != pl.col("now"))
            .then(pl.lit("the article's text has changed since"))
            .when(pl.col("reach").is_null() | (pl.col("reach") > pl.col("length")))
            .then(pl.lit("a span lies outside the text"))
            .alias("fault")
        )
    )
    stale = joined.filter(pl.col("fault").is_not_null()).sort("id", "annotation_id")
    last = (
        joined.filter(pl.col("fault").is_null() & ~pl.col("was_skipped"))
        .sort("article", "annotator", "updated_at", "annotation_id")
        .unique(["article", "annotator"], keep="last", maintain_order=True)
    )
    return Counting(
        rows=last["row"].to_numpy().astype(np.int64),
        articles=last["article"].to_numpy().astype(np.int64),
        stale=tuple(
            Stale(*row) for row in stale.select("annotation_id", "id", "annotator", "fault").iter_rows()
        ),
    )


def _reach(annotations: pa.Table) -> pl.Series:
    """Where each annotation's last span ends, 0 without spans; null where a span is empty or begins below 0."""
    offsets, spans = span_columns(annotations)
    start, end = (spans.field(name).to_numpy(zero_copy_only=False) for name in ("start", "end"))
    reach = np.zeros(len(offsets) - 1, dtype=np.int64)
    owner = np.repeat(np.arange(len(reach)), np.diff(offsets))
    np.maximum.at(reach, owner, end)
    good = np.ones(len(reach), dtype=bool)
    good[owner[(start < 0) | (start >= end)]] = False
    return pl.Series(values=reach).set(pl.Series(values=~good), None)


def span_columns(annotations: pa.Table) -> tuple[npt.NDArray[np.int64], pa.StructArray]:
    """Every span of the table in one array, and where each annotation's begin: (annotations + 1,)."""
    column = annotations.column("entities").combine_chunks()
    offsets = column.offsets.to_numpy().astype(np.int64)
    return offsets - offsets[0], column.flatten()


def usable(annotations: pa.Table, articles: pa.Table) -> Usable:
    """The annotations that count (`counting`), sorted by article."""
    chosen = counting(annotations, articles)
    labelled = articles.select(["id", "text"]).take(pa.array(np.unique(chosen.articles)))
    texts = dict(zip(*(column.to_pylist() for column in labelled.columns), strict=True))
    versions: dict[str, list[Version]] = {}
    for row in annotations.select(list(_COLUMNS)).take(pa.array(chosen.rows)).to_pylist():
        versions.setdefault(row["id"], []).append(_version(row, texts[row["id"]]))
    return Usable({name: tuple(listed) for name, listed in versions.items()}, chosen.stale)


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

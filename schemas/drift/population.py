"""What a dataset holds, as few numbers."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from schemas.drift.bins import Values

UNKNOWN = ""
"""The source of an article that names none."""
_STORIES = {"kind": pl.String, "source": pl.String, "published_at": pl.Date, "chars": pl.Int64}


@dataclass(frozen=True, slots=True)
class Tally:
    """How often each name was given, in how many records that have any."""

    counts: Mapping[str, int]
    records: int


@dataclass(frozen=True, slots=True)
class Labelled:
    """Settled texts and their spans in a split."""

    texts: int
    spans: int


@dataclass(frozen=True, slots=True)
class Population:
    """`lengths` are code points, `days` days since 1970, both of whole articles. `ids`: `key` (64 bits of an id) of
    articles and teasers. `labelled`: `key` and `split` of texts with settled labels."""

    articles: int
    teasers: int
    lengths: Values
    days: Values
    undated: int
    sources: Mapping[str, int]
    ids: pl.DataFrame
    labelled: pl.DataFrame
    splits: Mapping[str, Labelled]
    labels: Tally
    topics: Tally


@dataclass(slots=True)
class Gathered:
    """Sums over frames, and at last the population."""

    kinds: Counter[str] = field(default_factory=Counter)
    lengths: list[Values] = field(default_factory=list)
    days: list[Values] = field(default_factory=list)
    undated: int = 0
    sources: Counter[str] = field(default_factory=Counter)
    ids: list[pl.Series] = field(default_factory=list)
    keys: list[pl.DataFrame] = field(default_factory=list)
    splits: dict[str, Labelled] = field(default_factory=dict)
    records: Counter[str] = field(default_factory=Counter)

    def stories(self, frame: pl.DataFrame, keys: pl.Series | None) -> None:
        """Take articles and teasers: their ids' keys, `kind`, `source`, `published_at`, `chars`, each where it is known."""
        columns = frame.columns
        if keys is not None:
            self.ids.append(keys)
        told = frame.select(
            (pl.col(name) if name in columns else pl.lit(None)).cast(kind).alias(name)
            for name, kind in _STORIES.items()
        )
        self.kinds.update(_counted(told["kind"]))
        whole = told.filter(pl.col("kind") == "article")
        self.lengths.append(whole["chars"].drop_nulls().to_numpy())
        if "published_at" in columns:
            days = whole["published_at"].drop_nulls().cast(pl.Int32).cast(pl.Int64)
            self.days.append(days.to_numpy())
            self.undated += len(whole) - len(days)
        if "source" in columns:
            self.sources.update(_counted(whole["source"].fill_null(UNKNOWN)))

    def labelled(self, split: str, keys: pl.Series, spans: pl.Series) -> None:
        """Take texts of a split that have settled labels, each with its number of spans."""
        self.keys.append(pl.DataFrame({"key": keys}).with_columns(pl.lit(split).alias("split")))
        had = self.splits.get(split, Labelled(0, 0))
        self.splits[split] = Labelled(had.texts + len(keys), had.spans + int(spans.sum() or 0))

    def population(self, labels: Mapping[str, int], topics: Mapping[str, int]) -> Population:
        nothing = pl.DataFrame(schema={"key": pl.UInt64, "split": pl.String})
        return Population(
            articles=self.kinds["article"],
            teasers=self.kinds["teaser"],
            lengths=_joined(self.lengths),
            days=_joined(self.days),
            undated=self.undated,
            sources=dict(self.sources),
            ids=pl.concat([nothing["key"], *self.ids]).to_frame().drop_nulls().unique(),
            labelled=pl.concat([nothing, *self.keys]).drop_nulls().unique("key"),
            splits=dict(sorted(self.splits.items())),
            labels=Tally(dict(labels), self.records["labels"]),
            topics=Tally(dict(topics), self.records["topics"]),
        )


def _counted(values: pl.Series) -> dict[str, int]:
    return dict(values.drop_nulls().value_counts().iter_rows())


def _joined(parts: Iterable[Values]) -> Values:
    listed = [part.astype(np.int64) for part in parts]
    return np.concatenate(listed) if listed else np.zeros(0, dtype=np.int64)

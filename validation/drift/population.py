"""What a dataset holds, as few numbers: of the last release from its files, of the workspace from the engine's frames."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from validation.drift.bins import Values
from validation.engine.keys import key_of
from validation.releases.found import Release
from validation.releases.rows import class_names, frames, splits_of

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


def of_workspace(
    facts: Mapping[str, pl.DataFrame],
    tables: Mapping[str, pl.DataFrame],
    labels: Mapping[str, int],
    topics: Mapping[str, int],
) -> Population:
    """What the next release would hold. `facts` and `tables` are the engine's; `labels` and `topics` count those of gold."""
    gathered = _Gathered()
    articles = facts.get("articles")
    if articles is not None:
        gathered.stories(articles, _keys_in(tables, "articles"))
    gold = facts.get("gold")
    keys = tables.get("gold")
    if gold is not None and keys is not None and "key" in keys.columns:
        known = gold.join(keys, on="row").select("key", "n_entities", "n_topics")
        splits = tables.get("splits")
        if splits is not None and "split" in splits.columns:
            known = known.join(
                splits.select("key", "split").unique("key", keep="first"), on="key", how="left"
            )
            for (split,), some in known.drop_nulls("split").group_by("split"):
                gathered.labelled(str(split), some["key"], some["n_entities"])
        gathered.records = Counter(
            labels=int((known["n_entities"] > 0).sum()), topics=int((known["n_topics"] > 0).sum())
        )
    return gathered.population(labels, topics)


def of_release(release: Release) -> Population:
    """What the release holds. What an older contract did not know yet stays empty.

    Raises:
        pa.ArrowException, OSError: a file is no Parquet.
        pl.exceptions.PolarsError: a column has a form that no contract ever gave it.
    """
    gathered = _Gathered()
    for split in splits_of(release, "articles"):
        for frame in frames(
            release, "articles", split, ["id", "kind", "source", "published_at", "paragraphs"]
        ):
            gathered.stories(_with_chars(frame), _keys(frame["id"]) if "id" in frame.columns else None)
    labels: Counter[str] = Counter()
    topics: Counter[str] = Counter()
    for split in splits_of(release, "entities"):
        names = class_names(release, "entities", "entities.label")
        for frame in frames(release, "entities", split, ["id", "entities"]):
            if {"id", "entities"} <= set(frame.columns):
                spans = frame["entities"].list.len()
                gathered.labelled(split, _keys(frame["id"]), spans)
                gathered.records["labels"] += int((spans > 0).sum())
                labels.update(_named(frame["entities"].explode().struct.field("label"), names))
    for split in splits_of(release, "topics"):
        names = class_names(release, "topics", "topics")
        for frame in frames(release, "topics", split, ["topics"]):
            if "topics" in frame.columns:
                gathered.records["topics"] += int((frame["topics"].list.len() > 0).sum())
                topics.update(_named(frame["topics"].explode(), names))
    return gathered.population(labels, topics)


def _with_chars(frame: pl.DataFrame) -> pl.DataFrame:
    """The text's length is where its last paragraph ends (ART014), so no text is read."""
    if "paragraphs" not in frame.columns:
        return frame
    return frame.with_columns(pl.col("paragraphs").list.last().struct.field("end").alias("chars"))


def _keys_in(tables: Mapping[str, pl.DataFrame], name: str) -> pl.Series | None:
    frame = tables.get(name)
    return frame["key"] if frame is not None and "key" in frame.columns else None


def _keys(ids: pl.Series) -> pl.Series:
    return ids.to_frame("id").select(key_of(pl.col("id").cast(pl.String)).alias("key"))["key"]


def _named(values: pl.Series, names: tuple[str, ...]) -> dict[str, int]:
    """Counts of class ids by their names, or by `#3` where there is none."""
    counted: dict[str, int] = {}
    for value, count in values.drop_nulls().value_counts().iter_rows():
        known = isinstance(value, int) and 0 <= value < len(names)
        counted[names[value] if known else f"#{value}"] = count
    return counted


@dataclass(slots=True)
class _Gathered:
    """Sums over frames."""

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

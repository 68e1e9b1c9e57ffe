"""Rows of annotations, gold and suggestions beside the article that each is of."""

from collections.abc import Iterator
from itertools import chain

import numpy as np
import polars as pl

from schemas.contract import Contract
from schemas.keys import key_of
from validation.engine.source import Rows, Source

_TEXT_COLUMNS = {"text": pl.String, "chars": pl.UInt32, "found_sha256": pl.String}


class Records:
    """One table of labels, handed out article batch by article batch.

    Where the table's rows follow the articles' order each row group is read once; where they do not, a
    few row groups are kept at hand, so that memory stays bounded either way.
    """

    def __init__(self, source: Source, contract: Contract, articles: pl.DataFrame | None) -> None:
        self.source = source
        self._key = contract.table(source.name).key[0]
        wanted = [name for name in dict.fromkeys(("id", self._key)) if name in source.columns]
        index = _index(source, wanted)
        own = [pl.col(f"key of {name}").alias("key") for name in wanted if name == self._key]
        # How many records there are, where record n is of article n.
        self._beside = len(index) if _one_for_one(index, articles) else None
        self._rows: Rows = np.empty(0, dtype=np.int64)
        self._places: Rows = self._rows
        if self._beside is None:
            self._keys = index.select("row", *own)
            self._rows, self._places = _places(index, articles)
        elif self._key == "id" and articles is not None:
            self._keys = articles.select("key").head(self._beside)  # the same, once in memory
        else:
            self._keys = index.select(own)

    def keys(self) -> pl.DataFrame:
        """`row` and, where the table has it, `key`: 64 bits of its key."""
        if self._beside is None:
            return self._keys
        rows = pl.int_range(self._beside, dtype=pl.Int64, eager=True).alias("row")
        return pl.DataFrame([rows, *self._keys.get_columns()])

    def of_articles(self, articles: pl.DataFrame) -> pl.DataFrame:
        """The records of a batch of consecutive articles, with the article's text beside each."""
        first, last = articles["row"][0], articles["row"][-1]
        rows, places = self._between(first, last + 1)
        if not len(rows):
            return pl.DataFrame()
        frame = self.source.rows_at(rows)
        if frame.is_empty():
            return frame
        if not np.array_equal(frame["row"].to_numpy(), rows):
            of = pl.DataFrame({"row": rows, "place": places})
            places = (
                frame.select("row").join(of, on="row", how="left", maintain_order="left")["place"].to_numpy()
            )
        texts = articles.select(
            *(_TEXT_COLUMNS.keys() & set(articles.columns)), pl.col("id").alias("article_id")
        )
        each = len(places) == len(texts) and np.array_equal(places, np.arange(first, last + 1))
        beside = texts if each else texts[places - first]
        placed = [pl.Series("article", places), pl.Series("place", places - first)]
        joined = frame.hstack([*placed, *beside.get_columns()])
        return self._finished(joined.with_columns((pl.col("id") == pl.col("article_id")).alias("known")))

    def _between(self, first: int, end: int) -> tuple[Rows, Rows]:
        if self._beside is not None:
            rows = np.arange(first, min(end, self._beside))
            return rows, rows
        low, high = np.searchsorted(self._places, [first, end])
        return self._rows[low:high], self._places[low:high]

    def without_article(self) -> Iterator[pl.DataFrame]:
        """The records whose article is not there, a few at a time."""
        rows = self._rows[: np.searchsorted(self._places, 0)]
        for start in range(0, len(rows), 5_000):
            frame = self.source.rows_at(rows[start : start + 5_000])
            if frame.is_empty():
                continue
            missing = (pl.lit(None, kind).alias(name) for name, kind in _TEXT_COLUMNS.items())
            yield self._finished(frame.with_columns(*missing, pl.lit(value=False).alias("known")))

    def forget(self) -> None:
        """Let go of which record belongs to which article; nothing is handed out any more."""
        self._rows = self._places = np.empty(0, dtype=np.int64)

    def _finished(self, frame: pl.DataFrame) -> pl.DataFrame:
        columns = frame.columns
        absent = [
            pl.lit(None, kind).alias(name) for name, kind in _TEXT_COLUMNS.items() if name not in columns
        ]
        pinned = pl.col("text_sha256") if "text_sha256" in columns else pl.lit(None, pl.String)
        skipped = pl.col("was_skipped") if "was_skipped" in columns else pl.lit(value=False)
        n_entities = pl.col("entities").list.len() if "entities" in columns else pl.lit(None, pl.UInt32)
        n_topics = pl.col("topics").list.len() if "topics" in columns else pl.lit(None, pl.UInt32)
        return (
            frame.lazy()
            .with_columns(absent)
            .with_columns(
                (pl.col(self._key) if self._key in columns else pl.lit(None, pl.String)).alias("record_id"),
                (pl.col("id") if "id" in columns else pl.lit(None, pl.String)).alias("article_id"),
                pl.col("found_sha256").alias("article_sha256"),
                (pl.col("known") & (pinned == pl.col("found_sha256")))
                .fill_null(value=False)
                .alias("comparable"),
                skipped.fill_null(value=False).alias("was_skipped"),
                n_entities.cast(pl.Int32).alias("n_entities"),
                n_topics.cast(pl.Int32).alias("n_topics"),
            )
            .collect()
        )


def _index(source: Source, names: list[str]) -> pl.DataFrame:
    """`row`, and for each of the columns 64 bits of its values."""
    # A table without rows has no batches, and the same columns.
    nothing = pl.DataFrame(schema={"row": pl.Int64, **dict.fromkeys(names, pl.String)})
    batches = chain([nothing], source.batches(names) if names else ())
    keys = [key_of(pl.col(name)).alias(f"key of {name}") for name in names]
    index: pl.DataFrame = pl.concat((frame.select("row", *keys) for frame in batches), rechunk=True)
    return index


def _one_for_one(index: pl.DataFrame, articles: pl.DataFrame | None) -> bool:
    """Whether row n of the table is of row n of the articles, for all its rows: so suggestions are made."""
    if articles is None or "key of id" not in index.columns or len(index) > len(articles):
        return False
    numbers = pl.int_range(len(index), dtype=pl.Int64, eager=True)
    first = articles.head(len(index))
    return (
        index["row"].equals(numbers)
        and first["row"].equals(numbers)
        and first["key"].equals(index["key of id"], null_equal=False)
    )


def _places(index: pl.DataFrame, articles: pl.DataFrame | None) -> tuple[Rows, Rows]:
    """The records' rows and, ascending, the row of each one's article; -1 where there is none."""
    if articles is None or "key" not in articles.columns or "key of id" not in index.columns:
        return index["row"].to_numpy(), np.full(len(index), -1, dtype=np.int64)
    first = articles.select(pl.col("row").alias("place"), pl.col("key").alias("key of id"))
    wanted = first.join(index, on="key of id", how="semi")
    known = wanted.unique("key of id", keep="first", maintain_order=True)
    placed = index.join(known, on="key of id", how="left").select("row", pl.col("place").fill_null(-1))
    ordered = placed.sort("place", "row")
    return ordered["row"].to_numpy(), ordered["place"].to_numpy()


_WORK: dict[str, type[pl.DataType] | pl.DataType] = {
    "annotator": pl.Categorical,
    "updated_at": pl.Datetime("us", "UTC"),
    "lead_time_s": pl.Float64,
}
_COUNTED = ("was_skipped", "n_entities", "n_topics")


def facts(frame: pl.DataFrame) -> pl.DataFrame:
    """A row per record in numbers, of the columns that the table has. No strings, as for articles."""
    there = (name for name in _WORK if name in frame.columns)
    return frame.select("row", *(pl.col(name).cast(_WORK[name]) for name in there), *_COUNTED)


def with_all_facts(facts: pl.DataFrame) -> pl.DataFrame:
    """The same with every column that the report looks at; what the table lacks is null, and takes no memory."""
    absent = (pl.lit(None, kind).alias(name) for name, kind in _WORK.items() if name not in facts.columns)
    return facts.with_columns(absent).select("row", *_WORK, *_COUNTED)

"""What all tables hold, as numbers alone: which page, article and furniture is in which row of which file.

A million articles take 100 MB here, whatever they say. Names and ids stand as pairs of 64-bit numbers:
a name by two hashes (`h1`, `h2`), an id by its own 128 bits (`i1`, `i2`), so that ids keep their order.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa

from dataset.normalize.arrow_file import read_arrow
from dataset.normalize.gather import Source, gather
from dataset.normalize.known import hashes_of
from dataset.normalize.places import Tables
from dataset.normalize.rows import STAGE
from schemas.errors import DataError

ADDRESS = ("source", "row")
NAME = ("h1", "h2")
ID = ("i1", "i2")
TEXT = ("t1", "t2")
KINDS = pl.Enum(["article", "listing", "rejected"])
DUPLICATE = "duplicate"
TAKEN_DOWN = "taken_down"

_ADDRESS = dict.fromkeys(ADDRESS, pl.UInt32())
_NAME = dict.fromkeys(NAME, pl.UInt64())
_ID = dict.fromkeys(ID, pl.UInt64())
_TEXT = dict.fromkeys(TEXT, pl.UInt64())
PAGES = pl.Schema({**_ADDRESS, **_NAME, **_ID, "kind": KINDS, "folded": pl.Boolean()})
# `item` is 0 for a story; `folded` was folded away by an earlier run.
ARTICLES = pl.Schema({**_ADDRESS, **_NAME, **_ID, **_TEXT, "item": pl.Int32(), "folded": pl.Boolean()})
# `row` is the first of `count` rows that are one page's.
BLOCKS = pl.Schema({**_ADDRESS, "count": pl.UInt32(), **_NAME, "folded": pl.Boolean()})
# `item` is null for a whole page; `refused` says that it was taken down.
QUARANTINE = pl.Schema({**_ADDRESS, **_NAME, "item": pl.Int32(), "refused": pl.Boolean()})


@dataclass(frozen=True, slots=True)
class Holdings:
    """Frames of the schemas PAGES, ARTICLES, BLOCKS and QUARANTINE; `source` counts through `sources`.

    `quarantine` is without the duplicates of earlier runs: every run folds anew, and then adds its own.
    """

    sources: tuple[Source, ...]
    pages: pl.DataFrame
    articles: pl.DataFrame
    blocks: pl.DataFrame
    quarantine: pl.DataFrame


def held(tables: Tables) -> Holdings:
    """What the tables of earlier runs hold.

    Raises:
        DataError: an id is none that normalize gives.
    """
    there: list[Source] = []

    def sources(paths: Sequence[Path]) -> Iterator[tuple[int, Source]]:
        for path in paths:
            there.append(Source(path))
            yield len(there) - 1, there[-1]

    pages = [_pages(number, source) for number, source in sources(tables.pages)]
    articles = [_articles(number, source, folded=False) for number, source in sources(tables.articles)]
    articles += [_articles(number, source, folded=True) for number, source in sources(tables.folded_articles)]
    known = pl.concat([PAGES.to_frame(), *pages])
    own = known.filter(~pl.col("folded")).select(*ID, *NAME)
    # Furniture names its page by id; ids of pages that are not folded are unique.
    blocks = [
        _runs(number, source, "id").join(own, on=ID, how="inner", maintain_order="left")
        for number, source in sources(tables.furniture)
    ]
    folded = [_runs(number, source, "source_path") for number, source in sources(tables.folded_furniture)]
    quarantine = [_quarantine(number, source) for number, source in sources(tables.quarantine)]
    return Holdings(
        tuple(there),
        known,
        pl.concat([ARTICLES.to_frame(), *articles]),
        pl.concat(
            [
                BLOCKS.to_frame(),
                *(frame.with_columns(folded=pl.lit(False)).select(*BLOCKS) for frame in blocks),
                *(frame.with_columns(folded=pl.lit(True)).select(*BLOCKS) for frame in folded),
            ]
        ),
        pl.concat([QUARANTINE.to_frame(), *quarantine]),
    )


def with_shards(before: Holdings, shards: Sequence[Path]) -> Holdings:
    """What earlier runs left but for the pages that these shards bring, and what the shards hold."""
    sources = list(before.sources)
    pages, articles, blocks, quarantine = [], [], [], []
    for shard in shards:
        number = len(sources)
        sources += [
            Source(shard / f"{name}.arrow") for name in ("pages", "articles", "furniture", "quarantine")
        ]
        brought = _pages(number, sources[number])
        pages.append(brought)
        articles.append(_articles(number + 1, sources[number + 1], folded=False))
        quarantine.append(_quarantine(number + 3, sources[number + 3]))
        runs = pl.DataFrame(read_arrow(shard / "blocks.arrow"))
        blocks.append(
            runs.select(
                source=pl.lit(number + 2, pl.UInt32),
                row="first",
                count="count",
                h1=brought["h1"].gather(runs["page"]),
                h2=brought["h2"].gather(runs["page"]),
                folded=pl.lit(False),
            )
        )
    fresh = pl.concat([PAGES.to_frame(), *pages])
    renewed = fresh.select(NAME)

    def together(old: pl.DataFrame, new: Sequence[pl.DataFrame]) -> pl.DataFrame:
        return pl.concat([old.join(renewed, on=NAME, how="anti", maintain_order="left"), *new])

    return Holdings(
        tuple(sources),
        together(before.pages, pages),
        together(before.articles, articles),
        together(before.blocks, blocks),
        together(before.quarantine, quarantine),
    )


def column_of(sources: Sequence[Source], rows: pl.DataFrame, name: str) -> pl.Series:
    """The strings of one column for rows with an address."""
    schema = pa.schema([pa.field(name, pa.string())])
    return pl.Series(
        gather(sources, rows["source"].to_numpy(), rows["row"].to_numpy(), [name], schema).column(name)
    )


def ids_of(rows: pl.DataFrame) -> pl.Series:
    """The ids that the numbers in ID stand for, in hex."""
    numbers = rows.select(ID).to_numpy().astype(">u8")
    places = np.arange(len(numbers) + 1, dtype=np.int32) * 2 * numbers.itemsize * len(ID)
    digits = numbers.tobytes().hex().encode()
    return pl.Series(pa.StringArray.from_buffers(len(numbers), pa.py_buffer(places), pa.py_buffer(digits)))


def _pages(number: int, source: Source) -> pl.DataFrame:
    columns = ("source_path", "id", "kind", "folded")
    return pl.concat(
        [
            PAGES.to_frame(),
            *(
                _addressed(number, frame, start)
                .with_columns(*_name(frame["source_path"]), *_number(frame["id"], ID, source.path))
                .with_columns(pl.col("kind").cast(KINDS))
                .select(*PAGES)
                for start, frame in _frames(source, columns)
            ),
        ]
    )


def _articles(number: int, source: Source, *, folded: bool) -> pl.DataFrame:
    columns = ("source_path", "id", "text_sha256", "item_index")
    return pl.concat(
        [
            ARTICLES.to_frame(),
            *(
                _addressed(number, frame, start)
                .with_columns(
                    *_name(frame["source_path"]),
                    *_number(frame["id"], ID, source.path),
                    *_number(frame["text_sha256"], TEXT, source.path),
                    item=pl.col("item_index").fill_null(0),
                    folded=pl.lit(folded),
                )
                .select(*ARTICLES)
                for start, frame in _frames(source, columns)
            ),
        ]
    )


def _quarantine(number: int, source: Source) -> pl.DataFrame:
    columns = ("source_path", "item_index", "stage", "reason")
    by_fold = (pl.col("stage") == STAGE) & (pl.col("reason") == DUPLICATE)
    refused = (pl.col("stage") == STAGE) & (pl.col("reason") == TAKEN_DOWN)
    return pl.concat(
        [
            QUARANTINE.to_frame(),
            *(
                _addressed(number, frame, start)
                .with_columns(*_name(frame["source_path"]), item="item_index", refused=refused)
                .filter(~by_fold)
                .select(*QUARANTINE)
                for start, frame in _frames(source, columns)
            ),
        ]
    )


def _runs(number: int, source: Source, column: str) -> pl.DataFrame:
    """Rows of one page that follow each other, as (source, row, count) and the page's id or name."""
    found = []
    for start, frame in _frames(source, (column,)):
        runs = frame[column].rle().struct.unnest()
        keys = _number(runs["value"], ID, source.path) if column == "id" else _name(runs["value"])
        found.append(
            runs.select(
                pl.lit(number, pl.UInt32).alias("source"),
                (pl.col("len").cum_sum() - pl.col("len") + start).cast(pl.UInt32).alias("row"),
                pl.col("len").cast(pl.UInt32).alias("count"),
                *keys,
            )
        )
    schema = {**_ADDRESS, "count": pl.UInt32(), **(_ID if column == "id" else _NAME)}
    return pl.concat([pl.DataFrame(schema=schema), *found])


def _frames(source: Source, columns: Sequence[str]) -> Iterator[tuple[int, pl.DataFrame]]:
    """The first row of each group, and its columns."""
    for group, start in enumerate(source.starts.tolist()):
        yield start, pl.DataFrame(source.read(group, columns))


def _addressed(number: int, frame: pl.DataFrame, start: int) -> pl.DataFrame:
    return frame.with_columns(
        source=pl.lit(number, pl.UInt32), row=pl.int_range(start, start + pl.len(), dtype=pl.UInt32)
    )


def _name(paths: pl.Series) -> tuple[pl.Series, ...]:
    return tuple(pl.Series(name, part) for name, part in zip(NAME, hashes_of(paths), strict=True))


def _number(hexes: pl.Series, names: Sequence[str], path: Path) -> tuple[pl.Series, ...]:
    """The first 128 bits that hex digits say."""
    whole = hexes.str.decode("hex", strict=False)
    if whole.null_count() or (whole.bin.size() < 16).any():
        raise DataError(
            f"{path} holds a {hexes.name} that normalize did not give",
            hint="Remove the workspace's folders articles, furniture, quarantine and normalized, "
            "then normalize all pages again",
        )
    parts = (whole.bin.slice(0, 8), whole.bin.slice(8, 8))
    return tuple(
        part.bin.reinterpret(dtype=pl.UInt64, endianness="big").alias(name)
        for name, part in zip(names, parts, strict=True)
    )

"""Furniture between the halves of a run: half of a corpus' text, which stays where reading put it until tables are written.

A row says in which file its text lies, and where there. What stands in no file as it is goes into one beside the rows.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa

from dataset.normalize.arrays import from_numpy, from_values
from dataset.normalize.decided import LINES
from dataset.normalize.kinds import KINDS, RULES

# Where a text lies: a file, and the bytes of it from `place` on.
TEXT_AT = (
    pa.field("file", pa.dictionary(pa.uint16(), pa.string()), nullable=False),
    pa.field("place", pa.int64(), nullable=False),
    pa.field("size", pa.int32(), nullable=False),
)
# Its pages' ids are stated when the tables are put together.
FURNITURE = pa.schema(
    [
        pa.field("page", pa.uint32(), nullable=False),
        pa.field("line", pa.int32(), nullable=False),
        pa.field("kind", pa.dictionary(pa.uint8(), pa.string()), nullable=False),
        pa.field("rule", pa.dictionary(pa.uint8(), pa.string()), nullable=False),
        *TEXT_AT,
    ]
)


def dropped_lines(lines: pl.DataFrame, prefixes: pl.Series) -> pl.DataFrame:
    """Every one of LINES that is not in an article's text; of a refused page, every line.

    `prefixes` holds for each page the metadata that stood glued to its first line, or "". They stand behind all lines.
    """
    page = np.flatnonzero((prefixes != "").to_numpy())
    if not len(page):
        return lines.filter(~pl.col("kept"))
    of = lines["page"].to_numpy()
    first = of.searchsorted(page)
    there = of.searchsorted(page, "right") > first
    first = first[there]
    joined = pl.concat_str("prefix", "text", separator=" ")
    kept = pl.col("kept")
    # A line of its own where the page's first is story, else with it.
    glued = (
        lines[first]
        .with_columns(prefixes.gather(page[there]).alias("prefix"))
        .with_columns(
            kind=pl.when(kept).then(pl.lit("meta", LINES["kind"])).otherwise("kind"),
            rule=pl.when(kept).then(pl.lit("glued-prefix", LINES["rule"])).otherwise("rule"),
            text=pl.when(kept).then("prefix").otherwise(joined),
            place=pl.lit(-1, pl.Int64),
        )
    )
    dropped = ~lines["kept"].to_numpy()
    dropped[first] = False
    return pl.concat([lines.filter(dropped), glued.select(lines.columns)])


def at_rest(lines: pl.DataFrame, before: int, file: int, start: int, own: bytearray) -> pl.DataFrame:
    """The columns of FURNITURE as numbers, for LINES of a batch.

    `before` pages stand in batches above it; its texts begin at byte `start` of the file with this number. What does
    not stand there as it is goes to the end of `own`, file 0.
    """
    place = lines["place"].to_numpy() + start
    files = np.full(len(lines), file, np.uint16)
    size = lines["text"].str.len_bytes()
    moved = np.flatnonzero(place < start)
    if len(moved):
        ends = np.cumsum(size.gather(moved).to_numpy(), dtype=np.int64) + len(own)
        place[moved] = np.append(len(own), ends)[: len(moved)]
        files[moved] = 0
        for text in lines["text"].gather(moved).to_list():
            own += text.encode()
    return lines.select(
        pl.col("page") + pl.lit(before, pl.UInt32),
        "line",
        pl.col("kind", "rule").to_physical().cast(pl.UInt8),
        file=files,
        place=place,
        size=size.cast(pl.Int32),
    )


def furniture_table(lines: pl.DataFrame, ids: pl.Series, files: Sequence[Path]) -> pa.Table:
    """What `at_rest` gave of all batches, sorted by page id, page and line, as FURNITURE; `files` by their numbers."""
    places, line = lines["page"].to_numpy(), lines["line"].to_numpy()
    # Pages are sorted and not lines, of which there are fifty times as many. Two pages of one address have one id.
    rank = np.empty(len(ids), np.int64)
    by_id = ids.alias("id").to_frame().with_row_index().select(pl.arg_sort_by("id", "index"))
    rank[by_id.to_series().to_numpy()] = np.arange(len(ids))
    order = np.argsort(rank[places] << 32 | line, kind="stable")
    names = {"kind": KINDS, "rule": RULES, "file": [str(path) for path in files]}
    columns = [from_numpy(lines[name].to_numpy()[order]) for name in FURNITURE.names]
    for number, name in enumerate(FURNITURE.names):
        if name in names:
            words = from_values(names[name], pa.string())
            columns[number] = pa.DictionaryArray.from_arrays(columns[number], words)
    return pa.Table.from_arrays(columns, schema=FURNITURE)

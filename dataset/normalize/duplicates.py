"""Rows of quarantine for what was folded away, in files of some rows each: held at once, the strings of a million took 2 GB."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl
import pyarrow as pa

from dataset.normalize.arrow_file import write_arrow
from dataset.normalize.gather import Source
from dataset.normalize.holdings import DUPLICATE, NAME, Holdings, column_of, ids_of
from dataset.normalize.rows import STAGE, conformed
from schemas.arrow import arrow_schema
from schemas.contract import Contract

ROWS_PER_FILE = 50_000


def with_duplicates(
    holdings: Holdings, duplicates: pl.DataFrame, contract: Contract, folder: Path
) -> Holdings:
    """Write what quarantine says of `Folding.duplicates` into files below `folder`, and hold that as well."""
    schema = arrow_schema(contract, "quarantine")
    written = []
    for start in range(0, len(duplicates), ROWS_PER_FILE):
        written.append(Source(folder / f"{start}.arrow"))
        rows = _rows(duplicates[start : start + ROWS_PER_FILE], holdings.sources, schema)
        write_arrow(written[-1].path, schema, [rows])
    place = pl.int_range(pl.len(), dtype=pl.UInt32)
    known = duplicates.select(
        (place // ROWS_PER_FILE + len(holdings.sources)).cast(pl.UInt32).alias("source"),
        (place % ROWS_PER_FILE).cast(pl.UInt32).alias("row"),
        *NAME,
        "item",
        refused=pl.lit(value=False),
    )
    return replace(
        holdings,
        sources=(*holdings.sources, *written),
        quarantine=pl.concat([holdings.quarantine, known]),
    )


def _rows(some: pl.DataFrame, sources: Sequence[Source], schema: pa.Schema) -> pa.Table:
    into = some.select(source="into_source", row="into_row", i1="into_i1", i2="into_i2")
    why = pl.when("same_id").then(pl.lit("the same address")).otherwise(pl.lit("the same text"))
    into_path = column_of(sources, into, "source_path")
    rows = some.with_columns(
        id=ids_of(some),
        stage=pl.lit(STAGE),
        reason=pl.lit(DUPLICATE),
        detail=pl.format("{} as {} from {}", why, ids_of(into), into_path),
        source_path=column_of(sources, some, "source_path"),
        item_index="item",
        byte_start=pl.lit(None, pl.Int64),
        byte_end=pl.lit(None, pl.Int64),
        raw_sha256=column_of(sources, some, "source_sha256"),
    )
    return conformed(rows, schema)

"""A table of the workspace, put together from rows of many files: file in, file out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from dataset.normalize.arrays import from_numpy
from dataset.normalize.gather import Source, gather
from schemas.files import whole_file

# The result is held so much at a time. What is larger than malloc keeps for itself costs fresh pages each time, which took
# three times as long as copying; each piece has rows of many sources, and of Parquet's a row group is read for few.
_PIECE_BYTES = 16 << 20


@dataclass(frozen=True, slots=True)
class Part:
    """A file to write: blocks of rows in their order, block i being `count[i]` rows of `paths[source[i]]`.

    `stated` are columns that no source has, or that say something else now: a value for each block.
    """

    name: Path
    schema: pa.Schema
    group_rows: int
    paths: tuple[Path, ...]
    source: npt.NDArray[np.uint32]
    row: npt.NDArray[np.uint32]
    count: npt.NDArray[np.uint32] | None = None
    stated: Mapping[str, pa.Array] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return len(self.row) if self.count is None else int(self.count.sum())


def write_part(part: Part, output: Path) -> str:
    """Write the part below the folder `output`. The same rows give the same bytes, whatever files they come from."""
    sources = tuple(Source(path) for path in part.paths)
    blocks, source, row = _rows(part)
    columns = [name for name in part.schema.names if name not in part.stated]
    stored = pa.schema([part.schema.field(name) for name in columns])
    step = _piece(part, sources)
    with whole_file(output / part.name) as path, _writer(path, part.schema) as writer:
        for start in range(0, max(1, len(row)), step):
            piece = slice(start, start + step)
            table = gather(sources, source[piece], row[piece], columns, stored)
            whole = _with_stated(table, part, blocks[piece])
            writer.write_table(whole, row_group_size=part.group_rows)
        if part.notes:
            writer.add_key_value_metadata(dict(part.notes))
    return part.name.as_posix()


def _writer(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    return pq.ParquetWriter(path, schema, compression="zstd", compression_level=3)


def _rows(part: Part) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint32], npt.NDArray[np.uint32]]:
    """For each row its block, its source, and its row there."""
    if part.count is None:
        return np.arange(len(part.row)), part.source, part.row
    blocks = np.repeat(np.arange(len(part.row)), part.count)
    inside = np.arange(len(blocks)) - np.repeat(np.cumsum(part.count) - part.count, part.count)
    return blocks, part.source[blocks], (part.row[blocks] + inside).astype(np.uint32)


def _piece(part: Part, sources: Sequence[Source]) -> int:
    """Rows to hold at a time: whole row groups of the result, so that where it is cut does not show."""
    held = sum(source.held for source in sources)
    rows = sum(source.rows for source in sources)
    fit = _PIECE_BYTES // max(1, held // max(1, rows))
    return max(1, fit // part.group_rows) * part.group_rows


def _with_stated(table: pa.Table, part: Part, blocks: npt.NDArray[np.int64]) -> pa.Table:
    columns = {name: table.column(name) for name in table.column_names}
    columns |= {name: values.take(from_numpy(blocks)) for name, values in part.stated.items()}
    return pa.table([columns[name] for name in part.schema.names], schema=part.schema)

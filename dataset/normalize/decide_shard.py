"""The second half of the work, file in, file out: decide cleaned pages, and write their rows."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa

from dataset.normalize.arrays import begins_of, from_numpy, to_numpy
from dataset.normalize.arrow_file import read_arrow, read_at, write_arrow
from dataset.normalize.decide import decide_batch
from dataset.normalize.furniture import at_rest, dropped_lines, furniture_table
from dataset.normalize.rows import rows_of
from schemas.contract import Contract
from schemas.files import disk_faults
from schemas.language.pack import language_pack

BLOCKS = pa.schema(
    [
        pa.field("page", pa.uint32(), nullable=False),  # row of the page in the shard's `pages`
        pa.field("first", pa.uint32(), nullable=False),  # its first row in the shard's `furniture`
        pa.field("count", pa.uint32(), nullable=False),
    ]
)


@dataclass(frozen=True, slots=True)
class DecideTask:
    """Batches of CLEANED tables, as (file, number of the batch), and what they are decided with: `counts` is of COUNTS."""

    cleaned: tuple[tuple[Path, int], ...]
    counts: Path
    contract: Contract
    rules: str
    license: str | None


def decide_shard(task: DecideTask, output: Path) -> int:
    """Decide pages and write their rows into the folder `output`: pages, articles, furniture, quarantine, blocks.

    Articles are sorted by id, furniture by page id and line, pages as they came. Returns how many pages.
    """
    contract = task.contract
    pack = language_pack(contract.language)
    counts = read_arrow(task.counts)
    known: list[pa.Table] = []
    pages: list[pl.DataFrame] = []
    lines: list[pl.DataFrame] = []
    own, own_path = bytearray(), output / "furniture.txt"
    files = [own_path, *dict.fromkeys(path for path, _ in task.cleaned)]
    before = 0
    for path, batch in task.cleaned:
        cleaned, start = read_at(path, batch, "text")
        decided = decide_batch(cleaned, counts, pack, contract.limits, contract.language)
        known.append(cleaned.drop_columns(["text", "outside"]))
        pages.append(decided.pages)
        dropped = dropped_lines(decided.lines, pl.Series(cleaned["prefix"]))
        lines.append(at_rest(dropped, before, files.index(path), start, own))
        before += cleaned.num_rows
    rows = rows_of(pa.concat_tables(known), pl.concat(pages), contract, task.rules, task.license)
    furniture = furniture_table(pl.concat(lines), pl.Series(rows.pages["id"]), files)
    _write(output / "pages.arrow", rows.pages)
    _write(output / "articles.arrow", rows.articles)
    _write(output / "quarantine.arrow", rows.quarantine)
    with disk_faults(own_path):
        own_path.write_bytes(own)
    _write(output / "furniture.arrow", furniture.drop_columns("page"))
    _write(output / "blocks.arrow", _blocks(furniture))
    return before


def _blocks(furniture: pa.Table) -> pa.Table:
    page = to_numpy(furniture["page"])
    first = begins_of(page).astype(np.uint32)
    count = np.diff(first, append=np.uint32(len(page)))
    return pa.Table.from_arrays([from_numpy(column) for column in (page[first], first, count)], schema=BLOCKS)


def _write(path: Path, table: pa.Table) -> None:
    write_arrow(path, table.schema, [table])

"""What folding holds in memory when nearly all pages are copies of one another."""

import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest

from dataset.normalize.arrow_file import write_arrow
from dataset.normalize.decide_shard import BLOCKS
from dataset.normalize.furniture import FURNITURE
from dataset.normalize.rows import id_of
from schemas.files import text_sha256

SHARDS = 20
PAGES = 5_000

PEAK = """
import sys
from pathlib import Path
from dataset.normalize.duplicates import with_duplicates
from dataset.normalize.fold import fold
from dataset.normalize.holdings import held, with_shards
from dataset.normalize.places import tables_in
from schemas.contract import default_contract

def peak():
    # Not getrusage: there a child of a large process begins with its parent's peak.
    return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) * 1024

folder, contract = Path(sys.argv[1]), default_contract()

def folded(shards):
    now = with_shards(held(tables_in(folder)), shards)
    before = peak()
    folding = fold(now)
    with_duplicates(now, folding.duplicates, contract, folder / "duplicates")
    return len(folding.gone), peak() - before

shards = sorted(folder.glob("decided-*"))
folded(shards[:1])  # what is loaded once is no copy's
print(*folded(shards))
"""


@pytest.mark.skipif(
    not Path("/proc/self/status").exists(),
    reason="SKIPPED LOUDLY: nothing here tells a process's peak memory",
)
def test_folding_holds_no_strings_of_all_copies(tmp_path: Path) -> None:
    """A million folded pages took the process that folds 2.3 GB, for seven columns of strings and their copies."""
    for number in range(SHARDS):
        _write_copies(tmp_path / f"decided-{number:02}", range(number * PAGES, (number + 1) * PAGES))
    ran = subprocess.run(
        [sys.executable, "-c", PEAK, str(tmp_path)],
        env={**os.environ, "POLARS_MAX_THREADS": "1"},  # each thread has memory of its own
        capture_output=True,
        check=True,
        timeout=120,
        text=True,
    )
    gone, held = map(int, ran.stdout.split())
    assert gone == SHARDS * PAGES - 1
    assert held / gone < 1_000  # it was 1,480


def _write_copies(shard: Path, numbers: range) -> None:
    """Of what `decide_shard` writes, what folding looks at: pages of one text, each with an address of its own."""
    paths = [f"crawl/of/the/week/part-{number // 5_000:03}.parquet#{number}" for number in numbers]
    keys = [f"https://bao.example/xa-hoi/tin-trong-ngay-ve-nuoc-sach-{number}.html" for number in numbers]
    pages = pl.DataFrame({"source_path": paths, "source_key": keys, "id": map(id_of, keys)}).with_columns(
        kind=pl.lit("article"),
        folded=pl.lit(value=False),
        text_sha256=pl.lit(text_sha256("Chợ nổi")),
        source_sha256=pl.lit(text_sha256("trang")),
        item_index=pl.lit(None, pl.Int32),
        stage=pl.lit(""),
        reason=pl.lit(""),
    )
    pieces = {
        "pages": ("source_path", "source_key", "id", "kind", "folded"),
        "articles": ("source_path", "id", "text_sha256", "source_sha256", "item_index"),
    }
    for name, columns in pieces.items():
        table = pages.select(columns).to_arrow(compat_level=pl.CompatLevel.oldest())
        strings = pa.schema(
            [
                field.with_type(pa.string()) if field.type == pa.large_string() else field
                for field in table.schema
            ]
        )
        write_arrow(shard / f"{name}.arrow", strings, [table.cast(strings)])
    empty = pages.clear().select("source_path", "item_index", "stage", "reason").to_arrow()
    write_arrow(shard / "quarantine.arrow", empty.schema, [empty])
    write_arrow(shard / "furniture.arrow", FURNITURE, [FURNITURE.empty_table()])
    write_arrow(shard / "blocks.arrow", BLOCKS, [BLOCKS.empty_table()])

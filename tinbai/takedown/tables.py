"""Where a workspace holds something of an article, apart from the tables of normalize, and the same without it."""

import json
from collections.abc import Collection, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dataset.normalize.places import FOLDED_ARTICLES, QUARANTINE
from schemas.errors import DataError
from schemas.tables import ROW_GROUP
from tinbai.workspace import Workspace


def normalized_tables(workspace: Workspace) -> list[Path]:
    """Those of normalize that hold texts by id; furniture and pages follow them."""
    folded = workspace.root / FOLDED_ARTICLES
    return [*sorted(workspace.articles.glob("*.parquet")), *([folded] if folded.exists() else [])]


def tables_by_id(workspace: Workspace) -> list[Path]:
    """Every other table that says something of an article, in its column `id`.

    What names articles and says nothing of them stays: aliases, the splits of released ids, the ledgers of push.
    """
    single = (
        workspace.clusters,
        workspace.splits,
        workspace.suggestions,
        workspace.comments,
        workspace.checks,
        workspace.decisions,
        workspace.consensus,
    )
    return [
        *(path for path in single if path.exists()),
        *sorted(workspace.annotations.glob("*.parquet")),
        *sorted(workspace.gold.glob("*.parquet")),
        *(
            path
            for path in sorted(workspace.quarantine.glob("*.parquet"))
            if path != workspace.root / QUARANTINE
        ),
        *sorted(workspace.labelstudio.glob("pulled-*.parquet")),
    ]


def holds_labels(workspace: Workspace, path: Path) -> bool:
    """Whether people's labels stand there, from which agreement is measured and suggestions are learnt."""
    return path.parent in (workspace.annotations, workspace.gold) or path == workspace.decisions


def rows_of(path: Path, ids: Collection[str]) -> int:
    """How many rows of a table are of these articles.

    Raises:
        DataError: it cannot be read.
    """
    return int(pc.sum(_are_of(_read(path, ["id"]), ids)).as_py() or 0)


def without(path: Path, ids: Collection[str], output: Path) -> bool:
    """Write the table without the rows of these articles to `output`; False, and nothing, where it has none.

    Raises:
        DataError: it cannot be read.
    """
    if not rows_of(path, ids):
        return False
    table = _read(path)
    kept = table.filter(pc.invert(_are_of(table, ids)))
    output.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(kept, output, compression="zstd", compression_level=3, row_group_size=ROW_GROUP)
    return True


def answers_without(path: Path, ids: Collection[str], output: Path) -> bool:
    """The same for a suggester's answers, which are JSON lines; a line that is none says nothing and goes too."""
    lines = path.read_bytes().splitlines(keepends=True)
    kept = [line for line in lines if _answered(line) not in (None, *ids)]
    if len(kept) == len(lines):
        return False
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_bytes(b"".join(kept))
    return True


def held_rows(workspace: Workspace, ids: Collection[str]) -> Iterator[tuple[str, int]]:
    """Each file that holds something of these articles, relative to the workspace, and how many rows."""
    for path in (*normalized_tables(workspace), *tables_by_id(workspace)):
        if rows := rows_of(path, ids):
            yield workspace.relative(path), rows


def _are_of(table: pa.Table, ids: Collection[str]) -> pa.ChunkedArray:
    return pc.fill_null(pc.is_in(table["id"], pa.array(sorted(ids), table["id"].type)), False)


def _read(path: Path, columns: list[str] | None = None) -> pa.Table:
    # As in `schemas.tables`: pandas is left alone, and a table of another contract is a table too.
    try:
        with pq.ParquetFile(path) as file:
            return file.read(columns=columns)
    except (pa.ArrowInvalid, OSError) as error:
        raise DataError(
            f"{path} is not a readable Parquet file", hint="Remove it and make it again"
        ) from error


def _answered(line: bytes) -> str | None:
    try:
        return str(json.loads(line)["id"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None

"""The tables of a workspace on disk: all of them change together, or none does.

A kill may come between any two renames. So all new files are written into the run's own folder first, then
`COMMIT.json` says that they are complete, then the folder becomes `normalized/next`, and only then do they
move to their places. Whoever comes next finishes the moves, or throws the unfinished folder away. A process
that outlived its run writes into a folder that is nobody's any more.
"""

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

import pyarrow as pa
import pyarrow.parquet as pq

from dataset.normalize.places import EVIDENCE, PAGES, PARTED, QUARANTINE, Tables, tables_in
from dataset.normalize.plan import ROWS_NOTE, furniture_schema, table_of_part
from schemas.arrow import arrow_schema
from schemas.contract import Contract
from schemas.errors import DataError
from schemas.files import disk_faults, write_text

_WORK = Path("normalized", "work")
_NEXT = Path("normalized", "next")
_COMMIT = "COMMIT.json"


@contextmanager
def work_folder(folder: Path) -> Iterator[Path]:
    """A folder for one run's own files, which goes with it; what killed runs left goes first."""
    recover(folder)
    work = folder / _WORK / token_hex(8)
    with disk_faults(folder):
        work.mkdir(parents=True)
    try:
        yield work
    finally:
        shutil.rmtree(folder / _WORK, ignore_errors=True)


def commit(folder: Path, coming: Path, names: Sequence[Path]) -> None:
    """Bring the tables, complete below `coming`, to their places below `folder`: all of them or none.

    Parts of tables that are not among `names` go.
    """
    with disk_faults(folder):
        there = [
            path.relative_to(folder) for part in PARTED for path in (folder / part).glob("part-*.parquet")
        ]
    commit_files(folder, coming, names, [name for name in there if name not in names])


def commit_files(folder: Path, coming: Path, names: Sequence[Path], stale: Sequence[Path]) -> None:
    """Bring files, complete below `coming`, to their places below `folder` and remove the `stale` ones: all or nothing."""
    with disk_faults(folder):
        coming.mkdir(parents=True, exist_ok=True)
        body = {
            "files": sorted(name.as_posix() for name in names),
            "stale": sorted(name.as_posix() for name in stale),
        }
        write_text(coming / _COMMIT, json.dumps(body, indent=1) + "\n")
        coming.replace(folder / _NEXT)
        _move(folder)


def recover(folder: Path) -> None:
    """Finish the moves of a run that was killed after its commit; undo one that was killed before."""
    coming = folder / _NEXT
    if (coming / _COMMIT).exists():
        _move(folder)
    elif coming.exists():
        shutil.rmtree(coming)
    shutil.rmtree(folder / _WORK, ignore_errors=True)


def _move(folder: Path) -> None:
    coming = folder / _NEXT
    body = json.loads((coming / _COMMIT).read_text(encoding="utf-8"))
    with disk_faults(folder):
        for name in body["files"]:
            if (coming / name).exists():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (coming / name).replace(folder / name)
        for name in body["stale"]:
            (folder / name).unlink(missing_ok=True)
        # The commit goes last: a kill before it repeats what is done already.
        (coming / _COMMIT).unlink()
        shutil.rmtree(coming)


def read_tables(folder: Path, contract: Contract) -> Tables:
    """The tables of earlier runs, all with the contract's columns.

    Raises:
        DataError: a table cannot be read, or the list of pages is gone and others are there.
    """
    tables = tables_in(folder)
    if not tables.pages and any(
        (
            tables.articles,
            tables.furniture,
            tables.quarantine,
            tables.folded_articles,
            tables.folded_furniture,
        )
    ):
        raise DataError(
            f"{folder / PAGES} is gone, and with it which pages the other tables are from",
            hint="Bring it back, or remove the folders articles, furniture, quarantine and normalized, "
            "then normalize all pages again",
        )
    for paths, schema, name in (
        (tables.pages, arrow_schema(contract, "pages"), "pages"),
        (tables.articles, arrow_schema(contract, "articles"), "articles"),
        (tables.furniture, arrow_schema(contract, "furniture"), "furniture"),
        (tables.quarantine, arrow_schema(contract, "quarantine"), "quarantine"),
        (tables.folded_articles, arrow_schema(contract, "articles"), "articles"),
        (tables.folded_furniture, furniture_schema(contract), "furniture"),
    ):
        for path in paths:
            _require_columns(path, schema, name)
    return tables


def is_whole(folder: Path, tables: Tables) -> bool:
    """Whether no table was removed or cut since it was written: what it held comes back when its pages are read again."""
    if not tables.pages or not (folder / EVIDENCE).exists():
        return False
    notes = pq.read_metadata(tables.pages[0]).metadata or {}
    try:
        expected = json.loads(notes.get(ROWS_NOTE.encode(), b""))
    except ValueError:
        return False
    rows: dict[str, int] = {}
    for path in (*tables.articles, *tables.furniture, *tables.folded_articles, *tables.folded_furniture):
        table = table_of_part(path.relative_to(folder))
        rows[table] = rows.get(table, 0) + pq.read_metadata(path).num_rows
    return rows == expected and (folder / QUARANTINE).exists()


def _require_columns(path: Path, schema: pa.Schema, name: str) -> None:
    try:
        there = pq.read_schema(path)
    except (pa.ArrowInvalid, OSError) as error:
        raise DataError(
            f"{path} is not a readable Parquet file", hint=f"Remove it and make {name} again"
        ) from error
    if not there.equals(schema, check_metadata=False):
        raise DataError(
            f"{path} does not have the columns of {name} in this contract",
            hint="It was written by another version of tinbai or of the contract: make it again",
        )

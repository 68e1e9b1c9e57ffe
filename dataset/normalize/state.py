"""The tables of a workspace on disk: read whole, replaced whole.

Several files change together, and a kill may come between any two renames. So all new files are written
below `normalized/next` first, then `COMMIT.json` says that they are complete, and only then do they move
to their places. Whoever comes next finishes the moves, or throws the unfinished folder away.
"""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dataset.normalize.fold import Folded
from dataset.normalize.rows import Tables, furniture_schema
from schemas.contract import Contract
from schemas.errors import DataError
from schemas.files import disk_faults, write_text
from schemas.tables import read_table, write_table

ROWS_PER_PART = 50_000
_NEXT = Path("normalized", "next")
_COMMIT = "COMMIT.json"
_PARTED = ("articles", "furniture")
_TABLES = (
    *(f"{name}/part-*.parquet" for name in _PARTED),
    "quarantine/normalize.parquet",
    "normalized/folded-articles.parquet",
    "normalized/folded-furniture.parquet",
)


def is_whole(folder: Path) -> bool:
    """Whether no table was removed since it was written: what it held comes back when its pages are read again."""
    return all(any(folder.glob(name)) for name in _TABLES)


def read_state(folder: Path, contract: Contract) -> Folded:
    """The tables below `folder`, empty where there are none yet.

    Raises:
        DataError: a table cannot be read, or the list of pages is gone and others are there.
    """
    recover(folder)
    known = folder / "normalized" / "pages.parquet"
    if not known.exists() and any(any(folder.glob(name)) for name in _TABLES):
        raise DataError(
            f"{known} is gone, and with it which pages the other tables are from",
            hint="Bring it back, or remove the folders articles, furniture, quarantine and normalized, "
            "then normalize all pages again",
        )
    pages = read_table(known, contract, "pages")
    furniture = read_table(folder / "furniture", contract, "furniture")
    return Folded(
        tables=Tables(
            pages=pages,
            articles=read_table(folder / "articles", contract, "articles"),
            furniture=_with_source_path(furniture, pages, contract),
            quarantine=read_table(folder / "quarantine" / "normalize.parquet", contract, "quarantine"),
        ),
        articles=read_table(folder / "normalized" / "folded-articles.parquet", contract, "articles"),
        furniture=_read_furniture(folder / "normalized" / "folded-furniture.parquet", contract),
    )


def write_state(folder: Path, folded: Folded) -> None:
    """Replace all tables below `folder`, sorted by their keys: all of them or none."""
    tables = folded.tables
    furniture = tables.furniture.sort_by([("id", "ascending"), ("line", "ascending")]).drop_columns(
        "source_path"
    )
    files = {
        **_parts("articles", tables.articles.sort_by("id")),
        **_parts("furniture", furniture),
        Path("quarantine", "normalize.parquet"): tables.quarantine.sort_by(
            [("source_path", "ascending"), ("item_index", "ascending")]
        ),
        Path("normalized", "folded-articles.parquet"): folded.articles.sort_by(
            [("source_path", "ascending"), ("item_index", "ascending")]
        ),
        Path("normalized", "folded-furniture.parquet"): folded.furniture.sort_by(
            [("source_path", "ascending"), ("line", "ascending")]
        ),
        Path("normalized", "pages.parquet"): tables.pages.sort_by("source_path"),
    }
    _replace(folder, files)


def recover(folder: Path) -> None:
    """Finish the moves of a run that was killed after its commit; undo one that was killed before."""
    coming = folder / _NEXT
    if (coming / _COMMIT).exists():
        _move(folder)
    elif coming.exists():
        shutil.rmtree(coming)


def _replace(folder: Path, files: Mapping[Path, pa.Table]) -> None:
    coming = folder / _NEXT
    with disk_faults(folder):
        for name, table in files.items():
            write_table(coming / name, table.combine_chunks())
        there = [
            path.relative_to(folder) for part in _PARTED for path in (folder / part).glob("part-*.parquet")
        ]
        commit = {
            "files": sorted(name.as_posix() for name in files),
            "stale": sorted(name.as_posix() for name in there if name not in files),
        }
        write_text(coming / _COMMIT, json.dumps(commit, indent=1) + "\n")
        _move(folder)


def _move(folder: Path) -> None:
    coming = folder / _NEXT
    commit = json.loads((coming / _COMMIT).read_text(encoding="utf-8"))
    with disk_faults(folder):
        for name in commit["files"]:
            if (coming / name).exists():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (coming / name).replace(folder / name)
        for name in commit["stale"]:
            (folder / name).unlink(missing_ok=True)
        # The commit goes last: a kill before it repeats what is done already.
        (coming / _COMMIT).unlink()
        shutil.rmtree(coming)


def _parts(name: str, table: pa.Table) -> dict[Path, pa.Table]:
    starts = range(0, max(1, table.num_rows), ROWS_PER_PART)
    return {
        Path(name, f"part-{number:05}.parquet"): table.slice(start, ROWS_PER_PART)
        for number, start in enumerate(starts)
    }


def _with_source_path(furniture: pa.Table, pages: pa.Table, contract: Contract) -> pa.Table:
    """Furniture names its page by id; ids of pages that are not folded are unique."""
    own = pages.filter(pc.invert(pages["folded"]))
    places = pc.index_in(furniture["id"], value_set=own["id"].combine_chunks())
    paths = own["source_path"].combine_chunks().take(places)
    return furniture.append_column("source_path", paths).cast(furniture_schema(contract))


def _read_furniture(path: Path, contract: Contract) -> pa.Table:
    schema = furniture_schema(contract)
    if not path.exists():
        return schema.empty_table()
    try:
        return pq.read_table(path, partitioning=None).cast(schema)
    except (pa.ArrowInvalid, OSError, ValueError) as error:
        raise DataError(
            f"{path} is not what normalize wrote", hint="Remove the workspace's folder normalized"
        ) from error

"""Somebody's own crawl as articles: normalized here, or before."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dataset.engine import Engine
from dataset.normalize import NormalizeOptions, normalize
from dataset.normalize.places import tables_in
from schemas.contract import Contract
from schemas.progress import Phases

SAID = ("title", "author", "section", "captions")
"""What a page says besides the text."""
COLUMNS = ("id", "text", "source_sha256", "norm_version", *SAID)
"""What is read of articles. `text_sha256` is not: it is computed."""


@dataclass(frozen=True, slots=True)
class Articles:
    """Parquet files with `COLUMNS`, and those that tell what was set aside."""

    files: tuple[Path, ...]
    quarantine: tuple[Path, ...] = ()


def articles_of(
    pages: Sequence[str | Path],
    work: Path,
    contract: Contract,
    options: NormalizeOptions,
    engine: Engine,
    progress: Phases,
) -> Articles:
    """The articles of `pages`: of raw pages, which are normalized below `work`, of workspaces and of tables of articles.

    Raises:
        UsageError, DataError, ServiceError, StorageError: as `normalize`.
    """
    files: list[Path] = []
    quarantine: list[Path] = []
    raw = []
    for given in pages:
        path = Path(given)
        tables = tables_in(path)
        if tables.pages:  # a workspace, which normalize has filled
            files += (*tables.articles, *tables.folded_articles)
            quarantine += tables.quarantine
        elif table := _article_files(path):
            files += table
        else:
            raw.append(given)
    if raw:
        normalize(raw, work, contract, options=options, engine=engine, progress=progress)
        tables = tables_in(work)
        files += (*tables.articles, *tables.folded_articles)
        quarantine += tables.quarantine
    return Articles(tuple(files), tuple(quarantine))


def _article_files(path: Path) -> list[Path]:
    """The file, or all files of the folder, where they are tables of articles; else none."""
    files = sorted(path.glob("*.parquet")) if path.is_dir() else [path] if path.suffix == ".parquet" else []
    return files if files and all(map(_holds_articles, files)) else []


def _holds_articles(path: Path) -> bool:
    try:
        if not path.is_file():
            return False
        schema = pq.read_schema(path)
    except (pa.ArrowException, OSError):
        return False
    if not {*COLUMNS, "text_sha256"} <= set(schema.names):
        return False
    captions = schema.field("captions").type
    plain = [schema.field(name).type for name in COLUMNS if name != "captions"]
    return pa.types.is_list(captions) and all(map(_is_text, [*plain, captions.value_type]))


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))

"""Those articles of a crawl that a release asks for, on disk, to be found by id and by text in any order.

One file of Arrow that is looked at where it lies, and 16 bytes in memory for each of its rows and ways to ask.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from dataset.normalize.arrow_file import arrow_writer, read_arrow
from dataset.withheld.crawl import COLUMNS, SAID, Articles
from dataset.withheld.rows import Row
from schemas.errors import DataError
from schemas.files import text_sha256
from schemas.progress import Progress

_BATCH = 1_000
_SCHEMA = pa.schema(
    {
        "id": pa.string(),
        "text": pa.large_string(),
        "text_sha256": pa.string(),
        "source_sha256": pa.string(),
        "norm_version": pa.string(),
        "title": pa.string(),
        "author": pa.string(),
        "section": pa.string(),
        "captions": pa.list_(pa.string()),
    }
)

Numbers = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Ids and sha256 of texts that a release names, as sorted numbers: nearly all others are none of them."""

    ids: Numbers
    texts: Numbers


def wanted(ids: Iterable[str], texts: Iterable[str]) -> Wanted:
    return Wanted(np.unique(_numbers(map(_of_id, ids))), np.unique(_numbers(map(_of_sha256, texts))))


@dataclass(frozen=True, slots=True)
class _Index:
    numbers: Numbers
    rows: Places

    def find(self, number: int) -> list[int]:
        begin, end = (
            int(np.searchsorted(self.numbers, np.uint64(number), side)) for side in ("left", "right")
        )
        return [int(row) for row in self.rows[begin:end]]


@dataclass(frozen=True, slots=True)
class Store:
    """`norm_versions` are those of the whole crawl; `set_aside` gives the reason for pages that became no article."""

    table: pa.Table
    norm_versions: tuple[str, ...]
    set_aside: dict[str, str]
    _ids: _Index
    _texts: _Index

    def with_text(self, sha256: str) -> list[int]:
        """The rows with this text, in the order of their ids."""
        found = (
            row for row in self._texts.find(_of_sha256(sha256)) if self.value(row, "text_sha256") == sha256
        )
        return sorted(found, key=lambda row: (str(self.value(row, "id")), row))

    def with_id(self, name: str) -> list[int]:
        return [row for row in self._ids.find(_of_id(name)) if self.value(row, "id") == name]

    def value(self, row: int, column: str) -> Any:
        return self.table.column(column)[row].as_py()

    def said(self, row: int) -> Row:
        """What the page says besides the text."""
        return {column: self.value(row, column) for column in SAID}


def make_store(articles: Articles, asked: Wanted, path: Path, progress: Progress) -> Store:
    """Read all articles once, and keep in `path` those that were asked for.

    Raises:
        DataError: a table cannot be read.
        StorageError: there is no room.
    """
    versions: set[str] = set()
    ids: list[Numbers] = []
    texts: list[Numbers] = []
    total = sum(_rows(file) for file in articles.files)
    done = 0
    with arrow_writer(path, _SCHEMA) as writer:
        for rows in _batches(articles.files, COLUMNS):
            done += len(rows)
            progress(done, total)
            rows = [row for row in rows if isinstance(row["text"], str) and isinstance(row["id"], str)]
            versions.update(str(row["norm_version"]) for row in rows)
            hashes = [text_sha256(row["text"]) for row in rows]
            by_id, by_text = _numbers(_of_id(row["id"]) for row in rows), _numbers(map(_of_sha256, hashes))
            has_text = np.isin(by_text, asked.texts)
            kept = np.flatnonzero(has_text | np.isin(by_id, asked.ids))
            ids.append(by_id[kept])
            texts.append(by_text[kept])
            told = [
                # The text of a page that has changed is of no use.
                {**rows[at], "text_sha256": hashes[at], "text": rows[at]["text"] if has_text[at] else None}
                for at in kept.tolist()
            ]
            writer.write_table(pa.Table.from_pylist(told, schema=_SCHEMA))
    known = set(asked.ids.tolist())
    set_aside = {
        row["id"]: str(row["reason"])
        for rows in _batches(articles.quarantine, ("id", "reason"))
        for row in rows
        if isinstance(row["id"], str) and _of_id(row["id"]) in known
    }
    return Store(read_arrow(path), tuple(sorted(versions)), set_aside, _index(ids), _index(texts))


def _index(parts: list[Numbers]) -> _Index:
    numbers = np.concatenate([np.zeros(0, np.uint64), *parts])
    order = np.argsort(numbers, kind="stable")
    return _Index(numbers[order], order)


def _rows(file: Path) -> int:
    with _readable(file) as opened:
        return int(opened.metadata.num_rows)


def _batches(files: Sequence[Path], columns: Sequence[str]) -> Iterator[list[Row]]:
    for file in files:
        with _readable(file) as opened:
            if not set(columns) <= set(opened.schema_arrow.names):  # iter_batches would pass over those
                raise _unreadable(file)
            try:
                for batch in opened.iter_batches(_BATCH, columns=list(columns)):
                    yield batch.to_pylist()
            except (pa.ArrowException, OSError) as error:
                raise _unreadable(file) from error


def _readable(file: Path) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(file)
    except (pa.ArrowException, OSError) as error:
        raise _unreadable(file) from error


def _unreadable(file: Path) -> DataError:
    return DataError(f"{file} is no readable table of articles", hint="Normalize the pages again")


def _numbers(values: Iterable[int]) -> Numbers:
    return np.fromiter(values, np.uint64)


def _of_id(name: str) -> int:
    return int.from_bytes(hashlib.blake2b(name.encode("utf-8"), digest_size=8).digest())


def _of_sha256(sha256: str) -> int:
    return int(sha256[:16], 16)

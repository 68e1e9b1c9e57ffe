"""Reading the parts of the table `articles` a few rows at a time."""

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dataset.dedup.words import Hashes
from schemas.errors import DataError
from schemas.urls import url_identity

_ROWS = 4_000  # ten megabytes of stories
_DIGITS = 16
_NIBBLES = np.zeros(256, np.uint64)
_NIBBLES[np.frombuffer(b"0123456789abcdef", np.uint8)] = np.arange(16)
_PLACES = np.uint64(4) * np.arange(_DIGITS - 1, -1, -1, dtype=np.uint64)


def parts_of(articles: Path) -> list[Path]:
    """The files of the table, by name; none where nothing was normalized yet."""
    return sorted(articles.glob("*.parquet"))


def rows_of(part: Path, columns: Sequence[str]) -> Iterator[pa.Table]:
    """Some columns of a part, a few thousand rows at a time.

    Raises:
        DataError: the file is no Parquet or lacks a column.
    """
    try:
        with pq.ParquetFile(part) as file:
            for batch in file.iter_batches(_ROWS, columns=list(columns), use_threads=False):
                yield pa.Table.from_batches([batch]).select(list(columns))
    except (pa.ArrowInvalid, OSError, KeyError) as error:
        raise DataError(
            f"{part} is not a readable part of the table articles", hint="Make it again: tinbai normalize"
        ) from error


def text_keys(text_sha256: pa.ChunkedArray) -> Hashes:
    """The first 64 bits of each text's sha256: what a sketch is stored under.

    Of a million texts two share one once in 37 million corpora.
    """
    column = flat(text_sha256).cast(pa.large_string())
    if not len(column):
        return np.zeros(0, np.uint64)
    offsets = np.frombuffer(column.buffers()[1], np.int64)[column.offset :][: len(column) + 1]
    held = np.frombuffer(column.buffers()[2], np.uint8)
    digits = _NIBBLES[held[offsets[:-1, None] + np.arange(_DIGITS)]]
    keys: Hashes = (digits << _PLACES).sum(axis=1, dtype=np.uint64)
    return keys


def url_hashes(urls: pa.ChunkedArray, kinds: pa.ChunkedArray) -> Hashes:
    """A hash of the page that each article's URL names; 0 where there is none, and for teasers."""
    hashes = np.zeros(len(urls), np.uint64)
    given = pc.and_(pc.is_valid(urls), pc.equal(kinds, "article")).to_numpy()
    places = np.flatnonzero(given)
    for place, url in zip(places.tolist(), urls.filter(pa.array(given)).to_pylist(), strict=True):
        digest = blake2b(url_identity(url).encode(), digest_size=8).digest()
        hashes[place] = int.from_bytes(digest, "little")
    return hashes


def flat(column: pa.ChunkedArray) -> pa.Array:
    """The column as one array."""
    whole = column.combine_chunks()
    return whole.combine_chunks() if isinstance(whole, pa.ChunkedArray) else whole

"""What earlier runs know of the pages of a few files: enough to skip those that did not change."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow.parquet as pq

# The path of record 12 of `crawl.jsonl` is `crawl.jsonl#12`; `:` is the character after every digit.
_PAST_RECORDS = "#:"
_RECORD = r"#[0-9]+$"
_COLUMNS = ["source_path", "root", "raw_sha256", "rules"]
_UNREAD = "0" * 64

Numbers = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


def hashes_of(names: pl.Series) -> tuple[Numbers, Numbers]:
    """Two 64-bit hashes of each string; together they stand for it within one run."""
    return names.hash(seed=1).to_numpy(), names.hash(seed=2).to_numpy()


def sha_numbers(sha256: Sequence[str | None]) -> Numbers:
    """Hashes in hex as numbers, shape (n, 4); zeros for None."""
    joined = "".join(one or _UNREAD for one in sha256)
    return np.frombuffer(bytes.fromhex(joined), np.uint64).reshape(-1, 4)


def files_of(paths: pl.Series) -> pl.Series:
    """The file that each page is from: of `crawl.jsonl#12` that is `crawl.jsonl`."""
    return paths.str.replace(_RECORD, "")


@dataclass(frozen=True, slots=True)
class Known:
    """Pages of some files that earlier runs have read, in the order of `first`; 56 bytes a page.

    `rows` are those of the table `pages`. `same` says that the very rules of this run read the page whose
    bytes have the hash `sha`.
    """

    first: Numbers
    second: Numbers
    sha: Numbers
    rows: Places
    same: Mask
    root: pl.Series

    def find(self, paths: Sequence[str]) -> Places:
        """The place of each path here, or -1."""
        if not len(self.first):
            return np.full(len(paths), -1, np.int64)
        first, second = hashes_of(pl.Series(paths, dtype=pl.String))
        places = np.minimum(np.searchsorted(self.first, first), len(self.first) - 1)
        found = (self.first[places] == first) & (self.second[places] == second)
        return np.where(found, places, -1)


def known_pages(
    pages: Path | None, rules: str, first: str, last: str, *, anew: Collection[str] = ()
) -> Known:
    """The pages of the files from source path `first` to `last`, both included; those `anew` are read again."""
    frame = pl.concat(_between(pages, first, last + _PAST_RECORDS), how="vertical")
    one, two = hashes_of(frame["source_path"])
    order = np.argsort(one, kind="stable")
    same = (frame["rules"] == rules) & frame["raw_sha256"].is_not_null()
    if anew:
        same &= ~frame["source_path"].is_in(list(anew))
    return Known(
        first=one[order],
        second=two[order],
        sha=sha_numbers(frame["raw_sha256"].to_list())[order],
        rows=frame["row"].to_numpy()[order],
        same=same.to_numpy()[order],
        root=frame["root"].gather(order),
    )


def _between(pages: Path | None, first: str, last: str) -> Iterator[pl.DataFrame]:
    """Rows of the table `pages`, which is sorted by path; only row groups that may hold some are read."""
    empty = {name: pl.String() for name in _COLUMNS}
    yield pl.DataFrame(schema={**empty, "row": pl.Int64()})
    if pages is None:
        return
    with pq.ParquetFile(pages) as file:
        start = 0
        for number in range(file.num_row_groups):
            group = file.metadata.row_group(number)
            bounds = group.column(0).statistics
            if bounds is None or not bounds.has_min_max or (bounds.min <= last and bounds.max >= first):
                frame = pl.DataFrame(file.read_row_group(number, columns=_COLUMNS))
                frame = frame.with_columns(row=pl.int_range(start, start + len(frame), dtype=pl.Int64))
                yield frame.filter(frame["source_path"].is_between(pl.lit(first), pl.lit(last)))
            start += group.num_rows


def gone_records(known: Known, seen: Mask, pages: Path | None, files: Collection[str]) -> tuple[str, ...]:
    """Records that containers among `files` held before, and hold no more."""
    rows = np.sort(known.rows[~seen])
    if pages is None or not len(rows):
        return ()
    paths = pl.DataFrame(pq.read_table(pages, columns=["source_path"]))["source_path"].gather(rows)
    of = files_of(paths)
    return tuple(paths.filter((of != paths) & of.is_in(list(files))).to_list())

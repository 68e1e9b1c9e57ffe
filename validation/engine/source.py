"""A table on disk, read leniently: what cannot be read is a finding, never an exception."""

from collections import Counter, OrderedDict
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from schemas.arrow import arrow_schema
from schemas.contract import Contract
from validation.check import Flaw
from validation.checks.fields import STRINGS
from validation.engine.columns import differences, null_rows, usable
from validation.engine.log import Log
from validation.engine.text_bytes import TextBytes
from validation.engine.values import Values
from validation.inputs import Inputs

BATCH = 5_000
_CACHE_BYTES = 16 << 20
_FAULTS = (pa.ArrowException, OSError)
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Part:
    """One file that can be opened. `columns` are the contract's columns that checks can use."""

    path: Path
    parquet: pq.ParquetFile
    first_row: int
    group_starts: Rows
    columns: tuple[str, ...]


class Source:
    """One of the contract's tables. Rows are numbered from 0 over its files in the order of their names.

    `present`: the stage that writes it has run. `broken`: a file could not be read to its end.
    `columns`: the columns that every file has in a form that the checks can use.
    """

    def __init__(self, name: str, inputs: Inputs, contract: Contract, log: Log) -> None:
        self.name = name
        self._inputs = inputs
        self._table = contract.table(name)
        self._values = Values(contract, name)
        self._log = log
        self._parts: list[_Part] = []
        self._cache: OrderedDict[tuple[Path, int], pl.DataFrame] = OrderedDict()
        self._inspected: set[int] = set()
        self._taken: Counter[tuple[Path, int]] = Counter()
        self.broken = False
        self.rows = 0
        files = _files(inputs.table(name))
        self.present = bool(files)
        if self.present:
            for check in ("TAB001", "TAB002", "TAB003", "TAB004"):
                log.run(check, name)
        for file in files:
            self._open(file, arrow_schema(contract, name))
        kept = [set(part.columns) for part in self._parts]
        self.columns: frozenset[str] = frozenset(set.intersection(*kept) if kept else ())

    @property
    def files(self) -> list[tuple[int, Path]]:
        """The files that can be opened, each with the number of its first row."""
        return [(part.first_row, part.path) for part in self._parts]

    def _open(self, path: Path, wanted: pa.Schema) -> None:
        try:
            # A buffered reader keeps every byte of its file until it is closed.
            parquet = pq.ParquetFile(path, pre_buffer=False)
            found = parquet.schema_arrow
            counts = [parquet.metadata.row_group(g).num_rows for g in range(parquet.num_row_groups)]
        except (
            *_FAULTS,
            UnicodeEncodeError,
        ) as error:  # a file's name that is not UTF-8: Arrow opens none such
            self._fault(path, error)
            return
        for difference in differences(found, wanted):
            self._log.add("TAB002", Flaw(f"{self._inputs.relative(path)}: {difference}", table=self.name))
        columns = tuple(
            name
            for name in wanted.names
            if found.names.count(name) == 1 and usable(found.field(name).type, wanted.field(name).type)
        )
        starts = self.rows + np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])
        self._parts.append(_Part(path, parquet, self.rows, starts, columns))
        self.rows = int(starts[-1])

    def _fault(self, path: Path, error: Exception) -> None:
        self.broken = True
        reason = (
            " ".join(str(error).split()).replace(str(self._inputs.root), "").replace(str(path.parent), "")
        )
        self._log.add(
            "TAB001",
            Flaw(
                f"{self._inputs.relative(path)} is not a whole Parquet file: {reason[:160]}", table=self.name
            ),
        )

    def batches(
        self, columns: Sequence[str] | None = None, *, measure: Container[str] = ()
    ) -> Iterator[pl.DataFrame]:
        """Frames of at most `BATCH` rows with the column `row`, in order, each column where its file has it.

        `columns` narrows them; without it the rows are inspected for nulls and values (TAB003, TAB004).
        `measure` adds `found_sha256`, the sha256 hex of `text`, or `odd_text`: it, title, author or section holds a
        character of `validation.characters.ODD`.
        """
        for part in self._parts:
            wanted = [name for name in part.columns if columns is None or name in columns]
            first = part.first_row
            reader = part.parquet.iter_batches(batch_size=BATCH, columns=wanted)
            while True:
                try:
                    batch = next(reader)
                    frame = self._frame(batch, first, measure, inspect=columns is None)
                except StopIteration:
                    break
                except _FAULTS as error:
                    self._fault(part.path, error)
                    break
                first += batch.num_rows
                del batch  # before the next one is read
                yield frame
                del frame

    def rows_at(self, rows: Rows, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """The given rows, in ascending order of `row`. Rows that cannot be read are left out.

        Without `columns` a row is asked for once: a few decoded row groups are kept at hand until all their rows have been
        taken, and each is inspected once.
        """
        rows = np.unique(rows)
        frames = []
        for part in self._parts:
            inside = rows[(rows >= part.first_row) & (rows < part.group_starts[-1])]
            groups = np.searchsorted(part.group_starts, inside, side="right") - 1
            for group in np.unique(groups):
                frame = self._group(part, int(group), columns)
                if frame is not None:
                    picked = inside[groups == group]
                    if columns is None:
                        self._take(part, int(group), len(picked), len(frame))
                    whole = len(picked) == len(frame)
                    frames.append(frame if whole else frame.filter(pl.col("row").is_in(picked.tolist())))
        if not frames:
            return pl.DataFrame(schema={"row": pl.Int64})
        return pl.concat(frames, how="diagonal") if len(frames) > 1 else frames[0]

    def forget(self) -> None:
        """Let go of the row groups at hand."""
        self._cache.clear()

    def _take(self, part: _Part, group: int, rows: int, of: int) -> None:
        self._taken[part.path, group] += rows
        if self._taken[part.path, group] >= of:
            self._cache.pop((part.path, group), None)

    def _group(self, part: _Part, group: int, columns: Sequence[str] | None) -> pl.DataFrame | None:
        held = self._cache.get((part.path, group))
        if held is not None and columns is None:
            self._cache.move_to_end((part.path, group))
            return held
        first = int(part.group_starts[group])
        wanted = [name for name in part.columns if columns is None or name in columns]
        try:
            batches = part.parquet.read_row_group(group, columns=wanted).combine_chunks().to_batches()
            inspect = columns is None and first not in self._inspected
            frame = self._frame(batches[0], first, (), inspect=inspect) if batches else None
        except _FAULTS as error:
            if first not in self._inspected:
                self._inspected.add(first)
                self._fault(part.path, error)
            return None
        if columns is None and frame is not None:
            self._inspected.add(first)
            self._cache[(part.path, group)] = frame
            while (
                len(self._cache) > 1 and sum(f.estimated_size() for f in self._cache.values()) > _CACHE_BYTES
            ):
                self._cache.popitem(last=False)
        return frame

    def _frame(
        self, batch: pa.RecordBatch, first: int, measure: Container[str], *, inspect: bool
    ) -> pl.DataFrame:
        """Raises ArrowInvalid where a string is not UTF-8: Parquet promises that it is and nobody looks."""
        numbers = pl.int_range(first, first + batch.num_rows, dtype=pl.Int64, eager=True).alias("row")
        frame = pl.DataFrame(
            [numbers, *(_series(name, batch.column(name), first) for name in batch.schema.names)]
        )
        if measure and "text" in frame.columns:
            made = []
            if "found_sha256" in measure:
                made.append(pl.Series("found_sha256", TextBytes.of(batch.column("text")).sha256()))
            if "odd_text" in measure:
                odd = (TextBytes.of(batch.column(name)).odd() for name in STRINGS if name in frame.columns)
                made.append(pl.Series("odd_text", np.logical_or.reduce([*odd])))
            frame = frame.hstack(made)
        if inspect:
            self._inspect(batch, frame, first)
        return frame

    def _inspect(self, batch: pa.RecordBatch, frame: pl.DataFrame, first: int) -> None:
        for name in batch.schema.names:
            for place, rows in null_rows(batch.column(name), self._table.field(name)):
                for row in dict.fromkeys(rows):
                    self._tell("TAB003", frame, first, row, Flaw(f"{place} is null"))
        for row, flaw in self._values.find(frame):
            self._tell("TAB004", frame, first, row, flaw)

    def _tell(self, check: str, frame: pl.DataFrame, first: int, place: int, flaw: Flaw) -> None:
        key = self._table.key[0] if self._table.key else "id"
        record = frame[key][place] if key in frame.columns else None
        article = frame["id"][place] if "id" in frame.columns else None
        told = Flaw(flaw.message, table=self.name, row=first + place, record_id=record, article_id=article)
        self._log.add(check, told)


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(path.glob("*.parquet"))
    return [path] if path.exists() else []


def _series(name: str, values: pa.Array, first: int) -> pl.Series:
    """One column on its own: of a batch taken as a whole, a column that is kept keeps all the others alive."""
    if pa.types.is_string(values.type) or pa.types.is_large_string(values.type):
        return _utf8(name, values, first)
    values.validate(full=True)
    return pl.Series(name, values)


def _utf8(name: str, texts: pa.Array, first: int) -> pl.Series:
    """The texts, known to be UTF-8: Polars looks thirteen times as fast as Arrow does."""
    wide = pa.types.is_large_string(texts.type)
    raw = pl.Series(name, texts.view(pa.large_binary() if wide else pa.binary()))
    try:
        return raw.cast(pl.String)
    except pl.exceptions.ComputeError:
        odd = next(place for place, one in enumerate(raw) if one is not None and not _decodes(one))
        raise pa.ArrowInvalid(f"{name} of row {first + odd} is not UTF-8") from None


def _decodes(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True

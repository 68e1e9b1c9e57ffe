"""The first half of the work, file in, file out: read a few inputs and clean their pages."""

import os
import platform
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from dataset.normalize.arrow_file import arrow_writer, write_arrow
from dataset.normalize.cleaned import CLEANED, cleaned_records
from dataset.normalize.evidence import EVIDENCE, survey
from dataset.normalize.known import Known, gone_records, known_pages, sha_numbers
from dataset.read.options import ReadOptions
from dataset.read.page import InputFile, Raw, Refused
from dataset.read.records import raws
from schemas.errors import UsageError

# A batch is cleaned and decided as a whole: large enough that what each step costs once does not count. Of 4, 7, 12, 18
# and 28 MB, 12 took least time.
BATCH_BYTES = 12 << 20
BATCH_PAGES = 4_096


@dataclass(frozen=True, slots=True)
class ReadTask:
    """Files to read, sorted by source path. `pages` is the table of what earlier runs know, if any.

    `rules` is the hash of this run's rules, or another string where nothing of earlier runs may be skipped.
    `there` says that whoever made the task saw files with something in them. `anew` are paths of pages that are read
    again although nothing changed.
    """

    files: tuple[InputFile, ...]
    reading: ReadOptions
    rules: str
    pages: Path | None
    there: bool
    anew: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Read:
    """What a task found. `batches` are the sizes in bytes of the CLEANED table's batches.

    `gone` are records that containers of earlier runs held and hold no more. `clash` is the first page
    whose path another page of another root has: (path, that root, this root).
    """

    batches: tuple[int, ...]
    fresh: int
    unchanged: int
    gone: tuple[str, ...]
    clash: tuple[str, str, str] | None


def cleaned_path(output: Path) -> Path:
    return output / "cleaned.arrow"


def surveys_path(output: Path) -> Path:
    return output / "surveys.arrow"


def read_shard(task: ReadTask, output: Path) -> Read:
    """Read the pages that are new or changed into a CLEANED table and its surveys, in the folder `output`.

    Raises:
        UsageError: none of the files is there, but they were for whoever made the task: another machine.
    """
    if task.there and not any(os.path.lexists(file.path) for file in task.files):
        # Else a whole crawl would be set aside as unreadable.
        raise UsageError(
            f"{task.files[0].path} is not there on {platform.node()}, which was to read it",
            hint="The pages must lie on a file system that all workers share, at one path",
        )
    first, last = task.files[0].source_path, task.files[-1].source_path
    known = known_pages(task.pages, task.rules, first, last, anew=task.anew)
    with arrow_writer(surveys_path(output), EVIDENCE) as surveys:
        reading = _Reading(task, known, surveys)
        write_arrow(cleaned_path(output), CLEANED, reading.batches())
    files = {file.source_path for file in task.files}
    return Read(
        batches=tuple(reading.sizes),
        fresh=reading.fresh,
        unchanged=reading.unchanged,
        gone=gone_records(known, reading.seen, task.pages, files),
        clash=reading.clash,
    )


class _Reading:
    """The state of one task while its records flow by."""

    def __init__(self, task: ReadTask, known: Known, surveys: pa.RecordBatchFileWriter) -> None:
        self._task = task
        self._known = known
        self.seen = np.zeros(len(known.rows), np.bool_)
        self.sizes: list[int] = []
        self._surveys = surveys
        self.fresh = 0
        self.unchanged = 0
        self.clash: tuple[str, str, str] | None = None

    def batches(self) -> Iterator[pa.Table]:
        records: list[tuple[InputFile, Raw | Refused]] = []
        size = 0
        for file in self._task.files:
            for record in raws(file, self._task.reading):
                records.append((file, record))
                size += len(record.data) if isinstance(record, Raw) else 0
                if size >= BATCH_BYTES or len(records) >= BATCH_PAGES:
                    yield from self._batch(records)
                    records, size = [], 0
        yield from self._batch(records)

    def _batch(self, records: Sequence[tuple[InputFile, Raw | Refused]]) -> Iterator[pa.Table]:
        """The CLEANED rows of those records that are new or changed; no table where there are none."""
        places = self._known.find([record.source_path for _, record in records])
        changed = self._changed(records, places)
        self.seen[places[places >= 0]] = True
        self.unchanged += len(records) - len(changed)
        if not len(changed):
            return
        table = cleaned_records([records[number] for number in changed.tolist()], self._task.reading)
        self.fresh += table.num_rows
        self.sizes.append(table.nbytes)
        self._surveys.write_table(survey(table))
        yield table

    def _changed(
        self, records: Sequence[tuple[InputFile, Raw | Refused]], places: npt.NDArray[np.int64]
    ) -> npt.NDArray[np.int64]:
        old = np.flatnonzero(places >= 0)
        if not len(old):
            return np.arange(len(records))
        there = places[old]
        sha = sha_numbers([records[number][1].sha256 for number in old.tolist()])
        as_before = (self._known.sha[there] == sha).all(axis=1) & (sha != 0).any(axis=1)
        self._note_clash(records, old[~as_before], there[~as_before])
        unchanged = old[as_before & self._known.same[there]]
        return np.setdiff1d(np.arange(len(records)), unchanged)

    def _note_clash(
        self,
        records: Sequence[tuple[InputFile, Raw | Refused]],
        numbers: npt.NDArray[np.int64],
        places: npt.NDArray[np.int64],
    ) -> None:
        """A path below the input root is a page's identity: next week's folder must not overwrite this week's."""
        if self.clash is not None:
            return
        for number, place in zip(numbers.tolist(), places.tolist(), strict=True):
            file, record = records[number]
            root = self._known.root[place]
            if root != file.root and self._known.sha[place].any():
                self.clash = (record.source_path, root, file.root)
                return

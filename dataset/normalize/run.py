"""The stage: pages in; articles, furniture and quarantine out.

Two passes over what is new, each file in, file out, so that any engine can run them: reading and cleaning,
then, when all lines of a site are known, deciding. What comes of them is put together with what earlier
runs left, on numbers alone; then every file of the tables is written from its rows, and all take their
places at once.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from dataset.engine import Engine, open_engine
from dataset.normalize.arrow_file import write_arrow
from dataset.normalize.decide_shard import DecideTask, decide_shard
from dataset.normalize.duplicates import with_duplicates
from dataset.normalize.fold import Folding, fold
from dataset.normalize.holdings import NAME, Holdings, held, with_shards
from dataset.normalize.known import files_of
from dataset.normalize.learnt import learn
from dataset.normalize.options import NormalizeOptions, evidence_rules_of, rules_of
from dataset.normalize.packing import packed_batches, packed_files
from dataset.normalize.places import EVIDENCE, Tables
from dataset.normalize.plan import parts_of
from dataset.normalize.put_together import write_part
from dataset.normalize.read_shard import Read, ReadTask, cleaned_path, read_shard, surveys_path
from dataset.normalize.refuse import refuse, restored_paths
from dataset.normalize.state import commit, is_whole, read_tables, work_folder
from dataset.read.find import find_inputs
from dataset.read.page import InputFile
from schemas.contract import Contract
from schemas.errors import DataError, UsageError
from schemas.progress import Phases, unseen
from schemas.takedowns import Takedowns

_NONE_KNOWN = ""
_EVIDENCE_NOTE = "tinbai.rules"
_NOTHING_TAKEN_DOWN = Takedowns()


@dataclass(frozen=True, slots=True)
class Normalized:
    """What is in the workspace now, and what this run did.

    `counts` balances: pages == articles + listings + rejected + folded; `taken_down` of the rejected pages, and of
    listings' entries, may not come in again. `vanished` are pages that the same
    input roots, or the same containers, held before and hold no more; their rows stay. `changed` tells
    whether any table was written.
    """

    counts: dict[str, int]
    fresh: int
    unchanged: int
    vanished: tuple[str, ...]
    changed: bool


def normalize(
    inputs: Sequence[str | Path],
    folder: Path,
    contract: Contract,
    *,
    options: NormalizeOptions | None = None,
    in_use: Collection[str] = frozenset(),
    takedowns: Takedowns = _NOTHING_TAKEN_DOWN,
    jobs: int = 1,
    engine: Engine | None = None,
    progress: Phases = unseen,
) -> Normalized:
    """Normalize files and folders into the tables below `folder`.

    Of articles with one text that stays which is `in_use`: labelled, sent to annotators or released. What is in
    `takedowns` goes, whenever it came, and stays away.

    Pages whose bytes and rules did not change keep their rows, and so do pages of earlier runs that are not
    among `inputs`. The result is the same for any order of files and any engine; without one, `jobs`
    processes of this machine work. Lines that repeat across a site's pages are counted through all runs:
    what an earlier run decided is not decided again for what a later one learnt.

    Raises:
        UsageError: an input does not exist or is `folder`, two files have one source path, or a page has that of
            another page, which an earlier run read below a folder of another name.
        ConfigError: there is no language pack for the contract's language.
        DataError: a table of an earlier run cannot be read.
        ServiceError: a process at work was killed.
        StorageError: the disk is full or broken; the last good state stays.
    """
    if engine is None:
        with open_engine(jobs=jobs) as local:
            return normalize(
                inputs,
                folder,
                contract,
                options=options,
                in_use=in_use,
                takedowns=takedowns,
                engine=local,
                progress=progress,
            )
    reading = replace((options or NormalizeOptions()).reading, max_page_bytes=contract.limits.max_page_bytes)
    options = replace(options or NormalizeOptions(), reading=reading)
    files = find_inputs(inputs, apart_from=folder)
    folder = folder.absolute()
    with work_folder(folder) as work:
        run = _Run(folder, work, contract, options, takedowns, engine, progress)
        return run.over(files, inputs, in_use)


def take_down(
    folder: Path, contract: Contract, takedowns: Takedowns, *, in_use: Collection[str] = frozenset()
) -> Normalized | None:
    """Take out of the tables below `folder` what is in `takedowns`, without reading a page; None where there is no table.

    Raises:
        DataError: a table of an earlier run cannot be read, or was cut or removed since it was written.
        StorageError: the disk is full or broken; the last good state stays.
    """
    folder = folder.absolute()
    with work_folder(folder) as work, open_engine() as engine:
        tables = read_tables(folder, contract)
        if not tables.pages:
            return None
        if not is_whole(folder, tables):
            raise DataError(
                "tables that normalize wrote were cut or removed, so nothing can be taken out of them",
                hint="Run tinbai normalize on your pages: it brings back the others alone; then the same command again",
            )
        run = _Run(folder, work, contract, NormalizeOptions(), takedowns, engine, unseen)
        return run.over((), (), in_use)


@dataclass(frozen=True, slots=True)
class _Run:
    folder: Path
    work: Path
    contract: Contract
    options: NormalizeOptions
    takedowns: Takedowns
    engine: Engine
    progress: Phases

    @property
    def coming(self) -> Path:
        """The folder of what is to take its place in the workspace."""
        return self.work / "next"

    def over(
        self, files: Sequence[InputFile], inputs: Sequence[str | Path], in_use: Collection[str]
    ) -> Normalized:
        tables = read_tables(self.folder, self.contract)
        whole = is_whole(self.folder, tables)
        reads = self._read(files, tables, known=whole)
        fresh = sum(read.fresh for read in reads)
        shards = self._decide(reads, known=whole) if fresh or not whole else ()
        now = with_shards(held(tables), shards)
        _require_one_page_each(now)
        now, refused = refuse(now, self.takedowns, self.contract, self.work)
        folding = fold(now, in_use=in_use)
        vanished = self._vanished(tables, files, inputs, reads)
        changed = bool(fresh or refused or not whole or (folding.lost != now.articles["folded"]).any())
        if changed:
            self._write(now, folding)
        return Normalized(
            counts=_counts(now, folding),
            fresh=fresh,
            unchanged=sum(read.unchanged for read in reads),
            vanished=vanished,
            changed=changed,
        )

    def _read(self, files: Sequence[InputFile], tables: Tables, *, known: bool) -> tuple[Read, ...]:
        """Read and clean what is new or changed, into folders `read-N` of the run's folder."""
        rules = rules_of(self.contract, self.options) if known else _NONE_KNOWN
        packed = list(packed_files(files))
        pages = tables.pages[0] if tables.pages else None
        anew = restored_paths(tables.quarantine, self.takedowns)
        tasks = [
            (ReadTask(part, self.options.reading, rules, pages, size > 0, anew), self.work / f"read-{number}")
            for number, (part, size) in enumerate(packed)
        ]
        total = sum(size for _, size in packed)
        tell = self.progress("reading", "bytes")
        tell(0, total)
        done = 0
        found: dict[int, Read] = {}
        for number, read in self.engine.run(read_shard, tasks):
            found[number] = read
            done += packed[number][1]
            tell(done, total)
        reads = tuple(found[number] for number in range(len(tasks)))
        for read in reads:
            if read.clash is not None:
                path, root, other = read.clash
                raise UsageError(
                    f"{path} in {other}/ is not the page of that name that came from {root}/",
                    hint="Give the folder above both as the input, so that their paths differ; if the folder was "
                    f"only renamed, name it {root} again",
                )
        return reads

    def _learn(self, reads: int, *, known: bool) -> Path:
        """Put what earlier runs with these rules for lines have counted together with what this one read."""
        note = evidence_rules_of(self.contract)
        learnt = self.folder / EVIDENCE
        notes = pq.read_schema(learnt).metadata or {} if known else {}
        before = learnt if notes.get(_EVIDENCE_NOTE.encode()) == note.encode() else None
        surveys = [surveys_path(self.work / f"read-{number}") for number in range(reads)]
        found = learn(surveys, before, self.coming / EVIDENCE, {_EVIDENCE_NOTE: note})
        counts = self.work / "counts.arrow"
        write_arrow(counts, found.schema, [found])
        return counts

    def _decide(self, reads: Sequence[Read], *, known: bool) -> tuple[Path, ...]:
        """Decide what was read, into folders `decided-N` of the run's folder."""
        counts = self._learn(len(reads), known=known)
        rules = rules_of(self.contract, self.options)
        packed = list(
            packed_batches(
                [
                    (cleaned_path(self.work / f"read-{number}"), read.batches)
                    for number, read in enumerate(reads)
                ]
            )
        )
        tasks = [
            (
                DecideTask(part, counts, self.contract, rules, self.options.license),
                self.work / f"decided-{number}",
            )
            for number, part in enumerate(packed)
        ]
        total = sum(read.fresh for read in reads)
        tell = self.progress("deciding", "pages")
        tell(0, total)
        done = 0
        for _, pages in self.engine.run(decide_shard, tasks):
            done += pages
            tell(done, total)
        return tuple(output for _, output in tasks)

    def _write(self, now: Holdings, folding: Folding) -> None:
        coming = self.coming
        whole = with_duplicates(now, folding.duplicates, self.contract, self.work / "duplicates")
        parts = parts_of(whole, folding, self.contract)
        tell = self.progress("writing", "rows")
        total = sum(part.rows for part in parts)
        tell(0, total)
        done = 0
        for number, _ in self.engine.run(write_part, [(part, coming) for part in parts]):
            done += parts[number].rows
            tell(done, total)
        # Where nothing was read, what was learnt stays as it is.
        learnt = [EVIDENCE] if (coming / EVIDENCE).exists() else []
        commit(self.folder, coming, [*(part.name for part in parts), *learnt])

    def _vanished(
        self,
        tables: Tables,
        files: Sequence[InputFile],
        inputs: Sequence[str | Path],
        reads: Sequence[Read],
    ) -> tuple[str, ...]:
        """Pages of the given folders whose file is gone, and records that are gone from files that are there."""
        roots = sorted({Path(given).resolve().name for given in inputs if Path(given).is_dir()})
        gone = [path for read in reads for path in read.gone]
        if tables.pages and roots:
            known = pl.DataFrame(_read(tables.pages[0], ["source_path", "root"]))
            known = known.filter(known["root"].is_in(roots))
            there = pl.Series([file.source_path for file in files], dtype=pl.String).implode()
            paths = known["source_path"]
            gone += paths.filter(~paths.is_in(there) & ~files_of(paths).is_in(there)).to_list()
        return tuple(sorted(gone))


def _read(path: Path, columns: Sequence[str] | None = None) -> pa.Table:
    # As `pq.read_table` does, without pandas.
    with pq.ParquetFile(path) as file:
        return file.read(columns=columns)


def _require_one_page_each(now: Holdings) -> None:
    if now.pages.select(pl.struct(NAME).is_duplicated().any()).item():
        raise UsageError(
            "a file is named as a record of another file is (name#number)", hint="Rename the file"
        )


def _counts(now: Holdings, folding: Folding) -> dict[str, int]:
    kept = now.pages.join(folding.gone, on=NAME, how="anti")["kind"]
    return {
        "pages": len(now.pages),
        "articles": int((kept == "article").sum()),
        "listings": int((kept == "listing").sum()),
        "rejected": int((kept == "rejected").sum()),
        "folded": len(now.pages) - len(kept),
        "teasers": int(((now.articles["item"] > 0) & ~folding.lost).sum()),
        "folded_entries": folding.duplicates["item"].count(),
        "taken_down": int(now.quarantine["refused"].sum()),
    }

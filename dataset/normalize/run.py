"""The stage: pages in; articles, furniture and quarantine out."""

import multiprocessing
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from dataset.normalize.fold import DUPLICATE, Folded, fold, unfold
from dataset.normalize.rows import Tables
from dataset.normalize.shard import NormalizeOptions, Shard, normalize_shard, rules_of
from dataset.normalize.state import is_whole, read_state, write_state
from dataset.read.files import find_files
from dataset.read.page import InputFile
from schemas.contract import Contract
from schemas.errors import ServiceError, UsageError
from schemas.progress import Progress, silent

FILES_PER_SHARD = 200


@dataclass(frozen=True, slots=True)
class Normalized:
    """What is in the workspace now, and what this run did.

    `counts` balances: pages == articles + listings + rejected + folded. `inputs` maps every page's
    source path to its sha256. `vanished` are pages that the same input roots held before and hold no more;
    their rows stay.
    """

    counts: dict[str, int]
    inputs: dict[str, str]
    fresh: int
    unchanged: int
    vanished: tuple[str, ...]


def normalize(
    inputs: Sequence[Path],
    folder: Path,
    contract: Contract,
    *,
    options: NormalizeOptions | None = None,
    in_use: Collection[str] = frozenset(),
    jobs: int = 1,
    progress: Progress = silent,
) -> Normalized:
    """Normalize files and folders into the tables below `folder`.

    Of articles with one text that stays which is `in_use`: labelled, sent to annotators or released.

    Pages whose bytes and rules did not change keep their rows, and so do pages of earlier runs that are not
    among `inputs`. The result is the same for any order of files and any number of jobs.

    Raises:
        UsageError: an input does not exist or is `folder`, two files have one source path, or a page has that of
            another page, which an earlier run read below a folder of another name.
        ConfigError: there is no language pack for the contract's language.
        DataError: a table of an earlier run cannot be read.
        StorageError: the disk is full or broken; the last good state stays.
    """
    options = options or NormalizeOptions()
    files = find_files(inputs, apart_from=folder)
    before = unfold(read_state(folder, contract))
    known = _known(before, rules_of(contract, options)) if is_whole(folder) else {}
    shards = _normalize_files(files, known, contract, options, jobs, progress)
    fresh = [shard.tables for shard in shards]
    _refuse_other_pages(before, fresh)
    folded = fold(_merged(before, fresh), contract, in_use=in_use)
    write_state(folder, folded)
    found = {file.source_path for file in files}
    roots = {given.resolve().name for given in inputs if given.is_dir()}
    return Normalized(
        counts=_counts(folded),
        inputs=_inputs(folded.tables.pages),
        fresh=sum(tables.pages.num_rows for tables in fresh),
        unchanged=sum(shard.unchanged for shard in shards),
        vanished=_vanished(folded.tables.pages, roots, found),
    )


def _refuse_other_pages(before: Tables, fresh: Sequence[Tables]) -> None:
    """A path below the input root is a page's identity: next week's folder must not overwrite this week's."""
    known = {
        row["source_path"]: (row["root"], row["raw_sha256"])
        for row in before.pages.select(["source_path", "root", "raw_sha256"]).to_pylist()
    }
    for tables in fresh:
        for row in tables.pages.select(["source_path", "root", "raw_sha256"]).to_pylist():
            root, sha256 = known.get(row["source_path"], (row["root"], None))
            if root != row["root"] and sha256 not in (None, row["raw_sha256"]):
                raise UsageError(
                    f"{row['source_path']} in {row['root']}/ is not the page of that name that came from {root}/",
                    hint="Give the folder above both as the input, so that their paths differ; if the folder was "
                    f"only renamed, name it {root} again",
                )


def _known(before: Tables, rules: str) -> dict[str, str]:
    """Pages that need not be read again: these rules read them, and every one has left a row."""
    left = [*before.articles["source_path"].chunks, *before.quarantine["source_path"].chunks]
    pages = before.pages.filter(
        pc.is_in(before.pages["source_path"], value_set=pa.concat_arrays([pa.array([], pa.string()), *left]))
    )
    same = pages.filter(pc.and_(pc.equal(pages["rules"], rules), pc.is_valid(pages["raw_sha256"])))
    return dict(zip(same["source_path"].to_pylist(), same["raw_sha256"].to_pylist(), strict=True))


def _normalize_files(
    files: Sequence[InputFile],
    known: Mapping[str, str],
    contract: Contract,
    options: NormalizeOptions,
    jobs: int,
    progress: Progress,
) -> list[Shard]:
    """One result per shard, in the order of the files."""
    parts = [files[start : start + FILES_PER_SHARD] for start in range(0, len(files), FILES_PER_SHARD)]
    tasks = [
        (part, {file.source_path: known[file.source_path] for file in part if file.source_path in known})
        for part in parts
    ]
    progress(0, len(files))
    done = 0
    results: dict[int, Shard] = {}
    for number, shard in _worked(tasks, contract, options, min(jobs, len(tasks))):
        results[number] = shard
        done += len(parts[number])
        progress(done, len(files))
    return [results[number] for number in range(len(tasks))]


def _worked(
    tasks: Sequence[tuple[Sequence[InputFile], Mapping[str, str]]],
    contract: Contract,
    options: NormalizeOptions,
    jobs: int,
) -> Iterator[tuple[int, Shard]]:
    if jobs <= 1:
        for number, (part, known) in enumerate(tasks):
            yield number, normalize_shard(part, known, contract, options)
        return
    # Spawned, not forked: threads of Arrow and of progress bars do not survive a fork.
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        numbers: dict[Future[Shard], int] = {
            pool.submit(normalize_shard, part, known, contract, options): number
            for number, (part, known) in enumerate(tasks)
        }
        try:
            for future in as_completed(numbers):
                yield numbers[future], future.result()
        except BrokenProcessPool as error:
            raise ServiceError(
                "a process that normalizes pages was killed, perhaps for want of memory",
                hint="Run the same command again, with --jobs 1 if it happens again; nothing was changed",
            ) from error
        finally:
            # After Ctrl-C nobody waits for the shards that have not begun.
            pool.shutdown(cancel_futures=True)


def _merged(before: Tables, fresh: Sequence[Tables]) -> Tables:
    """Earlier rows, but for the pages that were normalized anew."""
    renewed = pa.concat_arrays(
        [
            pa.array([], pa.string()),
            *(chunk for tables in fresh for chunk in tables.pages["source_path"].chunks),
        ]
    )

    def kept(table: pa.Table) -> pa.Table:
        return table.filter(pc.invert(pc.is_in(table["source_path"], value_set=renewed)))

    return Tables(
        pages=pa.concat_tables([kept(before.pages), *(tables.pages for tables in fresh)]),
        articles=pa.concat_tables([kept(before.articles), *(tables.articles for tables in fresh)]),
        furniture=pa.concat_tables([kept(before.furniture), *(tables.furniture for tables in fresh)]),
        quarantine=pa.concat_tables([kept(before.quarantine), *(tables.quarantine for tables in fresh)]),
    )


def _counts(folded: Folded) -> dict[str, int]:
    pages = folded.tables.pages.select(["kind", "folded"]).to_pylist()
    kinds = [page["kind"] for page in pages if not page["folded"]]
    quarantine = folded.tables.quarantine.select(["reason", "item_index"]).to_pylist()
    return {
        "pages": len(pages),
        "articles": kinds.count("article"),
        "listings": kinds.count("listing"),
        "rejected": kinds.count("rejected"),
        "folded": len(pages) - len(kinds),
        "teasers": folded.tables.articles["kind"].to_pylist().count("teaser"),
        "folded_entries": sum(
            row["reason"] == DUPLICATE and row["item_index"] is not None for row in quarantine
        ),
    }


def _inputs(pages: pa.Table) -> dict[str, str]:
    rows = pages.select(["source_path", "raw_sha256"]).sort_by("source_path").to_pylist()
    return {row["source_path"]: row["raw_sha256"] for row in rows if row["raw_sha256"] is not None}


def _vanished(pages: pa.Table, roots: set[str], found: set[str]) -> tuple[str, ...]:
    rows = pages.select(["source_path", "root"]).to_pylist()
    return tuple(
        sorted(row["source_path"] for row in rows if row["root"] in roots and row["source_path"] not in found)
    )

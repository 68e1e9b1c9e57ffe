"""Dedup over files: any number of articles, memory that hardly grows, and only new texts are read.

What is kept below `dedup/`: the sketch of every text, and the measure of every pair of the last run. Both are
functions of the texts alone, so a run that finds them gives the same tables as one from scratch. `dedup/work`
holds what one run passes from step to step.
"""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dataset.dedup.aliases import follow
from dataset.dedup.articles import flat, parts_of, rows_of, text_keys, url_hashes
from dataset.dedup.grouping import DOCUMENTS_PER_RANGE, choose, group_band, group_prints, join_range, lay_out
from dataset.dedup.measuring import (
    PAIRS_PER_BLOCK,
    TextPairs,
    catalogue,
    gather_sets,
    measure_block,
    measured,
    text_pairs,
    write_measured,
)
from dataset.dedup.meetings import pairs_of, places_of
from dataset.dedup.numbers import distinct
from dataset.dedup.settle import Documents, one_page, settle
from dataset.dedup.sketch import BANDS
from dataset.dedup.store import compact, files_of, next_file, read_keys, save, sign_shard
from dataset.dedup.words import Hashes, Places
from dataset.engine import Engine
from schemas.contract import Contract
from schemas.files import disk_faults, sweep_parts
from schemas.progress import Progress, silent
from schemas.tables import read_table, write_table


@dataclass(frozen=True, slots=True)
class Clustered:
    """The tables `clusters` and `aliases` as they were written, and what this run had to do for them:
    how many texts were sketched and how many pairs of texts measured."""

    clusters: pa.Table
    aliases: pa.Table
    sketched: int
    measured: int


@dataclass(frozen=True, slots=True)
class _Index:
    """The articles by id: the document, the key of its text, and the part of the table that it stands in."""

    documents: Documents
    keys: Hashes
    part: Places


def cluster_workspace(
    folder: Path, contract: Contract, *, engine: Engine, progress: Progress = silent
) -> Clustered:
    """Write `clusters.parquet` and `aliases.parquet` of the articles below `folder`.

    The clusters are those of `dataset.dedup.cluster`, and depend on the articles and the contract's limits
    alone: not on earlier runs, on how the articles lie in files, on the engine or its workers. The aliases
    depend on the runs before. Progress counts articles that were read.

    Raises:
        DataError: a table cannot be read.
        StorageError: the disk is full or broken; the last good state stays.
        ServiceError: the engine was lost.
    """
    store = folder / "dedup" / "sketches"
    known = folder / "dedup" / "measured.parquet"
    parts = parts_of(folder / "articles")
    before = read_table(folder / "clusters.parquet", contract, "clusters")
    aliases = read_table(folder / "aliases.parquet", contract, "aliases")
    with _work(folder) as work:
        index, sketched = _indexed(parts, store, work, engine, progress)
        leader = index.documents.leader
        kept = np.flatnonzero(leader == np.arange(len(leader)))
        found = _candidates(store, index.keys[kept], work, engine)
        same_page = one_page(index.documents, leader)
        one, other = places_of(found)
        pairs = distinct(np.concatenate((pairs_of(kept[one], kept[other]), same_page)))
        one, other = places_of(pairs)
        texts = text_pairs(index.keys[one], index.keys[other], known)
        new = np.flatnonzero(texts.shared < 0)
        _measure(texts, new, parts, index, work, engine)
        clusters = settle(
            index.documents,
            leader,
            measured(pairs, index.keys[one], index.keys[other], texts),
            same_page,
            contract,
        )
        followed = follow(before, aliases, clusters, contract)
        compact(store, np.unique(index.keys))
        write_measured(known, texts)
        # The clusters last: until they are there, the next run starts from the ones before.
        write_table(folder / "aliases.parquet", followed)
        write_table(folder / "clusters.parquet", clusters)
    progress(len(leader), len(leader))
    return Clustered(clusters, followed, sketched, len(new))


@contextmanager
def _work(folder: Path) -> Iterator[Path]:
    """A folder for one run's files. What a killed run left in it is of no use."""
    dedup = folder / "dedup"
    work = dedup / "work"
    with disk_faults(dedup):
        shutil.rmtree(work, ignore_errors=True)
        sweep_parts(dedup)
        work.mkdir(parents=True)
        (dedup / "sketches").mkdir(exist_ok=True)
    try:
        with disk_faults(work):
            yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _indexed(
    parts: Sequence[Path], store: Path, work: Path, engine: Engine, progress: Progress
) -> tuple[_Index, int]:
    ids: list[pa.Array] = [pa.array([], pa.string())]
    keys: list[Hashes] = [np.zeros(0, np.uint64)]
    urls: list[Hashes] = [np.zeros(0, np.uint64)]
    part_of: list[Places] = [np.zeros(0, np.int64)]
    for number, part in enumerate(parts):
        for rows in rows_of(part, ["id", "text_sha256", "url", "kind"]):
            ids.append(flat(rows["id"]))
            keys.append(text_keys(rows["text_sha256"]))
            urls.append(url_hashes(rows["url"], rows["kind"]))
            part_of.append(np.full(rows.num_rows, number))
    names = pa.concat_arrays(ids)
    order = pc.array_sort_indices(names).to_numpy()
    key = np.concatenate(keys)[order]
    part = np.concatenate(part_of)[order]
    sketched = _sign(parts, key, part, store, work, engine, progress)
    whole = np.zeros(len(key), np.uint64)
    by_key = np.argsort(key, kind="stable")
    for path in files_of(store):
        stored, hashes = read_keys(path)
        order_stored = np.argsort(stored)
        place = np.minimum(np.searchsorted(stored[order_stored], key[by_key]), len(stored) - 1)
        there = stored[order_stored][place] == key[by_key] if len(stored) else np.zeros(len(key), np.bool_)
        whole[by_key[there]] = hashes[order_stored][place[there]]
    documents = Documents(names.take(pa.array(order)), whole, np.concatenate(urls)[order])
    return _Index(documents, key, part), sketched


def _sign(
    parts: Sequence[Path],
    key: Hashes,
    part: Places,
    store: Path,
    work: Path,
    engine: Engine,
    progress: Progress,
) -> int:
    """Sketch the texts that are new, each where it stands first."""
    known = np.concatenate((np.zeros(0, np.uint64), *(read_keys(path)[0] for path in files_of(store))))
    texts, first = np.unique(key, return_index=True)
    new = ~np.isin(texts, known)
    texts, where = texts[new], part[first[new]]
    tasks: list[tuple[object, ...]] = []
    for number in np.unique(where).tolist():
        wanted = work / f"wanted-{number}.npy"
        save(wanted, texts[where == number])
        tasks.append((parts[number], wanted, next_file(store, len(tasks))))
    done = len(key) - len(texts)
    progress(done, len(key))
    sketched = 0
    for _, count in engine.run(sign_shard, tasks):
        sketched += count
        progress(done + sketched, len(key))
    return sketched


def _candidates(store: Path, keys: Hashes, work: Path, engine: Engine) -> Hashes:
    """The candidates among documents by the keys of their texts; a document is called by its place."""
    by_key = np.argsort(keys)
    parts = lay_out(store, keys[by_key], by_key, work)
    _run(engine, group_band, [(work, band) for band in range(BANDS)])
    _run(engine, group_prints, [(work, part) for part in range(parts)])
    ranges = -(-len(keys) // DOCUMENTS_PER_RANGE)
    _run(engine, join_range, [(work, parts, number) for number in range(ranges)])
    return choose(work, ranges)


def _measure(
    texts: TextPairs, new: Places, parts: Sequence[Path], index: _Index, work: Path, engine: Engine
) -> None:
    """Measure the pairs whose numbers are in `new`, and put the measures where they belong."""
    keys = np.unique(np.concatenate((texts.one[new], texts.other[new])))
    by_key = np.argsort(index.keys, kind="stable")
    where = index.part[by_key[np.searchsorted(index.keys[by_key], keys)]]
    tasks: list[tuple[object, ...]] = []
    for number in np.unique(where).tolist():
        wanted = work / f"wanted-sets-{number}.npy"
        save(wanted, keys[where == number])
        tasks.append((parts[number], wanted, work / f"sets-{number}"))
    _run(engine, gather_sets, tasks)
    save(work / "catalogue.npy", catalogue(work, len(parts), keys))
    asked = np.stack((np.searchsorted(keys, texts.one[new]), np.searchsorted(keys, texts.other[new])), axis=1)
    save(work / "asked.npy", asked)
    blocks = [
        (work, block, begin, min(begin + PAIRS_PER_BLOCK, len(new)))
        for block, begin in enumerate(range(0, len(new), PAIRS_PER_BLOCK))
    ]
    for number, _ in engine.run(measure_block, blocks):
        shared, left, right = np.load(work / f"measured-{number}.npy")
        block = new[blocks[number][2] : blocks[number][3]]
        texts.shared[block], texts.left[block], texts.right[block] = shared, left, right


def _run(engine: Engine, function: Callable[..., None], tasks: Sequence[tuple[object, ...]]) -> None:
    for _ in engine.run(function, tasks):
        pass

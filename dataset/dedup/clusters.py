"""Cluster articles whose cleaned texts are the same or nearly so."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from dataset.dedup.candidates import candidates
from dataset.dedup.shingles import Hashes, Places, shingle
from dataset.dedup.sketch import BANDS, Sketch, sketch
from dataset.dedup.ties import EXACT, TIERS, Ties, components, judge, strongest
from dataset.dedup.verify import measure
from schemas.arrow import arrow_schema
from schemas.contract import Contract
from schemas.progress import Progress
from schemas.urls import url_identity

_BATCH_CHARS = 1 << 17  # a batch's arrays of code points stay within the caches


def cluster(articles: pa.Table, contract: Contract, *, progress: Progress) -> pa.Table:
    """The table `clusters`, one row per article and teaser, by id; it does not depend on the row order.

    Same text after folding is `exact`; Jaccard or containment over 5-syllable shingles at the contract's
    limits is `near`; a Jaccard of 0.2 is `related`, which joins nothing, unless both articles give one URL:
    then they are tellings of one page, and `near`. A cluster is what exact and near ties connect, named by
    its smallest id. Candidates come from a sketch, so a near tie can be missed; what is reported was
    measured exactly.
    """
    ordered = articles.select(["id", "text", "url", "kind"]).sort_by("id").combine_chunks()
    texts = _Texts(ordered)
    whole, sketched = _read(texts, progress)
    leader = _leaders(whole)
    places = np.arange(len(whole))
    copies, kept = places[leader != places], places[leader == places]
    same_url = _same_url(ordered, leader)

    pairs = np.unique(np.concatenate((kept[candidates(_of(sketched, kept))], same_url)), axis=0)
    told = _among(pairs, same_url)
    near = judge(pairs, *measure(pairs, texts.some), contract.limits, one_page=told)
    ties = _joined(np.stack((leader[copies], copies), axis=1), near)
    best = strongest(len(whole), ties)
    roots = components(len(whole), ties.pairs[ties.tier > TIERS.index("related")])
    progress(len(whole), len(whole))
    return _table(ordered.column("id"), roots, ties, best, contract)


class _Texts:
    """The texts of a table, a few at a time."""

    def __init__(self, table: pa.Table) -> None:
        self._column = table.column("text").combine_chunks()
        self.lengths = pc.utf8_length(self._column).to_numpy()

    def some(self, places: Sequence[int]) -> list[str]:
        texts: list[str] = self._column.take(pa.array(places, pa.int64())).to_pylist()
        return texts

    def batches(self) -> Iterator[list[str]]:
        begin, size = 0, 0
        for place, length in enumerate(self.lengths.tolist()):
            if size and size + length > _BATCH_CHARS:
                yield self._column.slice(begin, place - begin).to_pylist()
                begin, size = place, 0
            size += length + 1
        if begin < len(self.lengths):
            yield self._column.slice(begin).to_pylist()


def _read(texts: _Texts, progress: Progress) -> tuple[Hashes, Sketch]:
    whole: list[Hashes] = [np.zeros(0, np.uint64)]
    bands: list[Hashes] = [np.zeros((0, BANDS), np.uint64)]
    sampled: list[Hashes] = [np.zeros(0, np.uint64)]
    owners: list[Places] = [np.zeros(0, np.int64)]
    done = 0
    for batch in texts.batches():
        shingled = shingle(batch)
        part = sketch(shingled)
        whole.append(shingled.whole)
        bands.append(part.bands)
        sampled.append(part.sampled)
        owners.append(part.sampled_owner + done)
        done += len(batch)
        progress(done, len(texts.lengths))
    return np.concatenate(whole), Sketch(
        np.concatenate(bands), np.concatenate(sampled), np.concatenate(owners)
    )


def _leaders(whole: Hashes) -> Places:
    """For each document the first one with the same folded text."""
    _, first, kind = np.unique(whole, return_index=True, return_inverse=True)
    return first[kind]


def _same_url(ordered: pa.Table, leader: Places) -> Places:
    """Pairs (m, 2) of articles that give one URL: the first that does with each further one."""
    first: dict[str, int] = {}
    pairs: set[tuple[int, int]] = set()
    rows = zip(ordered.column("url").to_pylist(), ordered.column("kind").to_pylist(), strict=True)
    for place, (url, kind) in enumerate(rows):
        if url is None or kind != "article":
            continue
        own = int(leader[place])
        other = first.setdefault(url_identity(url), own)
        if other != own:
            pairs.add((min(own, other), max(own, other)))
    return np.array(sorted(pairs), np.int64).reshape(-1, 2)


def _among(pairs: Places, some: Places) -> npt.NDArray[np.bool_]:
    """Which of `pairs` stand in `some`."""
    known = set(map(tuple, some.tolist()))
    return np.array(
        [tuple(pair) in known for pair in pairs.tolist()] if known else [False] * len(pairs), np.bool_
    )


def _of(sketched: Sketch, kept: Places) -> Sketch:
    """The sketch of the kept documents alone, numbered anew."""
    number = np.full(len(sketched.bands), -1, np.int64)
    number[kept] = np.arange(len(kept))
    owners = number[sketched.sampled_owner]
    return Sketch(sketched.bands[kept], sketched.sampled[owners >= 0], owners[owners >= 0])


def _joined(copies: Places, near: Ties) -> Ties:
    ones = np.ones(len(copies))
    return Ties(
        np.concatenate((copies, near.pairs)),
        np.concatenate((np.full(len(copies), EXACT), near.tier)),
        np.concatenate((ones, near.jaccard)),
        np.concatenate((ones, near.containment)),
    )


def _table(ids: pa.ChunkedArray, roots: Places, ties: Ties, best: Places, contract: Contract) -> pa.Table:
    places = np.arange(len(best))
    tied = best >= 0
    tie = np.where(tied, best, 0)
    if len(ties.tier):
        other = np.where(ties.pairs[tie, 0] == places, ties.pairs[tie, 1], ties.pairs[tie, 0])
        tier, jaccard, contained = ties.tier[tie], ties.jaccard[tie], ties.containment[tie]
    else:
        other, tier = places, places
        jaccard = contained = np.zeros(len(best))
    none = ~tied
    names = np.array(TIERS)[np.where(tied, tier, 0)] if len(best) else []
    schema = arrow_schema(contract, "clusters")
    return pa.table(
        [
            ids,
            ids.take(pa.array(roots)),
            pa.array(list(names), pa.string()),
            ids.take(pa.array(other, pa.int64(), mask=none)),
            pa.array(jaccard, pa.float64(), mask=none),
            pa.array(contained, pa.float64(), mask=none),
        ],
        schema=schema,
    )

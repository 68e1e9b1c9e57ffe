"""Cluster articles whose cleaned texts are the same or nearly so: a table in memory."""

from hashlib import blake2b

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dataset.dedup.candidates import agreement_of, band_meetings, chosen, print_meetings, sharing
from dataset.dedup.meetings import Meetings, places_of
from dataset.dedup.numbers import counted
from dataset.dedup.settle import Documents, Measured, one_page, settle
from dataset.dedup.shingles import batches, shingle
from dataset.dedup.sketch import BANDS, Sketch, joined, sketch
from dataset.dedup.verify import shared_counts, shingle_sets
from dataset.dedup.vocabulary import Vocabulary
from dataset.dedup.words import Hashes, Places
from schemas.contract import Contract
from schemas.progress import Progress
from schemas.urls import url_identity


def cluster(articles: pa.Table, contract: Contract, *, progress: Progress) -> pa.Table:
    """The table `clusters`, one row per article and teaser, by id; it does not depend on the row order.

    Same text after folding is `exact`; Jaccard or containment over 5-syllable shingles at the contract's
    limits is `near`; a Jaccard at the limit of `related` joins nothing, unless both articles give one URL:
    then they are tellings of one page, and `near`. A cluster is what exact and near ties connect, named by
    its smallest id. Candidates come from a sketch, so a near tie can be missed; what is reported was
    measured exactly.
    """
    ordered = articles.select(["id", "text", "url", "kind"]).sort_by("id").combine_chunks()
    texts = _whole_column(ordered, "text")
    vocabulary = Vocabulary()
    sketched = _sketched(texts, vocabulary, progress)
    documents = Documents(
        _whole_column(ordered, "id"), sketched.whole, url_hashes(ordered["url"], ordered["kind"])
    )
    leader = documents.leader
    same_page = one_page(documents, leader)
    pairs = counted(np.concatenate((candidates(sketched, leader), same_page)))[0]
    measured = _measured(pairs, texts, vocabulary)
    progress(len(leader), len(leader))
    return settle(documents, leader, measured, same_page, contract)


def candidates(sketched: Sketch, leader: Places) -> Hashes:
    """The pairs of documents worth an exact look, copies aside."""
    places = np.arange(len(leader))
    sizes = np.diff(sketched.starts)
    kept = np.flatnonzero((leader == places) & (sizes > 0))
    owners = kept.astype(np.uint32)
    bands: list[Meetings] = [band_meetings(sketched.bands[kept, band], owners) for band in range(BANDS)]
    first = leader == places
    owner = np.repeat(places.astype(np.uint32), sizes)
    prints = np.repeat(first, sizes)
    met = print_meetings(sketched.prints[prints], owner[prints])
    enough = sharing(met.pairs, met.times, sizes)
    return chosen(
        [band.pairs for band in bands],
        [band.needed for band in bands],
        (met.pairs[enough], met.times[enough]),
        sizes,
        agreement_of(sketched.bins),
    )


def url_hashes(urls: pa.ChunkedArray, kinds: pa.ChunkedArray) -> Hashes:
    """A hash of the page that each article's URL names; 0 where there is none, and for teasers."""
    hashes = np.zeros(len(urls), np.uint64)
    given = pc.and_(pc.is_valid(urls), pc.equal(kinds, "article")).to_numpy()
    for place in np.flatnonzero(given).tolist():
        digest = blake2b(url_identity(urls[place].as_py()).encode(), digest_size=8).digest()
        hashes[place] = int.from_bytes(digest, "little")
    return hashes


def _sketched(texts: pa.Array, vocabulary: Vocabulary, progress: Progress) -> Sketch:
    parts = []
    done = 0
    for batch in batches(texts):
        parts.append(sketch(shingle(batch, vocabulary)))
        done += len(batch)
        progress(done, len(texts))
    return joined(parts)


def _measured(pairs: Hashes, texts: pa.Array, vocabulary: Vocabulary) -> Measured:
    one, other = places_of(pairs)
    involved, places = np.unique(np.concatenate((one, other)), return_inverse=True)
    sets = shingle_sets(texts.take(pa.array(involved)), vocabulary)
    left, right = places[: len(one)], places[len(one) :]
    shared = shared_counts(sets, left, right)
    return Measured(pairs, shared, sets.sizes[left], sets.sizes[right])


def _whole_column(table: pa.Table, name: str) -> pa.Array:
    column = table[name].combine_chunks()
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column

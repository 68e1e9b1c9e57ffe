"""Cluster articles whose cleaned texts are the same or nearly so: a table in memory."""

import numpy as np
import pyarrow as pa

from dataset.dedup.articles import flat, url_hashes
from dataset.dedup.candidates import agreement_of, band_meetings, chosen, met, print_meetings
from dataset.dedup.meetings import keyed, places_of
from dataset.dedup.numbers import distinct
from dataset.dedup.settle import Documents, Measured, one_page, settle
from dataset.dedup.shingles import batches, shingle
from dataset.dedup.sketch import BANDS, Sketch, joined, sketch
from dataset.dedup.verify import shared_counts, shingle_sets
from dataset.dedup.vocabulary import Vocabulary
from dataset.dedup.words import Hashes, Places
from schemas.contract import Contract
from schemas.progress import Progress


def cluster(articles: pa.Table, contract: Contract, *, progress: Progress) -> pa.Table:
    """The table `clusters`, one row per article and teaser, by id; it does not depend on the row order.

    Same text after folding is `exact`; Jaccard or containment over 5-syllable shingles at the contract's
    limits is `near`; a Jaccard at the limit of `related` joins nothing, unless both articles give one URL:
    then they are tellings of one page, and `near`. A cluster is what exact and near ties connect, named by
    its smallest id. Candidates come from a sketch, so a near tie can be missed; what is reported was
    measured exactly.
    """
    ordered = articles.select(["id", "text", "url", "kind"]).sort_by("id").combine_chunks()
    texts = flat(ordered["text"])
    vocabulary = Vocabulary()
    sketched = _sketched(texts, vocabulary, progress)
    documents = Documents(flat(ordered["id"]), sketched.whole, url_hashes(ordered["url"], ordered["kind"]))
    leader = documents.leader
    same_page = one_page(documents, leader)
    pairs = distinct(np.concatenate((candidates(sketched, leader), same_page)))
    measured = _measured(pairs, texts, vocabulary)
    progress(len(leader), len(leader))
    return settle(documents, leader, measured, same_page, contract)


def candidates(sketched: Sketch, leader: Places) -> Hashes:
    """The pairs of documents worth an exact look, copies aside."""
    sizes = np.diff(sketched.starts)
    first = leader == np.arange(len(leader))
    kept = np.flatnonzero(first & (sizes > 0)).astype(np.uint32)
    bands = [band_meetings(keyed(sketched.bands[kept, band], kept)) for band in range(BANDS)]
    owner = np.repeat(np.arange(len(leader), dtype=np.uint32), sizes)
    own = np.repeat(first, sizes)
    prints = print_meetings(keyed(sketched.prints[own], owner[own]))
    found = met([band.pairs for band in bands], [(prints.pairs, prints.times)], sizes)
    needed = np.concatenate([band.needed for band in bands])
    return chosen(found, needed, sizes, agreement_of(sketched.bins))


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

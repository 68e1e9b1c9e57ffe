"""What the figures say of each annotator: the others without them, week by week, how long they take."""

from collections.abc import Iterator
from functools import partial

import numpy as np

from annotation.agreement.alpha import Alpha
from annotation.agreement.bootstrap import Figures, Weights, interval
from annotation.agreement.characters import alphas_of, character_tally
from annotation.agreement.family import Family, Head, Tally, ratio
from annotation.agreement.pairs import Pairs
from annotation.agreement.said import Said, Seconds
from annotation.agreement.span_f1 import NO_SPANS, exact_counts
from annotation.agreement.topics import masi_alpha

_NO_TWO = "without this annotator no document has two"
_ONE_VALUE = "every value is the same, so nothing could differ by chance"
_NO_TIME = "no lead time is known"

_CELLS = 4_000_000  # of a block of resampled times, 32 MB


def left_out(said: Said) -> Iterator[Family]:
    """Alpha of everybody but one: higher than the alpha of all where this person is who differs."""
    for number in np.unique(said.annotator).tolist():
        name = said.annotators[number]
        others = said.kept(said.annotator != number)
        others = others.kept((others.sizes >= 2)[others.document])
        documents, people = len(np.unique(others.document)), others.n_annotators()
        masi = masi_alpha(others)
        heads = tuple(
            Head(measure, documents, people, items, _ONE_VALUE, annotator=name, nothing=_NO_TWO)
            for measure, items in (
                ("span_alpha_characters_without", len(others.start)),
                ("topic_alpha_masi_without", masi.n_values),
            )
        )
        yield Family(heads, partial(_without, character_tally(others), masi))


def _without(tally: Tally, masi: Alpha, weights: Weights) -> Figures:
    return np.stack([alphas_of(tally, 0, weights)[0], masi.resampled(weights)])


def by_week(pairs: Pairs) -> Family:
    """Exact F1 of each annotator's week against all who labelled the same documents, whenever they did.

    The week (ISO 8601, UTC) is that of the annotation's last change.
    """
    said = pairs.said
    shared, size = exact_counts(pairs)
    counts = np.stack((shared, size), axis=1)
    # Every pair twice, as each annotator sees it.
    mine, both = np.concatenate((pairs.one, pairs.other)), np.concatenate((counts, counts))
    theirs = np.concatenate((pairs.other, pairs.one))
    document = np.concatenate((pairs.document, pairs.document))
    weeks, week = np.unique(said.week, return_inverse=True)
    key = said.annotator[mine] * len(weeks) + week[mine]
    order = np.lexsort((document, key))
    groups = np.split(order, np.flatnonzero(np.diff(key[order])) + 1) if len(order) else []
    heads = tuple(
        Head(
            "span_f1_exact_week",
            n_documents=len(np.unique(document[group])),
            n_annotators=1 + len(np.unique(said.annotator[theirs[group]])),
            n_items=int(both[group, 1].sum()),
            reason=NO_SPANS,
            annotator=said.annotators[said.annotator[mine[group[0]]]],
            week=str(weeks[week[mine[group[0]]]]),
        )
        for group in groups
    )
    tallies = [Tally(both[group], document[group]) for group in groups]

    def figures(weights: Weights) -> Figures:
        found = np.empty((len(tallies), weights.shape[1]))
        for place, tally in enumerate(tallies):
            together, all_sizes = tally.sums(weights)
            found[place] = ratio(2 * together, all_sizes)
        return found

    return Family(heads, figures)


def lead_times(said: Said, resamples: int, seed: int) -> list[tuple[Head, float, tuple[float, float] | None]]:
    """The median seconds per document of each annotator, over all that they labelled, with its interval.

    Each annotator's own documents are resampled, also those that nobody else labelled.
    """
    found: list[tuple[Head, float, tuple[float, float] | None]] = []
    for number, name in enumerate(said.annotators):
        times = said.lead_time[said.annotator == number]
        known = times[~np.isnan(times)]
        head = Head(
            "lead_time_median_s", len(known), 1, len(known), _NO_TIME, annotator=name, nothing=_NO_TIME
        )
        if len(known) == 0:
            found.append((head, float("nan"), None))
        else:
            found.append((head, float(np.median(known)), interval(_medians(known, resamples, seed))))
    return found


def _medians(times: Seconds, resamples: int, seed: int) -> Figures:
    generator = np.random.default_rng(seed)
    block = max(1, _CELLS // len(times))
    medians = [
        np.median(
            times[generator.integers(0, len(times), (min(block, resamples - done), len(times)))], axis=1
        )
        for done in range(0, resamples, block)
    ]
    return np.concatenate(medians)

"""Spans that two annotators share.

Without true negatives kappa goes to the F1 measure (Hripcsak and Rothschild 2005), so that is what is
reported: 2 * shared / (spans of one + spans of the other), over all documents that both labelled.
"""

from dataclasses import dataclass

import numpy as np

from annotation.agreement.bootstrap import Figures, Weights
from annotation.agreement.family import Columns, Family, Head, Tally, mean_of_defined, ratio
from annotation.agreement.overlap import Meetings, Units, one_to_one
from annotation.agreement.pairs import Pairs, Side, first_of_run, table_counts
from annotation.agreement.said import Flags, Numbers, Said

NO_SPANS = "no annotator marked such a span"
_NO_COMMON = "no two annotators marked the same stretch of text"


@dataclass(frozen=True, slots=True)
class _Kind:
    """One measure: what each pair of versions shares and how much there is (pairs,), and whose spans count."""

    measure: str
    shared: Columns
    size: Columns
    label: int | None = None
    documents: Flags | None = None  # those that enter; None: all
    by_pair: bool = False
    reason: str = NO_SPANS


def span_f1(pairs: Pairs, meetings: Meetings) -> Family:
    """Exact for all, per label, per pair and by arm; overlap; boundary; label given boundary.

    The figure for all is the mean over the pairs of annotators, so that a pair with many documents does not drown
    the others.
    """
    said, kinds = pairs.said, _kinds(pairs, meetings)
    columns = np.stack([column for kind in kinds for column in (kind.shared, kind.size)], axis=1)
    tallies = [Tally(columns[chosen], pairs.document[chosen]) for _, _, chosen in pairs.by_annotators]
    whole = [
        Tally(t.columns) if t.documents is not None and len(t.documents) == said.n_documents else t
        for t in tallies
    ]
    heads = [_head(said, kind) for kind in kinds]
    for place, kind in enumerate(kinds):
        if kind.by_pair:
            for first, second, chosen in pairs.by_annotators:
                heads.append(
                    Head(
                        measure=kind.measure,
                        n_documents=len(chosen),
                        n_annotators=2,
                        n_items=int(columns[chosen, 2 * place + 1].sum()),
                        reason=kind.reason,
                        annotator=said.annotators[first],
                        other_annotator=said.annotators[second],
                    )
                )
    by_pair = [place for place, kind in enumerate(kinds) if kind.by_pair]

    def figures(weights: Weights) -> Figures:
        each = np.empty((len(whole), len(kinds), weights.shape[1]))
        for place, tally in enumerate(whole):
            sums = tally.sums(weights)
            each[place] = ratio(2 * sums[0::2], sums[1::2])
        return np.concatenate((mean_of_defined(each), *(each[:, place] for place in by_pair)))

    return Family(tuple(heads), figures)


def _head(said: Said, kind: _Kind) -> Head:
    versions = np.ones(len(said.document), bool) if kind.documents is None else kind.documents[said.document]
    spans = versions[said.owner]
    if kind.label is not None:
        spans &= said.label == kind.label
    return Head(
        measure=kind.measure,
        n_documents=len(np.unique(said.document[versions])),
        n_annotators=said.n_annotators(versions),
        n_items=int(spans.sum()),
        reason=kind.reason,
        label=None if kind.label is None else said.labels[kind.label],
    )


def _kinds(pairs: Pairs, meetings: Meetings) -> list[_Kind]:
    said, count = pairs.said, len(pairs)
    labels = len(said.labels)
    left, right = pairs.sides
    boundary, exact = same_spans(said, left, right)
    shared = table_counts(left.pair[exact], left.label[exact], (count, labels))
    per_version = table_counts(said.owner, said.label, (len(said.document), labels))
    size = per_version[pairs.one] + per_version[pairs.other]
    bounds = [first_of_run(side.pair, side.start, side.end) for side in (left, right)]
    boundary_size = _per_pair(left.pair[bounds[0]], count) + _per_pair(right.pair[bounds[1]], count)
    same_bounds = _per_pair(left.pair[boundary & bounds[0]], count)
    agreed = first_of_run(left.pair[exact], left.start[exact], left.end[exact])
    overlap = _per_pair(meetings.left.pair[meetings.one[one_to_one(meetings)]], count)
    everything, all_sizes = shared.sum(axis=1), size.sum(axis=1)
    arms = _arms(said)
    return [
        _Kind("span_f1_exact", everything, all_sizes, by_pair=True),
        *(_Kind("span_f1_exact", shared[:, label], size[:, label], label) for label in range(labels)),
        _Kind("span_f1_overlap", overlap, _units(meetings, count), by_pair=True),
        _Kind("span_f1_boundary", same_bounds, boundary_size, by_pair=True),
        _Kind(
            "label_given_boundary",
            _per_pair(left.pair[exact][agreed], count),
            2 * same_bounds,
            reason=_NO_COMMON,
        ),
        *(
            _Kind(
                f"span_f1_exact_{arm}_suggestions",
                everything * takes[pairs.document],
                all_sizes * takes[pairs.document],
                documents=takes,
            )
            for arm, takes in (("with", arms[0]), ("without", arms[1]))
        ),
    ]


def same_spans(said: Said, left: Side, right: Side) -> tuple[Flags, Flags]:
    """Which of the left spans the right has with the same boundaries, and which with the same label too."""
    width = int(said.lengths.max(initial=0)) + 1
    # Numbers of the boundaries that occur keep the keys small whatever the texts' lengths.
    known = np.unique(said.start * width + said.end)
    keys = [
        side.pair * len(known) + np.searchsorted(known, side.start * width + side.end)
        for side in (left, right)
    ]
    labelled = [key * len(said.labels) + side.label for key, side in zip(keys, (left, right), strict=True)]
    return _held(*keys), _held(*labelled)


def _held(keys: Numbers, others: Numbers) -> Flags:
    """Which of the keys occur in `others`; both ascending."""
    if len(others) == 0:
        return np.zeros(len(keys), dtype=bool)
    found: Flags = others[np.minimum(np.searchsorted(others, keys), len(others) - 1)] == keys
    return found


def _per_pair(pair: Numbers, count: int) -> Columns:
    return np.bincount(pair, minlength=count).astype(np.float32)


def _units(meetings: Meetings, count: int) -> Columns:
    sides: tuple[Units, Units] = (meetings.left, meetings.right)
    return _per_pair(sides[0].pair, count) + _per_pair(sides[1].pair, count)


def exact_counts(pairs: Pairs) -> tuple[Columns, Columns]:
    """Of each pair of versions, the spans with the same boundaries and label, and the spans of both: (pairs,)."""
    left, right = pairs.sides
    _, exact = same_spans(pairs.said, left, right)
    count = len(pairs)
    return _per_pair(left.pair[exact], count), _per_pair(left.pair, count) + _per_pair(right.pair, count)


def _arms(said: Said) -> tuple[Flags, Flags]:
    """Documents whose annotators all saw suggestions, and those where none did."""
    aided, alone = (
        np.bincount(said.document, weights=flags, minlength=said.n_documents)
        for flags in (said.aided, said.alone)
    )
    return aided == said.sizes, alone == said.sizes

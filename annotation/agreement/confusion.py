"""What one annotator's labels are in the eyes of another.

`label_confusion_boundary`: of the spans labelled `label` whose boundaries another annotator has too, the share that
they labelled `other_label`. `label_confusion_overlap`: of all spans labelled `label`, the share for which the other's
span with most code points in common is an `other_label`; of several the one with the same label, then the first.
`span_missed`: the share where the other has nothing at all. Every annotator is compared with every other, both ways;
pairs of labels that never met have no row.
"""

import numpy as np

from annotation.agreement.bootstrap import Figures, Weights
from annotation.agreement.family import Columns, Family, Head, Tally, ratio
from annotation.agreement.pairs import Pairs, Side, spread, table_counts
from annotation.agreement.said import Numbers
from annotation.agreement.span_f1 import NO_SPANS


def confusion(pairs: Pairs) -> Family:
    labels = len(pairs.said.labels)
    left, right = pairs.sides
    same = _same_boundaries(pairs, left, right)
    boundary = _table(pairs, left.pair[same[0]], left.label[same[0]], right.label[same[1]], labels)
    boundary += _table(pairs, left.pair[same[0]], right.label[same[1]], left.label[same[0]], labels)
    overlap = np.zeros_like(boundary, shape=(len(pairs), labels * (labels + 1)))
    one, other = _common(pairs, left, right)
    for mine, theirs, here, there in ((left, right, one, other), (right, left, other, one)):
        best = _best(mine, theirs, here, there)
        named = np.where(best < 0, labels, theirs.label[best] if len(theirs.label) else labels)
        overlap += _table(pairs, mine.pair, mine.label, named, labels + 1)
    tallies = (pairs.by_document(boundary), pairs.by_document(overlap))
    cells = (_cells(tallies[0], labels, labels), _cells(tallies[1], labels, labels + 1))
    heads = [
        *(_head(pairs, "label_confusion_boundary", *cell, cells[0]) for cell in _met(cells[0])),
        *(_head(pairs, "label_confusion_overlap", *cell, cells[1]) for cell in _met(cells[1][:, :labels])),
        *(_head(pairs, "span_missed", label, None, cells[1]) for label in range(labels)),
    ]

    def figures(weights: Weights) -> Figures:
        found = []
        for tally, wide in zip(tallies, (labels, labels + 1), strict=True):
            sums = tally.sums(weights).reshape(labels, wide, weights.shape[1])
            found.append(ratio(sums, sums.sum(axis=1, keepdims=True)))
        chosen = [found[0][cell] for cell in _met(cells[0])]
        chosen += [found[1][cell] for cell in _met(cells[1][:, :labels])]
        chosen += list(found[1][:, labels])
        return np.stack(chosen) if chosen else np.zeros((0, weights.shape[1]))

    return Family(tuple(heads), figures)


def _table(pairs: Pairs, pair: Numbers, label: Numbers, other: Numbers, wide: int) -> Columns:
    """(pairs, labels * wide): how often each label met each other."""
    return table_counts(pair, label * wide + other, (len(pairs), len(pairs.said.labels) * wide))


def _cells(tally: Tally, labels: int, wide: int) -> Figures:
    cells: Figures = tally.columns.sum(axis=0, dtype=np.float64).reshape(labels, wide)
    return cells


def _met(cells: Figures) -> list[tuple[int, int]]:
    return [(int(one), int(other)) for one, other in np.argwhere(cells > 0)]


def _head(pairs: Pairs, measure: str, label: int, other: int | None, cells: Figures) -> Head:
    names = pairs.said.labels
    return Head(
        measure=measure,
        n_documents=pairs.said.n_documents,
        n_annotators=pairs.said.n_annotators(),
        n_items=int(cells[label].sum()),
        reason=NO_SPANS,
        label=names[label],
        other_label=None if other is None else names[other],
    )


def _common(pairs: Pairs, left: Side, right: Side) -> tuple[Numbers, Numbers]:
    """All spans of both sides that share a code point, whatever their labels; spans of a side may overlap too."""
    width = int(pairs.said.lengths.max(initial=0)) + 1
    begin, finish = left.pair * width + left.start, left.pair * width + left.end
    right_begin, right_finish = right.pair * width + right.start, right.pair * width + right.end
    low = np.searchsorted(np.maximum.accumulate(right_finish), begin, side="right")
    counts = np.maximum(np.searchsorted(right_begin, finish, side="left") - low, 0)
    one, other = np.repeat(np.arange(len(counts)), counts), spread(low, counts)
    meet = right_finish[other] > begin[one]
    return one[meet], other[meet]


def _same_boundaries(pairs: Pairs, left: Side, right: Side) -> tuple[Numbers, Numbers]:
    one, other = _common(pairs, left, right)
    same = (left.start[one] == right.start[other]) & (left.end[one] == right.end[other])
    return one[same], other[same]


def _best(mine: Side, theirs: Side, one: Numbers, other: Numbers) -> Numbers:
    """For each of my spans the other's that it shares most with; -1 where it shares nothing."""
    common = np.minimum(mine.end[one], theirs.end[other]) - np.maximum(mine.start[one], theirs.start[other])
    differs = mine.label[one] != theirs.label[other]
    # The best of each comes last, and the last assignment stands.
    order = np.lexsort((-other, ~differs, common, one))
    best = np.full(len(mine.label), -1, dtype=np.int64)
    best[one[order]] = other[order]
    return best

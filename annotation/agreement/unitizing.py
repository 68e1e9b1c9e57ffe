"""Krippendorff's alpha-U: do people cut the same units out of a text?

Krippendorff 2004, "Content Analysis", second edition, pages 251 to 256. The texts lie end to end as one continuum;
gaps end with their text. Where not everybody labelled everything, a text's observed disagreement is divided by its
annotators less one, as alpha does with missing values; with everybody everywhere that is Krippendorff's formula.
"""

from dataclasses import dataclass

import numpy as np

from annotation.agreement.bootstrap import Figures, Weights
from annotation.agreement.family import Columns, Family, Head, Tally
from annotation.agreement.overlap import Meetings, Units, units_of
from annotation.agreement.pairs import Pairs, Side, table_counts
from annotation.agreement.said import Numbers, Said
from annotation.agreement.span_f1 import NO_SPANS


@dataclass(frozen=True, slots=True)
class _Label:
    """What one label needs, by document. `unit_lengths` are those that occur, (lengths,).

    `sums`: observed, units, units' 2l^3 - 3l^2 + l, units' l(l - 1). `units`: how many of each length. `rooms`: in how
    many places of all gaps a unit of each length could lie.
    """

    unit_lengths: Numbers
    sums: Tally
    units: Tally
    rooms: Tally


def unitizing_alpha(pairs: Pairs, meetings: Meetings) -> Family:
    """For all labels together, and for each."""
    said = pairs.said
    observed = _observed(pairs, meetings)
    versions = Side(said.owner, said.start, said.end, said.label)
    width = int(said.lengths.max(initial=0)) + 1
    units = units_of(versions, len(said.document), width)
    labels = [_label(said, units, width, label, observed[:, label]) for label in range(len(said.labels))]
    told = Tally((said.lengths * said.sizes).astype(np.float32)[:, None])
    documents = said.n_documents
    heads = [
        Head("span_alpha_u", documents, said.n_annotators(), len(units.label), NO_SPANS),
        *(
            Head(
                "span_alpha_u",
                documents,
                said.n_annotators(),
                int((units.label == place).sum()),
                NO_SPANS,
                label=name,
            )
            for place, name in enumerate(said.labels)
        ),
    ]

    def figures(weights: Weights) -> Figures:
        length = told.sums(weights)[0]
        parts = np.array([_disagreement(label, length, weights) for label in labels])
        parts = parts.reshape(len(labels), 2, weights.shape[1])
        both = np.concatenate((parts.sum(axis=0)[None], parts))
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(np.where(both[:, 1] > 0, 1 - both[:, 0] / both[:, 1], np.nan))

    return Family(tuple(heads), figures)


def _observed(pairs: Pairs, meetings: Meetings) -> Columns:
    """(documents, labels): squared differences of all ordered pairs, divided by the annotators less one."""
    left, right, one, other = meetings.left, meetings.right, meetings.one, meetings.other
    ends = (left.begin[one] - right.begin[other]) ** 2 + (left.finish[one] - right.finish[other]) ** 2
    cells = [(left, one, ends)]
    for units, met in ((left, one), (right, other)):
        # A unit that meets none lies in a gap of the other's.
        alone = np.flatnonzero(np.bincount(met, minlength=len(units.begin)) == 0)
        cells.append((units, alone, (units.finish[alone] - units.begin[alone]) ** 2))
    labels = len(pairs.said.labels)
    summed = np.zeros(len(pairs) * labels)
    for units, chosen, squares in cells:
        summed += np.bincount(
            units.pair[chosen] * labels + units.label[chosen], weights=squares, minlength=len(summed)
        )
    tally = pairs.by_document((2 * summed.reshape(len(pairs), labels)).astype(np.float32))
    return np.asarray(tally.columns / np.maximum(pairs.said.sizes - 1, 1)[:, None], dtype=np.float32)


def _label(said: Said, units: Units, width: int, label: int, observed: Columns) -> _Label:
    mine = units.label == label
    version = units.pair[mine]
    line = (label * len(said.document) + version) * width
    start, end = units.begin[mine] - line, units.finish[mine] - line
    length, document = end - start, said.document[version]
    unit_lengths, place = np.unique(length, return_inverse=True)
    counts = table_counts(document, place, (said.n_documents, len(unit_lengths))).astype(np.float64)
    gap, owner = _gaps(said, version, start, end)
    rooms = [
        np.bincount(owner, weights=np.maximum(gap - one + 1, 0), minlength=said.n_documents)
        for one in unit_lengths
    ]
    cubic = 2 * unit_lengths**3 - 3 * unit_lengths**2 + unit_lengths
    sums = (observed, counts.sum(axis=1), counts @ cubic, counts @ (unit_lengths * (unit_lengths - 1)))
    empty = np.zeros((said.n_documents, 0))
    return _Label(
        unit_lengths,
        Tally(np.stack(sums, axis=1).astype(np.float32)),
        Tally(counts.astype(np.float32)),
        Tally((np.stack(rooms, axis=1) if rooms else empty).astype(np.float32)),
    )


def _gaps(said: Said, version: Numbers, start: Numbers, end: Numbers) -> tuple[Numbers, Numbers]:
    """Length and document of every stretch that a version left between its units, at its ends, or altogether."""
    every = np.arange(len(said.document))
    # The text's two ends count as units of no length, before and behind all others.
    owner = np.concatenate((every, version, every))
    begin = np.concatenate((np.zeros(len(every), dtype=np.int64), start, said.lengths[said.document]))
    finish = np.concatenate((np.zeros(len(every), dtype=np.int64), end, said.lengths[said.document]))
    order = np.argsort(owner, kind="stable")
    begin, finish, owner = begin[order], finish[order], owner[order]
    gap = np.where(owner[1:] == owner[:-1], begin[1:] - finish[:-1], 0)
    return gap[gap > 0], said.document[owner[:-1][gap > 0]]


def _disagreement(label: _Label, length: Figures, weights: Weights) -> tuple[Figures, Figures]:
    """Observed and expected, up to the same factor. `length`: what all annotators read, added up."""
    observed, units, cubic, inside = label.sums.sums(weights)
    square = (label.unit_lengths**2).astype(np.float64)
    beside = np.einsum("lr,lr,l->r", label.units.sums(weights), label.rooms.sums(weights), square)
    ways = length * (length - 1) - inside
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = 2 * ((units - 1) / 3 * cubic + beside) / ways
        return observed / length, np.where(units > 0, expected, 0.0)

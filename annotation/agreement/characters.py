"""Krippendorff's nominal alpha with every code point as a unit: its label, or that it has none.

Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability". Texts are cut where any annotation begins or ends;
between two cuts all code points have the same values and are counted at once, so memory goes with the spans
and never with the text.
"""

from dataclasses import dataclass

import numpy as np

from annotation.agreement.bootstrap import Figures, Weights
from annotation.agreement.family import Family, Head, Tally
from annotation.agreement.pairs import first_of_run
from annotation.agreement.said import Flags, Numbers, Said

_ONE_VALUE = "every code point has the same value, so nothing could differ by chance"


@dataclass(frozen=True, slots=True)
class Painted:
    """Stretches with one value each, of which no two of a version overlap: (stretches,)."""

    version: Numbers
    start: Numbers
    end: Numbers
    value: Numbers
    n_values: int


def painted(said: Said) -> Painted:
    """The spans as stretches. Where spans of one version overlap, the set of their labels is a value of its own."""
    owner, labels = said.owner, len(said.labels)
    tangled = np.unique(owner[1:][(np.diff(owner) == 0) & (said.start[1:] < said.end[:-1])])
    if len(tangled) == 0:
        return Painted(owner, said.start, said.end, said.label, labels)
    apart = ~np.isin(owner, tangled)
    values: dict[frozenset[int], int] = {frozenset([label]): label for label in range(labels)}
    cut = [
        (version, *stretch)
        for version in tangled.tolist()
        for stretch in _untangled(said, slice(said.first[version], said.first[version + 1]), values)
    ]
    columns = np.array(cut, dtype=np.int64).reshape(-1, 4).T
    plain = (owner[apart], said.start[apart], said.end[apart], said.label[apart])
    version, start, end, value = (np.concatenate(both) for both in zip(plain, columns, strict=True))
    return Painted(version, start, end, value, len(values))


def _untangled(said: Said, spans: slice, values: dict[frozenset[int], int]) -> list[tuple[int, int, int]]:
    start, end, label = said.start[spans], said.end[spans], said.label[spans]
    cuts = np.unique(np.concatenate((start, end)))
    stretches = []
    for here, there in zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True):
        labels = frozenset(label[(start <= here) & (there <= end)].tolist())
        if labels:
            stretches.append((here, there, values.setdefault(labels, len(values))))
    return stretches


def character_tally(said: Said) -> Tally:
    """Of each document: observed disagreement, how often each value was given, and its disagreement with the rest.

    Columns: observed, the numbers of unlabelled and of each value, their disagreements likewise; shape
    (documents, 3 + 2 * values). Documents with one version or none have zeros.
    """
    cover = painted(said)
    width, sizes = int(said.lengths.max(initial=0)) + 1, said.sizes
    document = said.document[cover.version]
    every = np.arange(said.n_documents)
    places = np.concatenate((document * width + cover.start, document * width + cover.end, every * width))
    value = np.concatenate((cover.value, cover.value, np.zeros(said.n_documents, dtype=np.int64)))
    step = np.repeat([1, -1, 0], [len(document), len(document), said.n_documents])
    order = np.argsort(places, kind="stable")
    places, value, step = places[order], value[order], step[order]
    cut = first_of_run(places)
    which, places = np.cumsum(cut) - 1, places[cut]
    # How many annotators give each value, from each cut to the next or to the document's end.
    steps = np.bincount(
        which * cover.n_values + value, weights=step, minlength=len(places) * cover.n_values
    ).reshape(-1, cover.n_values)
    given = np.cumsum(steps, axis=0)
    owner = places // width
    length = (
        np.minimum(np.append(places[1:], np.iinfo(np.int64).max), owner * width + said.lengths[owner])
        - places
    )
    people = sizes[owner]
    given = np.column_stack((people - given.sum(axis=1), given))
    counts = np.where(people >= 2, length, 0)[:, None] * given
    apart = counts * (people[:, None] - given) / np.maximum(people - 1, 1)[:, None]
    cells = np.column_stack((apart.sum(axis=1), counts, apart))
    starts = np.flatnonzero(first_of_run(owner))
    return Tally(
        np.add.reduceat(cells, starts, axis=0).astype(np.float32) if len(starts) else cells.astype(np.float32)
    )


def nominal_alpha(observed: Figures, counts: Figures) -> Figures:
    """1 - (total - 1) * observed / expected; NaN where only one value occurs. `counts`: (values, weightings)."""
    total = counts.sum(axis=0)
    # Not total**2 - counts**2: most of a text is unlabelled, and the difference of two large squares is noise.
    expected = (counts * (total - counts)).sum(axis=0)
    several = (counts > 0).sum(axis=0) > 1
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(several, 1 - (total - 1) * observed / expected, np.nan))


def character_alpha(said: Said) -> Family:
    """For all, and of each label against everything else."""
    tally = character_tally(said)
    return Family(
        (
            _head(said, said.sizes[said.document] >= 2),
            *(_head(said, said.sizes[said.document] >= 2, label) for label in range(len(said.labels))),
        ),
        lambda weights: alphas_of(tally, len(said.labels), weights),
    )


def alphas_of(tally: Tally, labels: int, weights: Weights) -> Figures:
    """Alpha for all and of each of the first `labels` values: (1 + labels, weightings)."""
    observed, *rest = tally.sums(weights)
    counts, apart = np.split(np.stack(rest), 2)
    each = [
        nominal_alpha(
            2 * apart[label],
            np.stack((counts[label], counts[:label].sum(axis=0) + counts[label + 1 :].sum(axis=0))),
        )
        for label in range(1, labels + 1)
    ]
    return np.stack([nominal_alpha(observed, counts), *each])


def _head(said: Said, versions: Flags, label: int | None = None) -> Head:
    spans = versions[said.owner]
    if label is not None:
        spans &= said.label == label
    return Head(
        measure="span_alpha_characters",
        n_documents=len(np.unique(said.document[versions])),
        n_annotators=said.n_annotators(versions),
        n_items=int(spans.sum()),
        reason=_ONE_VALUE,
        label=None if label is None else said.labels[label],
    )

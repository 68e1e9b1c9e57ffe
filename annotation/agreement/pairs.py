"""Every two versions of one document, with their spans side by side."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from annotation.agreement.family import Columns, Tally
from annotation.agreement.said import Flags, Numbers, Said


@dataclass(frozen=True, slots=True)
class Side:
    """The spans of one version of each pair, pair by pair: all (spans,)."""

    pair: Numbers
    start: Numbers
    end: Numbers
    label: Numbers


@dataclass(frozen=True)
class Pairs:
    """`one` and `other` are versions of the same `document`, `one` of the annotator that sorts first: (pairs,)."""

    said: Said
    document: Numbers
    one: Numbers
    other: Numbers

    def __len__(self) -> int:
        return len(self.document)

    @cached_property
    def sides(self) -> tuple[Side, Side]:
        return _side(self.said, self.one), _side(self.said, self.other)

    @cached_property
    def by_annotators(self) -> tuple[tuple[int, int, Numbers], ...]:
        """Numbers of two annotators and their pairs, in order of documents."""
        said = self.said
        key = said.annotator[self.one] * len(said.annotators) + said.annotator[self.other]
        order = np.argsort(key, kind="stable")
        starts = np.flatnonzero(np.diff(key[order], prepend=-1))
        return tuple(
            (*divmod(int(key[chosen[0]]), len(said.annotators)), chosen)
            for chosen in (np.split(order, starts[1:]) if len(order) else [])
        )

    def by_document(self, columns: Columns) -> Tally:
        """Counts of pairs (pairs, counts) added up by document."""
        summed = np.zeros((self.said.n_documents, columns.shape[1]), dtype=np.float32)
        if len(self):
            starts = np.flatnonzero(first_of_run(self.document))
            summed[self.document[starts]] = np.add.reduceat(columns, starts, axis=0)
        return Tally(summed)


def pairs_of(said: Said) -> Pairs:
    ones, others = [], []
    for apart in range(1, int(said.sizes.max(initial=1))):
        one = np.flatnonzero(said.document[apart:] == said.document[:-apart])
        ones.append(one)
        others.append(one + apart)
    one, other = (np.concatenate(found) if found else np.zeros(0, dtype=np.int64) for found in (ones, others))
    order = np.lexsort((other, one))
    return Pairs(said, said.document[one[order]], one[order], other[order])


def _side(said: Said, versions: Numbers) -> Side:
    counts = np.diff(said.first)[versions]
    spans = spread(said.first[versions], counts)
    return Side(
        np.repeat(np.arange(len(versions)), counts), said.start[spans], said.end[spans], said.label[spans]
    )


def spread(first: Numbers, counts: Numbers) -> Numbers:
    """The numbers from each `first` on, as many as `counts` says, one after the other."""
    begin = np.cumsum(counts) - counts
    return np.repeat(first - begin, counts) + np.arange(counts.sum())


def table_counts(rows: Numbers, columns: Numbers, shape: tuple[int, int]) -> Columns:
    """How often each row met each column."""
    counted = np.bincount(rows * shape[1] + columns, minlength=shape[0] * shape[1])
    return counted.reshape(shape).astype(np.float32)


def first_of_run(*keys: Numbers) -> Flags:
    """Whether any key differs from the one before; the first always does."""
    new = np.ones(len(keys[0]), dtype=bool)
    if len(new) > 1:
        new[1:] = np.logical_or.reduce([np.diff(key) != 0 for key in keys])
    return new

"""Spans of two people that share code points."""

from dataclasses import dataclass

import numpy as np

from annotation.agreement.pairs import Pairs, Side, spread
from annotation.agreement.said import Numbers


@dataclass(frozen=True, slots=True)
class Units:
    """Stretches that one person gave one label, sorted by label, pair and start; none overlaps another.

    `begin` and `finish` tell the same on one line, on which no two pairs or labels touch.
    """

    pair: Numbers
    label: Numbers
    begin: Numbers
    finish: Numbers


@dataclass(frozen=True, slots=True)
class Meetings:
    """Units of both sides and which share a code point: `left[one[n]]` with `right[other[n]]`, in both orders."""

    left: Units
    right: Units
    one: Numbers
    other: Numbers


def units_of(side: Side, pairs: int, width: int) -> Units:
    """Overlapping spans with the same label by the same person count as one, from the first's start on."""
    # A stable sort by label keeps the order by pair and start that the spans come in.
    order = np.argsort(side.label.astype(np.int16), kind="stable")
    pair, label = side.pair[order], side.label[order]
    line = (label * pairs + pair) * width
    begin, finish = side.start[order] + line, side.end[order] + line
    reach = np.maximum.accumulate(finish)
    new = np.ones(len(begin), dtype=bool)
    new[1:] = begin[1:] >= reach[:-1]
    starts = np.flatnonzero(new)
    last = np.append(starts[1:], len(begin)) - 1 if len(begin) else starts
    return Units(pair[new], label[new], begin[new], reach[last])


def meetings_of(pairs: Pairs) -> Meetings:
    width = int(pairs.said.lengths.max(initial=0)) + 1
    left, right = (units_of(side, len(pairs), width) for side in pairs.sides)
    low = np.searchsorted(right.finish, left.begin, side="right")
    high = np.searchsorted(right.begin, left.finish, side="left")
    counts = np.maximum(high - low, 0)
    return Meetings(left, right, np.repeat(np.arange(len(counts)), counts), spread(low, counts))


def one_to_one(meetings: Meetings) -> Numbers:
    """A largest choice of meetings in which no unit occurs twice; places in `meetings.one`.

    Units of one side do not overlap, so those that meet form chains, and taking the first meeting that is still
    free, from left to right, gives as many as can be. All chains take their steps at once.
    """
    one, other = meetings.one, meetings.other
    if len(one) == 0:
        return one
    new_one, new_other = np.diff(one, prepend=-1) != 0, np.diff(other, prepend=-1) != 0
    chain = np.cumsum(new_one & new_other)
    # The next meeting of other units on both sides.
    following = np.maximum(_next_start(new_one), _next_start(new_other))
    taken = []
    here = np.flatnonzero(new_one & new_other)
    while len(here):
        taken.append(here)
        there = following[here]
        inside = there < len(one)
        here, there = here[inside], there[inside]
        here = there[chain[there] == chain[here]]
    return np.sort(np.concatenate(taken))


def _next_start(new: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Numbers:
    """For each place the next that begins a run; the length where none does."""
    starts = np.append(np.flatnonzero(new), len(new))
    return starts[np.cumsum(new)]

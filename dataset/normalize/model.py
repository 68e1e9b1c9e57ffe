"""The model: how much speaks for a line being the story, or the title, in two passes over its page.

The first pass sees a line, its neighbours and its surroundings. The second also sees what the first took for
the story: how far away it is, and which of its words the line uses; so a region closes where the story resumes.
All inputs and weights are whole numbers in float32, below 2**24 in every sum: results are exact, the same on
every machine and in any order of summation. The weights are made by `benchmarks/furniture/train.py`.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from dataset.native import call
from dataset.normalize.coherence import shared
from dataset.normalize.features import (
    Features,
    Numbers,
    Small,
    binned,
    cumulated,
    last_above,
    next_below,
    parts,
)
from dataset.normalize.words import Flags, Places

# Scales of the fixed-point numbers: weights of the first layer, what it hands on, weights of the second.
FIRST, HANDED, SECOND = 512, 16, 64
ONE = HANDED * SECOND
FURNITURE, STORY, TITLE = range(3)
# What a unit hands on at most.
_MOST = 4_095
SURE = 10 * ONE
_BINS = ONE // 2 * np.array([-12, -8, -6, -4, -3, -2, -1, 0, 1, 2, 3, 4, 6, 8, 12])
_FEW = np.array([1, 2, 3, 5, 8, 13, 20, 35])
# How far the second pass sees what the first said, line by line.
_REACH = 6
_WIDTHS = (3, 8, 20)


@dataclass(frozen=True, slots=True)
class Layers:
    """One hidden layer: inputs x hidden, hidden, hidden x 3, 3; all whole numbers."""

    hidden: Numbers
    hidden_bias: Numbers
    out: Numbers
    out_bias: Numbers

    def scores(self, inputs: Small) -> Numbers:
        """(furniture, story, title) x lines in units of 1/ONE; `inputs` is columns x lines."""
        none = np.zeros(inputs.shape[1], np.int64)
        rows = np.arange(len(inputs))
        return self._scores(np.ascontiguousarray(inputs), rows, np.zeros_like(rows), none, none)

    def first_scores(self, features: Features) -> Numbers:
        """The same of `first_inputs`, which need not be made for it."""
        row, step = features.first_rows()
        return self._scores(features.own, row, step, features.page.top, features.page.rest)

    def _scores(self, own: Small, row: Places, step: Places, top: Places, rest: Places) -> Numbers:
        lines = own.shape[1]
        found = np.empty((3, lines), dtype=np.float32)
        # A last input that is always 1 adds the bias. A power of two scales a sum exactly.
        hidden = np.vstack([self.hidden, self.hidden_bias]) * np.float32(HANDED / FIRST)
        out = np.vstack([self.out, self.out_bias])
        width = hidden.shape[1]
        done = call(
            "score_lines", *(own, row, step, len(row), top, rest, lines), hidden, width, out, _MOST, found
        )
        if done < 0:
            raise ValueError(f"a layer of {width} units is not what dataset/native/model.c takes")
        return found


@dataclass(frozen=True, slots=True)
class Judged:
    """Per line what speaks for the story and for the title, against the best of the others, in units of 1/ONE."""

    story: Places
    title: Places


@cache
def layers(name: str) -> Layers:
    """The first or the second pass' layers."""
    with np.load(Path(__file__).with_name("model.npz")) as weights:
        parts = (
            weights[f"{name}_{part}"].astype(np.float32)
            for part in ("hidden", "hidden_bias", "out", "out_bias")
        )
        return Layers(*parts)


def judge(features: Features) -> Judged:
    """Judge all lines of a batch."""
    first = margins(layers("first").first_scores(features))
    # What the first pass is sure of, it decides: two lines in three.
    unsure = np.flatnonzero((np.abs(first.story) < SURE) | (first.title > -SURE))
    second = margins(layers("second").scores(second_inputs(features, first, unsure)))
    first.story[unsure], first.title[unsure] = second.story, second.title
    return first


def margins(scores: Numbers) -> Judged:
    furniture, story, title = scores[FURNITURE], scores[STORY], scores[TITLE]
    return Judged(
        (story - np.maximum(furniture, title)).astype(np.int64),
        (title - np.maximum(furniture, story)).astype(np.int64),
    )


def second_inputs(features: Features, first: Judged, lines: Places | None = None) -> Small:
    """A line's own features, and how it stands to what the first pass took for the story; of all or some lines.

    Columns x lines.
    """
    page = features.page
    story, title = binned(_BINS, first.story), binned(_BINS, first.title)
    judged = np.stack([story, title])
    near = [page.shift(judged, step) for step in range(-_REACH, _REACH + 1) if step]
    columns: list[npt.NDArray[np.generic]] = [*judged, *(row[0] for row in near), *(row[1] for row in near)]
    core = (first.story >= ONE) & (features.column("prose") > 0)
    told = cumulated(first.story >= 0)
    sure = cumulated(core)
    summed = cumulated(story)
    for width in _WIDTHS:
        columns += [sums // width for sums in page.around(summed, width)]
    for total in (told, sure):
        whole = total[page.end] - total[page.begin]
        over = total[:-1] - total[page.begin]
        columns += [_few(over), _few(total[page.end] - total[1:]), parts(8 * over, np.maximum(whole, 1), 8)]
    columns += _distances(features, first.story >= 0, first.title)
    for terms in (features.pairs, features.proper):
        count = np.maximum(terms.found, 1)
        for found in shared(terms, core):
            columns += [parts(16 * found, count, 8), np.minimum(found, 4)]
    told_of = [*features.own, *(values.astype(np.uint8) for values in columns)]
    if lines is None:
        return np.stack(told_of)
    inputs = np.empty((len(told_of), len(lines)), np.uint8)
    for values, into in zip(told_of, inputs, strict=True):
        values.take(lines, out=into, mode="clip")
    return inputs


def _distances(features: Features, told: Flags, title: Places) -> list[npt.NDArray[np.generic]]:
    """Lines to the story above and below, furniture's run between, and whether a likelier title stands above or below."""
    page = features.page
    at = np.arange(len(page.of))
    last, following = last_above(told, page), next_below(told, page)
    up = np.where(last >= 0, at - last, 99)
    down = np.where(following >= 0, following - at, 99)
    best = np.full(int(page.of[-1]) + 1 if len(at) else 0, np.iinfo(np.int64).min)
    np.maximum.at(best, page.of, title)
    leading = np.where(title == best[page.of], at, len(at))
    place = np.full(len(best), len(at))
    np.minimum.at(place, page.of, leading)
    away = at - place[page.of]
    return [
        _few(up),
        _few(down),
        _few(np.minimum(up + down, 99)),
        8 * (away == 0),
        _few(np.maximum(away, 0)),
        _few(np.maximum(-away, 0)),
        np.minimum(np.maximum((title - best[page.of]) // ONE + 8, 0), 8),
    ]


def _few(values: Places) -> Small:
    return binned(_FEW, values)

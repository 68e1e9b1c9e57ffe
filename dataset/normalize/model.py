"""The model: how much speaks for a line being the story, or the title, in two passes over its page.

The first pass sees a line, its neighbours and its surroundings. The second also sees what the first took for
the story: how far away it is, and which of its words the line uses; so a region closes where the story resumes.
All inputs and weights are whole numbers, and those in float32 below 2**24 in every sum: results are exact, the same
on every machine and in any order of summation. The weights are made by `benchmarks/furniture/train.py`.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from dataset.native import call
from dataset.normalize.coherence import shared
from dataset.normalize.features import (
    Features,
    Numbers,
    Small,
    binned,
    parts,
)
from dataset.normalize.words import Places

# Scales of the fixed-point numbers: weights of the first layer, what it hands on, weights of the second.
FIRST, HANDED, SECOND = 512, 16, 64
ONE = HANDED * SECOND
# A sum of the first layer is divided by this power of two.
_SHIFT = (FIRST // HANDED).bit_length() - 1
FURNITURE, STORY, TITLE = range(3)
# What a unit hands on at most.
_MOST = 4_095
# Lines that show which inputs are seldom filled.
_SAMPLE = 1_000
# What a weight of the hidden layer may be.
_HEAVIEST = 32_767
# Units of a layer, in `dataset/native/model.c` too.
_WIDEST = 128
SURE = 10 * ONE
_BINS = ONE // 2 * np.array([-12, -8, -6, -4, -3, -2, -1, 0, 1, 2, 3, 4, 6, 8, 12])


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
        inputs, width = self.hidden.shape
        if width % 8 or width > _WIDEST:
            raise ValueError(f"a layer of {width} units: dataset/native/model.c takes eights up to {_WIDEST}")
        if np.abs(self.hidden).max(initial=0) > _HEAVIEST:
            raise ValueError(f"a weight above {_HEAVIEST}: dataset/native/model.c takes 16 bits")
        # A pair of inputs that are both zero costs nothing: those that are seldom filled stand side by side.
        filled = np.count_nonzero(own[:, :_SAMPLE], axis=1)
        order = np.argsort(-filled[row], kind="stable")
        row, step = row[order], step[order]
        pairs = np.zeros((inputs + inputs % 2, width), np.int16)
        pairs[:inputs] = self.hidden[order]
        hidden = np.ascontiguousarray(pairs.reshape(-1, 2, width).swapaxes(1, 2))
        # A last input that is always 1 adds the bias.
        out = np.vstack([self.out, self.out_bias])
        call(
            "score_lines",
            *(own, len(own), row, step, len(row), top, rest, lines),
            *(hidden, self.hidden_bias.astype(np.int32), width, _SHIFT),
            out,
            _MOST,
            found,
        )
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

    Columns x lines, which ascend.
    """
    chosen = np.arange(len(first.story)) if lines is None else lines
    told, core = first.story >= 0, (first.story >= ONE) & (features.column("prose") > 0)
    own, looks = len(features.own), 45
    inputs = np.empty((own + looks + 8, len(chosen)), np.uint8)
    for values, into in zip(features.own, inputs, strict=False):
        values.take(chosen, out=into, mode="clip")
    starts = features.page.starts
    judged = binned(_BINS, first.story), binned(_BINS, first.title)
    call(
        "look_again",
        *(starts, len(starts) - 1, *judged, told, core, first.title, ONE),
        *(chosen, len(chosen), inputs[own : own + looks]),
    )
    columns = iter(inputs[own + looks :])
    for terms in (features.pairs, features.proper):
        count = np.maximum(terms.found[chosen], 1)
        for found in shared(terms, core):
            some = found[chosen]
            next(columns)[:] = parts(16 * some, count, 8)
            next(columns)[:] = np.minimum(some, 4)
    return inputs

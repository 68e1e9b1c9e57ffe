"""Fit the line model's layers: Adam, rates that fall, weights averaged as it goes; the same bytes every time.

Every time a line is seen some of its columns are missing and some groups of its page's are gone or lower: other
writers, other corpora, sites whose words no lexicon has. Drawn anew each time, that teaches more than it costs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from dataset.normalize.model import FIRST, ONE, SECOND, Layers

Array = npt.NDArray[Any]
_BATCH, _RATE, _DECAY, _KEPT = 512, 2e-3, 1e-3, 0.999
_BETAS = (0.9, 0.999)
_WARM = 200
# Of 256 values, how many are blanked.
_BLANKED = 10


@dataclass(frozen=True, slots=True)
class Lines:
    """What is learnt from: inputs (lines x columns, uint8) with the columns' names, page and label of each line."""

    inputs: Array
    names: Sequence[str]
    pages: Array
    labels: Array

    def only(self, chosen: Array) -> "Lines":
        return Lines(self.inputs[chosen], self.names, self.pages[chosen], self.labels[chosen])


def fitted(lines: Lines, hidden: int, seed: int, epochs: int) -> Layers:
    """A network with one hidden layer, its weights rounded to whole numbers."""
    rng = np.random.default_rng(seed)
    some = lines.inputs[rng.permutation(len(lines.labels))[:100_000]].astype(np.float32)
    mean, scale = some.mean(axis=0), 1 / np.maximum(some.std(axis=0), np.float32(0.25))
    fade = _Fade(lines)
    columns = lines.inputs.shape[1]
    weights = [
        _drawn(rng, columns, hidden),
        np.zeros(hidden, np.float32),
        _drawn(rng, hidden, 3),
        np.zeros(3, np.float32),
    ]
    adam = _Adam(weights, epochs * -(-len(lines.labels) // _BATCH))
    for _ in range(epochs):
        order = rng.permutation(len(lines.labels))
        fade.draw(rng)
        for start in range(0, len(order), _BATCH):
            at = order[start : start + _BATCH]
            seen = fade.faded(lines.inputs[at].astype(np.float32), at)
            seen -= mean
            seen *= scale
            seen[np.frombuffer(rng.bytes(seen.size), np.uint8).reshape(seen.shape) < _BLANKED] = 0
            adam.step(_gradients(weights, seen, lines.labels[at]))
    first, first_bias, out, out_bias = adam.average
    whole = first * scale[:, None]
    parts = (whole * FIRST, (first_bias - mean @ whole) * FIRST, out * SECOND, out_bias * ONE)
    return Layers(*(np.round(part).astype(np.float32) for part in parts))


def _drawn(rng: np.random.Generator, rows: int, columns: int) -> Array:
    most = np.sqrt(6 / (rows + columns))
    return rng.uniform(-most, most, (rows, columns)).astype(np.float32)


def _gradients(weights: list[Array], seen: Array, labels: Array) -> list[Array]:
    first, first_bias, out, out_bias = weights
    hidden = seen @ first + first_bias
    active = hidden > 0
    hidden *= active
    said = hidden @ out + out_bias
    said = np.exp(said - said.max(axis=1, keepdims=True))
    said /= said.sum(axis=1, keepdims=True)
    said[np.arange(len(labels)), labels] -= 1
    said /= len(labels)
    back = (said @ out.T) * active
    return [seen.T @ back, back.sum(axis=0), hidden.T @ said, said.sum(axis=0)]


class _Adam:
    """Steps in place; `average` is the mean of the weights so far, the last ones counting most."""

    def __init__(self, weights: list[Array], steps: int) -> None:
        self._weights, self._steps, self._done = weights, steps, 0
        self._mean = [np.zeros_like(part) for part in weights]
        self._square = [np.zeros_like(part) for part in weights]
        self.average = [part.copy() for part in weights]

    def step(self, gradients: list[Array]) -> None:
        self._done += 1
        done = self._done
        rate = _RATE * (0.02 + 0.49 * (1 + np.cos(np.pi * done / self._steps))) * min(1, done / _WARM)
        kept = min(_KEPT, (1 + done) / (10 + done))
        for place, gradient in enumerate(gradients):
            mean, square, weight = self._mean[place], self._square[place], self._weights[place]
            mean += np.float32(1 - _BETAS[0]) * (gradient - mean)
            square += np.float32(1 - _BETAS[1]) * (gradient * gradient - square)
            far = np.sqrt(square / np.float32(1 - _BETAS[1] ** done)) + np.float32(1e-8)
            weight -= np.float32(rate / (1 - _BETAS[0] ** done)) * mean / far
            if weight.ndim == 2:
                weight *= np.float32(1 - rate * _DECAY)
            self.average[place] += np.float32(1 - kept) * (weight - self.average[place])


class _Fade:
    """Which groups of columns are gone or lower on which page, drawn anew by `draw`."""

    def __init__(self, lines: Lines) -> None:
        self._page = np.unique(lines.pages, return_inverse=True)[1]
        self._pages = int(self._page.max()) + 1
        found = [
            (place, group)
            for place, name in enumerate(lines.names)
            for group, (prefixes, _, _) in enumerate(_GROUPS)
            if name.startswith(prefixes)
        ]
        self._columns, self._group = np.array(found).T
        self._factor = np.ones((self._pages, len(_GROUPS)), np.float32)

    def draw(self, rng: np.random.Generator) -> None:
        for group, (_, gone, lower) in enumerate(_GROUPS):
            factor = np.where(rng.random(self._pages) < lower, rng.uniform(0.3, 1, self._pages), 1)
            factor[rng.random(self._pages) < gone] = 0
            self._factor[:, group] = factor

    def faded(self, seen: Array, at: Array) -> Array:
        factor = self._factor[self._page[at]][:, self._group]
        seen[:, self._columns] = np.floor(seen[:, self._columns] * factor)
        return seen


# Beginnings of columns' names, how often they are gone from a page, and how often lower.
_GROUPS: tuple[tuple[tuple[str, ...], float, float], ...] = (
    (("pairs", "names"), 0.3, 0.4),
    (("lines", "relative"), 0.5, 0.0),
    (("rest", "top"), 0.3, 0.0),
    (("stories", "share", "known", "variety", "opens-", "closes-", "openings", "closings"), 0.1, 0.2),
)

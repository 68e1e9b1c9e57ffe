"""The model's sums against a product of matrices."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset.native import call
from dataset.normalize.model import Layers
from tests.fuzz import tried


@given(
    st.lists(st.integers(0, 11), min_size=1, max_size=5),
    st.integers(1, 21),
    st.sampled_from([8, 24, 64, 96, 128]),
    st.integers(0, 2**32 - 1),
)
@tried(200)
def test_scores_are_those_of_a_product(pages: list[int], rows: int, width: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    lines = sum(pages)
    top = np.concatenate([np.arange(size) for size in pages])
    rest = np.concatenate([np.arange(size)[::-1] for size in pages])
    own = rng.integers(0, 17, (rows, lines), dtype=np.uint8) * rng.integers(
        0, 2, (rows, lines), dtype=np.uint8
    )
    near = rng.integers(0, rows, 3)
    row = np.concatenate([np.arange(rows), near, near])
    step = np.concatenate([np.zeros(rows, np.int64), np.full(3, -2), np.full(3, 4)])
    hidden = rng.integers(-2_000, 2_000, (len(row) + 1, width))
    pairs = np.zeros((len(row) + len(row) % 2, width), np.int16)
    pairs[: len(row)] = hidden[:-1]
    paired = np.ascontiguousarray(np.stack([pairs[::2], pairs[1::2]], axis=-1))
    bias = hidden[-1].astype(np.int32)
    out = rng.integers(-60, 60, (width + 1, 3)).astype(np.float32)
    found = np.empty((3, lines), np.float32)
    where = own, rows, row, step, len(row), top, rest, lines
    assert call("score_lines", *where, paired, bias, width, 5, out, 4_095, found) == lines
    inputs = np.zeros((len(row) + 1, lines))
    inputs[-1] = 1
    for number, (column, away) in enumerate(zip(row.tolist(), step.tolist(), strict=True)):
        for line in range(lines):
            if -away <= top[line] and away <= rest[line]:
                inputs[number, line] = own[column, line + away]
    handed = np.floor(np.clip(hidden.T @ inputs / 32, 0, 4_095))
    assert found.tolist() == (out[:-1].T.astype(float) @ handed + out[-1][:, None]).tolist()


def test_a_layer_that_is_too_wide_is_refused() -> None:
    layers = Layers(*(np.zeros(shape, np.float32) for shape in ((2, 130), 130, (130, 3), 3)))
    with pytest.raises(ValueError, match="130 units"):
        layers.scores(np.zeros((2, 1), np.uint8))


def test_a_weight_that_is_too_heavy_is_refused() -> None:
    hidden = np.zeros((2, 8), np.float32)
    hidden[1, 3] = -32_768
    layers = Layers(hidden, *(np.zeros(shape, np.float32) for shape in (8, (8, 3), 3)))
    with pytest.raises(ValueError, match="16 bits"):
        layers.scores(np.zeros((2, 1), np.uint8))

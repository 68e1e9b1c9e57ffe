"""Pieces of bytes copied each to its place, against slices."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dataset.native import call

_PLACE = st.integers(-2, 12)


@given(st.binary(max_size=10), st.integers(0, 10), st.lists(st.tuples(_PLACE, _PLACE, _PLACE), max_size=6))
def test_each_piece_goes_to_its_place_until_one_lies_outside(
    data: bytes, room: int, pieces: list[tuple[int, int, int]]
) -> None:
    expected = bytearray(room)
    copied = 0
    for start, end, to in pieces:
        if not (0 <= start <= end <= len(data) and to >= 0 and to + end - start <= room):
            break
        expected[to : to + end - start] = data[start:end]
        copied += 1
    out = np.zeros(room, np.uint8)
    start, end, to = np.array(pieces, np.int64).reshape(-1, 3).T.copy()
    found = call(
        "copy_pieces", np.frombuffer(data, np.uint8), len(data), start, end, to, len(pieces), out, room
    )
    assert found == copied
    assert out.tobytes() == expected

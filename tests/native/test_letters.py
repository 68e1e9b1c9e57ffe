"""Letters and code points of texts, against Python's own count."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dataset.native import call

_TEXTS = st.lists(st.text(st.sampled_from("aăđếỹ\u07ff\u0800\uffff€😀\n") | st.characters(codec="utf-8")))


@given(
    _TEXTS,
    st.frozensets(st.sampled_from("aăđếỹ\u07ff\u0800\uffff")),
    st.integers(0, 9),
    st.integers(1, 4),
)
def test_letters_and_code_points_are_counted(
    texts: list[str], letters: frozenset[str], most: int, enough: int
) -> None:
    data = [text.encode() for text in texts]
    wanted = np.zeros(1 << 16, np.uint8)
    wanted[[ord(letter) for letter in letters]] = 1
    found, size = np.full((2, len(texts)), -1, np.int64)
    assert call("count_letters", *_joined(data), len(data), wanted, most, enough, found, size) == len(texts)
    looked_at = [_until(text[:most], letters, enough) for text in texts]
    assert found.tolist() == [sum(map(text.count, letters)) for text in looked_at]
    assert size.tolist() == list(map(len, looked_at))


@given(st.lists(st.binary(max_size=9)))
def test_nothing_is_read_behind_a_text_that_is_no_utf_8(data: list[bytes]) -> None:
    found, size = np.zeros((2, len(data)), np.int64)
    counted = call("count_letters", *_joined(data), len(data), np.ones(1 << 16, np.uint8), 9, 9, found, size)
    assert 0 <= counted <= len(data)
    assert (size <= [len(one) for one in data]).all()


def _until(text: str, letters: frozenset[str], enough: int) -> str:
    """The text up to the letter that makes it enough."""
    places = [place for place, character in enumerate(text) if character in letters]
    return text[: places[enough - 1] + 1] if len(places) >= enough else text


def _joined(data: list[bytes]) -> tuple[np.ndarray, np.ndarray]:
    first = np.cumsum([0, *map(len, data)], dtype=np.int64)
    return np.frombuffer(b"".join(data), np.uint8), first

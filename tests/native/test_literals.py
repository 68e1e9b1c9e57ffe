"""Literals in lines, found by their bytes, against Python's own search."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dataset.normalize.literals import first_of, literals_of
from dataset.normalize.words import padded
from tests.fuzz import tried

TEXT = st.text(st.sampled_from("ABCDabcdẢảĐđồn h:😀\ud7ff"), max_size=40)


@given(
    st.lists(st.one_of(TEXT, st.text(st.characters(exclude_categories=["Cs"]), max_size=9)), max_size=9),
    st.lists(
        st.one_of(st.sampled_from(["Ảnh", "ảnh", "Đồ h", "a", "AB", "abcdabcd"]), TEXT.filter(bool)),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from([0, 1, 3, 10, 100]),
)
@tried(500)
def test_the_first_place_of_a_literal_in_the_end_of_a_line(
    lines: list[str], words: list[str], reach: int
) -> None:
    encoded = [line.encode() for line in lines]
    end = np.cumsum([len(line) for line in encoded], dtype=np.int64) + 1
    start = end - np.array([len(line) for line in encoded], dtype=np.int64)
    # No break between lines: what stands beside a line is none of its business.
    found = first_of(padded(b"".join(encoded)), start, end, literals_of(words), reach=reach)
    known = [word.encode()[:8] for word in words]
    for line, begin, place in zip(encoded, start.tolist(), found.tolist(), strict=True):
        tail = line.decode()[max(0, len(line.decode()) - reach) :].encode()
        at = [tail.find(word) for word in known if word in tail]
        assert place == (begin + len(line) - len(tail) + min(at) if at else -1)

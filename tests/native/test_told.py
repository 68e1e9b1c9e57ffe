"""The different lines of groups of pages, against sets."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset.native import call

LINES = st.lists(st.tuples(st.integers(1, 6), st.integers(0, 4)), max_size=9) | st.lists(
    st.tuples(st.integers(1, 3000), st.integers(0, 9)), min_size=129, max_size=1400
)


@given(st.lists(st.tuples(st.integers(0, 2), LINES), max_size=6))
@settings(deadline=None)
def test_lines_told_once(pages: list[tuple[int, list[tuple[int, int]]]]) -> None:
    group = np.array([number for number, _ in pages], np.int64)
    order = np.argsort(group, kind="stable")
    first = np.cumsum([0, *(len(lines) for _, lines in pages)])
    flat = np.array([line for _, lines in pages for line in lines], np.uint64).reshape(-1, 2)
    key, following = (np.ascontiguousarray(column) for column in flat.T)
    # Ends of lines, of which some have none, are further keys that nothing follows.
    opening, closing = key % np.uint64(3), np.uint64(1_000) * (key % np.uint64(2))
    page = np.empty(3 * len(key), np.int64)
    told, after = np.empty(3 * len(key), np.uint64), np.empty(3 * len(key), np.uint64)
    count = call(
        "tell_once", order, group, len(order), first, key, following, opening, closing, page, told, after
    )
    expected: dict[tuple[int, int], int] = {}
    for number, lines in pages:
        for line, behind in lines:
            expected[number, line] = min(behind, expected.get((number, line), behind))
            expected |= {(number, end): 0 for end in (line % 3, 1_000 * (line % 2)) if end}
    found = zip(group[page[:count]].tolist(), told[:count].tolist(), after[:count].tolist(), strict=True)
    assert list(found) == [(*pair, behind) for pair, behind in sorted(expected.items())]

"""What lines of a page share and what stands around them, against loops over the page."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dataset.normalize.coherence import alike
from dataset.normalize.features import Page, binned, last_above, next_below, parts

PAGES = st.lists(st.lists(st.integers(0, 12), max_size=40), max_size=8)


def page_of(pages: list[list[int]]) -> Page:
    sizes = np.array([len(page) for page in pages], np.int64)
    first = np.cumsum(sizes) - sizes
    of, at = np.repeat(np.arange(len(pages)), sizes), np.arange(sizes.sum())
    begin, end = first[of], (first + sizes)[of]
    return Page(of, at - begin, end - 1 - at, begin, end, np.append(first, sizes.sum()))


@given(PAGES)
def test_the_last_that_is_alike(pages: list[list[int]]) -> None:
    starts = np.cumsum([0, *map(len, pages)])
    found = alike(np.array([key for page in pages for key in page], np.uint64), starts)
    flat = [(number, key) for number, page in enumerate(pages) for key in page]
    last = {pair: place for place, pair in enumerate(flat)}
    assert found.tolist() == [last[pair] for pair in flat]


@given(PAGES, st.integers(1, 50))
def test_neighbours_end_at_the_page(pages: list[list[int]], width: int) -> None:
    page, values = page_of(pages), np.array([value for own in pages for value in own], np.int64)
    for step in (width, -width):
        shifted = [
            own[at + step] if 0 <= at + step < len(own) else 0 for own in pages for at in range(len(own))
        ]
        assert page.shift(values.astype(np.uint8), step).tolist() == shifted
    flags, place = values % 3 == 0, np.arange(len(values))
    for found, side in ((last_above(flags, page), 0), (next_below(flags, page), 1)):
        for at in place.tolist():
            stretch = range(at + 1, page.end[at]) if side else range(at - 1, page.begin[at] - 1, -1)
            assert found[at] == next((other for other in stretch if flags[other]), -1)


@given(st.lists(st.tuples(st.integers(0, 2**40), st.integers(1, 2**30)), min_size=1))
def test_bins_and_parts_are_whole_numbers(pairs: list[tuple[int, int]]) -> None:
    values, whole = np.array(pairs).T
    assert parts(values, whole, 200).tolist() == [min(value // by, 200) for value, by in pairs]
    bins = np.array([1, 4, 9, 700])
    assert binned(bins, values).tolist() == [sum(value >= least for least in bins) for value in values]

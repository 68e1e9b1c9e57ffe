"""What stands around a line, against the same counted line by line."""

from collections.abc import Iterator

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dataset.native import call
from dataset.normalize.features import _SURROUNDINGS
from tests.fuzz import tried

FEW = (1, 2, 3, 5, 8, 13, 20, 35)
SIZES = st.lists(st.one_of(st.integers(0, 9), st.integers(100, 130)), max_size=4)
ONE = 1_024


def few(value: int) -> int:
    return sum(value >= step for step in FEW)


def away(flags: list[bool], at: int, step: int) -> int:
    """How far the next flagged line is, or 99."""
    places = range(at - 1, -1, -1) if step < 0 else range(at + 1, len(flags))
    return next((abs(place - at) for place in places if flags[place]), 99)


def run_of(flags: list[bool], at: int) -> int:
    if not flags[at]:
        return 0
    first = at - next((n for n in range(at + 1) if not flags[at - n]), at + 1) + 1
    last = at + next((n for n in range(len(flags) - at) if not flags[at + n]), len(flags) - at)
    return last - first


def around(
    rows: list[list[int]], size: list[int], flags: list[list[bool]], group: list[int], at: int
) -> Iterator[int]:
    """The columns of one line, of one page's rows."""
    prose, headline = rows[0], rows[1]
    opener, end, stamp = flags
    for width in (3, 8):
        for row in rows:
            yield min(8 * sum(row[max(at - width, 0) : at]) // width, 16)
            yield min(8 * sum(row[at + 1 : at + 1 + width]) // width, 16)
    told = [a * b for a, b in zip(prose, size, strict=True)]
    whole = max(sum(told), 1)
    yield min(8 * sum(told[:at]) // whole, 8)
    yield min(8 * size[at] * max(sum(prose[max(at - 99, 0) : at + 100]), 1) // whole, 16)
    yield few(sum(prose[:at]))
    yield few(sum(prose[at + 1 :]))
    last = max((place for place in range(at) if opener[place]), default=None)
    yield few(at - last if last is not None else 99)
    yield 9 if last is None else min(sum(prose[last:at]), 8)
    yield 9 if last is None else min(sum(headline[last:at]), 8)
    for number in (1, 2, 3):
        yield 4 if last is not None and group[last] == number else 0
    yield min(sum(opener[:at]), 6)
    yield few(away(opener, at, 1))
    over = [bool(flag) and sum(prose[:place]) >= 2 for place, flag in enumerate(end)]
    yield few(away(over, at, -1))
    yield few(away(stamp, at, -1))
    yield few(away(stamp, at, 1))
    yield min(run_of([bool(one) for one in prose], at), 8)
    yield min(run_of([bool(one) for one in headline], at), 8)


@given(SIZES, st.integers(0, 2**32 - 1))
@tried(60)
def test_surroundings(pages: list[int], seed: int) -> None:
    rng = np.random.default_rng(seed)
    first, lines = np.cumsum([0, *pages]), sum(pages)
    summed = (rng.integers(0, 3, (4, lines)) == 0).astype(np.uint8)
    summed[3] *= rng.integers(0, 4, lines, dtype=np.uint8)
    size, group = rng.integers(0, 300, lines), rng.integers(0, 4, lines)
    flags = [rng.integers(0, 5, lines) == 0 for _ in range(3)]
    columns = np.empty((len(_SURROUNDINGS), lines), np.uint8)
    call("look_around", first, len(pages), summed, size, *flags, group, lines, columns)
    for begin, count in zip(first.tolist(), pages, strict=False):
        part = slice(begin, begin + count)
        own = [row[part].tolist() for row in summed], size[part].tolist()
        for at in range(count):
            expected = around(*own, [flag[part].tolist() for flag in flags], group[part].tolist(), at)
            assert columns[:, begin + at].tolist() == list(expected)


@given(SIZES, st.integers(0, 2**32 - 1))
@tried(60)
def test_second_look(pages: list[int], seed: int) -> None:
    rng = np.random.default_rng(seed)
    first, lines = np.cumsum([0, *pages]), sum(pages)
    story, title = rng.integers(0, 16, (2, lines), dtype=np.uint8)
    told, sure = rng.integers(0, 4, (2, lines)) == 0
    margin = rng.integers(-20 * ONE, 20 * ONE, lines)
    chosen = np.flatnonzero(rng.integers(0, 3, lines) == 0)
    columns = np.empty((45, len(chosen)), np.uint8)
    call("look_again", first, len(pages), story, title, told, sure, margin, ONE, chosen, len(chosen), columns)
    for column, line in zip(columns.T.tolist(), chosen.tolist(), strict=True):
        page = int(np.searchsorted(first, line, side="right")) - 1
        begin, end = int(first[page]), int(first[page + 1])
        at, part = line - begin, slice(begin, end)
        bins = [row[part].tolist() for row in (story, title)]
        expected = [bins[0][at], bins[1][at]]
        for row in bins:
            seen = (at + step for step in (*range(-6, 0), *range(1, 7)))
            expected += [row[place] if 0 <= place < end - begin else 0 for place in seen]
        for width in (3, 8, 20):
            expected.append(sum(bins[0][max(at - width, 0) : at]) // width)
            expected.append(sum(bins[0][at + 1 : at + 1 + width]) // width)
        for row in (told[part].tolist(), sure[part].tolist()):
            over, under, whole = sum(row[:at]), sum(row[at + 1 :]), max(sum(row), 1)
            expected += [few(over), few(under), min(8 * over // whole, 8)]
        flags, speaks = told[part].tolist(), margin[part].tolist()
        up = min((at - place for place in range(at) if flags[place]), default=99)
        down = min((place - at for place in range(at + 1, end - begin) if flags[place]), default=99)
        place = speaks.index(max(speaks))
        expected += [few(up), few(down), few(min(up + down, 99)), 8 * (at == place)]
        expected += [few(max(at - place, 0)), few(max(place - at, 0))]
        expected.append(min(max((speaks[at] - max(speaks)) // ONE + 8, 0), 8))
        assert column == expected

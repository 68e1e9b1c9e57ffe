"""Which stretches of a text another text still holds, in the same order.

By lines, then within what differs by words: first what stands once in both ("patience", as in Bazaar's and
Git's diffs), which takes time that grows with the text alone; then the longest common subsequence of what is
left, where that is short. Python's difflib takes time with the square of the text where words repeat, and
every text repeats its words.
"""

import re
from bisect import bisect_left
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
# A word, a stretch of white space, or one other character: a comma glued to a name is not part of it.
_WORD = re.compile(r"\w+|\s+|[^\w\s]")
# Cells of the table of a longest common subsequence: 40 ms of Python for 250,000.
_CELLS = 250_000


@dataclass(frozen=True, slots=True)
class Block:
    """`old[old_start:old_start + length] == new[new_start:new_start + length]`, in code points."""

    old_start: int
    new_start: int
    length: int


def align(old: str, new: str) -> list[Block]:
    """Equal stretches of both texts, in order, as long as they come."""
    pairs: list[Block] = []
    lines = _split(_LINE, old), _split(_LINE, new)
    starts = _starts(lines[0]), _starts(lines[1])
    before = (0, 0)
    for left, right in [*_matches(*lines, cells=0), (len(lines[0]), len(lines[1]))]:
        pairs += _words(
            old, new, (starts[0][before[0]], starts[0][left]), (starts[1][before[1]], starts[1][right])
        )
        if left < len(lines[0]):
            pairs.append(Block(starts[0][left], starts[1][right], len(lines[0][left])))
        before = left + 1, right + 1
    return list(_joined(pairs))


def _words(old: str, new: str, here: tuple[int, int], there: tuple[int, int]) -> Iterator[Block]:
    left, right = _split(_WORD, old[slice(*here)]), _split(_WORD, new[slice(*there)])
    if not left or not right:
        return
    lefts, rights = _starts(left), _starts(right)
    for one, other in _matches(left, right):
        yield Block(here[0] + lefts[one], there[0] + rights[other], len(left[one]))


def _joined(pairs: Sequence[Block]) -> Iterator[Block]:
    current: Block | None = None
    for pair in pairs:
        if current is None:
            current = pair
        elif (
            current.old_start + current.length == pair.old_start
            and current.new_start + current.length == pair.new_start
        ):
            current = Block(current.old_start, current.new_start, current.length + pair.length)
        else:
            yield current
            current = pair
    if current is not None:
        yield current


def _split(pattern: re.Pattern[str], text: str) -> list[str]:
    return pattern.findall(text)


def _starts(pieces: Sequence[str]) -> list[int]:
    return [0, *accumulate(map(len, pieces))]


def _matches(
    left: Sequence[Hashable], right: Sequence[Hashable], *, cells: int = _CELLS
) -> list[tuple[int, int]]:
    """Positions of equal items, rising in both.

    Without `cells` by what stands once in both alone: the empty lines between changed paragraphs are all
    equal, and would pair each paragraph with another's neighbour.
    """
    found: list[tuple[int, int]] = []
    waiting = [(0, len(left), 0, len(right))]
    while waiting:
        a, b, c, d = waiting.pop()
        while a < b and c < d and left[a] == right[c]:
            found.append((a, c))
            a, c = a + 1, c + 1
        while a < b and c < d and left[b - 1] == right[d - 1]:
            b, d = b - 1, d - 1
            found.append((b, d))
        if a == b or c == d:
            continue
        anchors = _once_in_both(left, right, a, b, c, d)
        if anchors:
            for one, other in anchors:
                waiting.append((a, one, c, other))
                a, c = one, other
            waiting.append((a, b, c, d))
        elif (b - a) * (d - c) <= cells:
            found += _common_subsequence(left, right, a, b, c, d)
    return sorted(found)


def _once_in_both(
    left: Sequence[Hashable], right: Sequence[Hashable], a: int, b: int, c: int, d: int
) -> list[tuple[int, int]]:
    """The longest rising series of the items that stand once in left[a:b] and once in right[c:d]."""
    lefts, rights = _single(left, a, b), _single(right, c, d)
    pairs = [(place, rights[item]) for item, place in lefts.items() if item in rights]
    tails: list[int] = []
    ends: list[int] = []
    previous: list[int] = []
    for number, (_, other) in enumerate(pairs):
        rank = bisect_left(tails, other)
        if rank == len(tails):
            tails.append(other)
            ends.append(number)
        else:
            tails[rank], ends[rank] = other, number
        previous.append(ends[rank - 1] if rank else -1)
    series = []
    number = ends[-1] if ends else -1
    while number >= 0:
        series.append(pairs[number])
        number = previous[number]
    return series[::-1]


def _single(items: Sequence[Hashable], first: int, last: int) -> dict[Hashable, int]:
    places: dict[Hashable, int] = {}
    twice = set()
    for place in range(first, last):
        item = items[place]
        if item in places:
            twice.add(item)
        else:
            places[item] = place
    return {item: place for item, place in places.items() if item not in twice}


def _common_subsequence(
    left: Sequence[Hashable], right: Sequence[Hashable], a: int, b: int, c: int, d: int
) -> list[tuple[int, int]]:
    """The textbook's table, from the back."""
    width = d - c
    rows = [[0] * (width + 1)]
    for one in range(b - 1, a - 1, -1):
        below, row, item = rows[-1], [0] * (width + 1), left[one]
        for column in range(width - 1, -1, -1):
            if item == right[c + column]:
                row[column] = below[column + 1] + 1
            else:
                row[column] = max(below[column], row[column + 1])
        rows.append(row)
    rows.reverse()
    found = []
    one, other = 0, 0
    while one < b - a and other < width:
        if left[a + one] == right[c + other]:
            found.append((a + one, c + other))
            one, other = one + 1, other + 1
        elif rows[one + 1][other] >= rows[one][other + 1]:
            one += 1
        else:
            other += 1
    return found

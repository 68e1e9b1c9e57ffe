"""What two texts have in common, word for word once folded."""

from dataclasses import dataclass

from dataset.dedup.shingles import SYLLABLES
from dataset.dedup.words import Words, words_in

# Of a run that stands in the other text very often the first places are enough to look at.
_PLACES = 32


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of `syllables` that stands in both texts, at `start` to `end` of the first and `other_start` to
    `other_end` of the second: code points, end exclusive."""

    syllables: int
    start: int
    end: int
    other_start: int
    other_end: int


def passages(one: str, other: str) -> tuple[Passage, ...]:
    """Maximal common runs of five syllables or more, in the order of the first text.

    They do not overlap there: where several runs begin at one syllable the longest is taken, and the next
    one is looked for behind it. Texts of fewer than five syllables share what they are, or nothing.
    """
    left, right = words_in(one), words_in(other)
    first, second = left.hashes.tolist(), right.hashes.tolist()
    if min(len(first), len(second)) < SYLLABLES:
        return (_passage(left, right, 0, 0, len(first)),) if first and first == second else ()
    places: dict[tuple[int, ...], list[int]] = {}
    for place in range(len(second) - SYLLABLES + 1):
        held = places.setdefault(tuple(second[place : place + SYLLABLES]), [])
        if len(held) < _PLACES:
            held.append(place)
    found = []
    begin = 0
    while begin <= len(first) - SYLLABLES:
        size, at = 0, 0
        for place in places.get(tuple(first[begin : begin + SYLLABLES]), ()):
            run = _run(first, second, begin, place)
            if run > size:
                size, at = run, place
            if begin + size == len(first):
                break
        if size:
            found.append(_passage(left, right, begin, at, size))
        begin += max(size, 1)
    return tuple(found)


def _run(first: list[int], second: list[int], begin: int, place: int) -> int:
    """How many words are the same from two places on."""
    size = SYLLABLES
    most = min(len(first) - begin, len(second) - place)
    while size < most and first[begin + size] == second[place + size]:
        size += 1
    return size


def _passage(left: Words, right: Words, begin: int, place: int, size: int) -> Passage:
    return Passage(
        size,
        int(left.starts[begin]),
        int(left.ends[begin + size - 1]),
        int(right.starts[place]),
        int(right.ends[place + size - 1]),
    )

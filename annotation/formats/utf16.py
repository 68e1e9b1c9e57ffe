"""Offsets in UTF-16 code units, as Java and JavaScript count, and in code points, as Python does."""

from itertools import accumulate


def to_utf16(text: str) -> list[int]:
    """For each code point of `text`, and its end, the code units before it."""
    return [0, *accumulate(1 + (character > "\uffff") for character in text)]


def from_utf16(text: str) -> dict[int, int]:
    """The code point that begins at each code unit; the middle of a surrogate pair has none."""
    return {units: points for points, units in enumerate(to_utf16(text))}

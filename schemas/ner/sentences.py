"""Where sentences begin and end: a line feed always parts them, a full stop where a new one plainly starts."""

import re

from schemas.language.vi.abbreviations import ABBREVIATIONS

Extent = tuple[int, int]

_END = re.compile(r"(?:\.{2,}|[.!?…])+[\"”’»)\]]*(?=\s)")
_LAST_WORD = re.compile(r"[^\s(\[\"“‘«]*\Z")
_NUMBER = re.compile(r"(?:\d{1,3}|[IVX]{1,5}|[A-Za-zđĐ])\.")


def sentences(text: str) -> list[Extent]:
    """Extents of the sentences in `text`, in order, in code points, end exclusive.

    They do not overlap, begin and end with something visible, and hold everything visible.
    """
    found: list[Extent] = []
    place = 0
    for line in text.split("\n"):
        begin = place
        for end in _END.finditer(line):
            if _ends(line, begin - place, end):
                _add(found, text, begin, place + end.end())
                begin = place + end.end()
        _add(found, text, begin, place + len(line))
        place += len(line) + 1
    return found


def _ends(line: str, begin: int, end: re.Match[str]) -> bool:
    following = line[end.end() :].lstrip()[:1]
    if following.islower():
        return False
    if end.group() != ".":
        return True
    if _NUMBER.fullmatch(line[begin : end.end()].strip()):  # "1." or "IV." opens an item of a list
        return False
    word = _LAST_WORD.search(line, begin, end.start())
    last = word.group() if word else ""
    return last.casefold() not in ABBREVIATIONS and not (len(last) == 1 and last.isupper())


def _add(found: list[Extent], text: str, begin: int, end: int) -> None:
    part = text[begin:end]
    stripped = part.strip()
    if stripped:
        begin += len(part) - len(part.lstrip())
        found.append((begin, begin + len(stripped)))

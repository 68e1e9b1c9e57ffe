"""Phone numbers, numbers of identity cards and e-mail addresses of persons, by a language's rules."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeVar

from schemas.language.personal_rule import EMAIL, Card, PersonalRules, Phone

# Where a number may begin: not within another, a word or a web address.
_START = re.compile(r"[0-9(+](?<![0-9A-Za-z/_@=#].)(?<![0-9][.,\- ].)(?=[0-9 .()\-+]{8})")
_BEFORE, _AFTER, _LINE = 60, 25, 120
_SIGNS = r"[\s,;/|&.()–\-]*"

Shape = TypeVar("Shape", Card, Phone)
Kind = Literal["phone number", "identity card number", "e-mail address"]


@dataclass(frozen=True, slots=True)
class Personal:
    """What it is, and its place: code points, end exclusive."""

    kind: Kind
    start: int
    end: int


def personal_data(text: str, rules: PersonalRules) -> Iterator[Personal]:
    """Numbers in the order of the text, then addresses."""
    yield from _numbers(text, rules)
    for match in EMAIL.finditer(text) if "@" in text else ():
        office = _is_office(match[0], rules.mailboxes)
        if not office and not _says(rules.official, _before(text, match.start())):
            yield Personal("e-mail address", *match.span())


def _numbers(text: str, rules: PersonalRules) -> Iterator[Personal]:
    done, hotline = 0, -1
    for first in _START.finditer(text):
        start = first.start()
        if start < done:
            continue
        before = _before(text, start)
        if card := _first(rules.cards, text, start):
            kind, done = card
            if _says(rules.card, before) or (kind.telling and not _says(rules.account, before)):
                yield Personal("identity card number", start, done)
        elif phone := _first(rules.phones, text, start):
            number, done = phone
            # One that follows a hotline is another of its numbers.
            goes_on = (
                0 <= hotline >= start - _AFTER
                and _joins(rules.and_words).fullmatch(text, hotline, start) is not None
            )
            if goes_on or _is_nobodys(text, start, done, number, rules):
                hotline = done
            elif _is_written_so(text[start:done], number):
                yield Personal("phone number", start, done)


def _first(shapes: Iterable[Shape], text: str, start: int) -> tuple[Shape, int] | None:
    """The first of the shapes that a number has which begins there, and where it ends."""
    for shape in shapes:
        if found := shape.number.match(text, start):
            return shape, found.end()
    return None


def _is_nobodys(text: str, start: int, end: int, phone: Phone, rules: PersonalRules) -> bool:
    before = _before(text, start, _LINE if phone.desk else _BEFORE)
    said = f"{before} {text[end : end + _AFTER].split(chr(10))[0].lower()}"
    return (
        _says(rules.account, before)
        or _says(rules.official, said)
        or (phone.desk and _says(rules.institution, said))
    )


def _says(words: re.Pattern[str] | None, line: str) -> bool:
    return words is not None and words.search(line) is not None


def _before(text: str, start: int, many: int = _BEFORE) -> str:
    """The end of what the line says before a place, in small letters."""
    return text[max(start - many, 0) : start].rsplit("\n", 1)[-1].lower()


def _is_written_so(number: str, phone: Phone) -> bool:
    groups = re.split(r"[^0-9]+", number.strip("(+) "))
    return len(groups) <= phone.most and all(len(group) >= phone.least or group == "0" for group in groups)


@cache
def _joins(and_words: tuple[str, ...]) -> re.Pattern[str]:
    """What stands between two numbers of one owner."""
    return re.compile(rf"{_SIGNS}(?:{'|'.join(and_words)})?{_SIGNS}")


def _is_office(address: str, mailboxes: frozenset[str]) -> bool:
    local, _, domain = address.lower().partition("@")
    names = {local, *re.split(r"[._+\-]|\d+", local)}
    return not names.isdisjoint(mailboxes) or local in re.split(r"[.\-]", domain)

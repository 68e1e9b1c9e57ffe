"""Patterns made of a language's words: stamps, credits and names that a line's form gives away.

All are for Polars, whose expressions know no look-around.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from dataset.normalize.literals import Literals, literals_of
from dataset.normalize.words import Keys, keys_of
from schemas.language.pack import LanguagePack

_AGE, _COUNT = r"\d+", r"\d[\d.,]*k?"
_DAY = r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}|\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}"
_WORD = r"\p{Lu}[\pL'’.\-]*"
_PERSON = rf"{_WORD}(?: {_WORD}){{0,4}}"


@dataclass(frozen=True, slots=True)
class Cues:
    """`date`, `clock` and `aged` are for lines in lower case, the others for lines as they are.

    A line that is `aged` ends with a word of `aged_last` or opens with one of `aged_first`. Where the `photo`
    pattern fits the end of a line, one of `photo_words` stands in it. `byline` fits the first `byline_reach`
    code points of a line whose first word is one of `byline_words`. `photo_literals` are the same as `photo_words`.
    """

    date: str
    clock: str
    aged: str
    aged_last: Keys
    aged_first: Keys
    photo: str
    photo_words: str
    photo_literals: Literals
    byline: str
    byline_reach: int
    byline_words: Keys
    names: str


def cues_of(pack: LanguagePack) -> Cues:
    """The cues of a language pack."""
    aged = [*pack.ages, *pack.counts]
    notes = [(way, rest) for note in pack.photo_notes for way, rest in _clothed_first(note)]
    photo_words = {*pack.photo_words, *(way for way, _ in notes)}
    bylines = sorted({way for phrase in pack.byline_openings for way in _clothed(phrase)})
    return Cues(
        date="|".join([_DAY, *pack.date_patterns]),
        clock=rf"(?:[01]?\d|2[0-3])(?:{'|'.join([':', *map(_hour_sign, pack.hour_signs)])})[0-5]\d(?::\d\d)?",
        aged="^(?:"
        + "|".join(
            [
                *(_with_number(phrase, _AGE) for phrase in pack.ages),
                *(_with_number(phrase, _COUNT) for phrase in pack.counts),
            ]
        )
        + ")$",
        aged_last=_words(phrase.split()[-1] for phrase in aged if not phrase.endswith("N")),
        aged_first=_words(phrase.split()[0] for phrase in aged if phrase.endswith("N")),
        # Looser than `credit_of`, which decides: at the end of a line, behind its last sentence.
        photo=rf"(?:{_any(pack.photo_words)})[^:!?]{{0,30}}(?: ?: ?[^:!?]{{2,60}})?[)\]]?\.?(?: ?\|)?$"
        + "".join(f"|{re.escape(way)} {re.escape(rest)}" for way, rest in notes),
        # Literals alone are searched for three times as fast.
        photo_words=_any(photo_words),
        photo_literals=literals_of(photo_words),
        byline=rf"^\(?(?:{_any(bylines)})[ :,]",
        byline_reach=max(map(len, bylines)) + 2,
        byline_words=_words(phrase.split()[0] for phrase in pack.byline_openings),
        names=_names(pack),
    )


def _names(pack: LanguagePack) -> str:
    """People's names and nothing else, as an author line has them."""
    between = f"(?: ?[-–—,&] | (?:{_any(pack.and_words)}) )"
    note = rf"(?: ?\((?:{_any(pack.name_notes)}|\p{{Lu}}{{2,8}})\)|/\p{{Lu}}[\pL.]*)?"
    return rf"^[ \-–—.*_]*{_PERSON}(?:{between}{_PERSON}){{0,2}}{note}[ \-–—.*_]*$"


def _with_number(phrase: str, number: str) -> str:
    """ "views: N" as sites write it, with or without spaces around the colon."""
    return re.escape(phrase).replace(r":\ N", " ?: ?N").replace("N", number)


def _hour_sign(sign: str) -> str:
    """ "10h30", "10 giờ 30"."""
    return sign if len(sign) == 1 else f" {re.escape(sign)} ?"


def _clothed(phrase: str) -> set[str]:
    return {phrase, phrase[:1].upper() + phrase[1:], phrase.upper()}


def _clothed_first(phrase: str) -> list[tuple[str, str]]:
    """A phrase's first word in each case, and the rest."""
    first, rest = phrase.split(" ", 1)
    return [(way, rest) for way in sorted(_clothed(first))]


def _any(phrases: Iterable[str]) -> str:
    return "|".join(re.escape(phrase) for phrase in sorted(phrases))


def _words(words: Iterable[str]) -> Keys:
    return np.unique(keys_of(sorted(set(words))))

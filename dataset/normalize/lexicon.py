"""A language pack as keys of words: whether a line holds a phrase is then a comparison of integers."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import product

import numpy as np

from dataset.normalize.cues import Cues, cues_of
from dataset.normalize.words import Flags, Keys, keys_of, phrases_of, table_of
from schemas.language.match_key import match_key
from schemas.language.pack import LanguagePack
from schemas.language.vi.tones import tone_new

# Longest phrases and openings that are looked for, in words.
LONGEST_PHRASE = 5
LONGEST_OPENING = 8
_Y = str.maketrans("iìíỉĩị", "yỳýỷỹỵ")


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases of one group: their keys, sorted; as tables (see `table_of`) all their words and these keys."""

    words: Flags
    keys: Keys
    likely: Flags


@dataclass(frozen=True, slots=True)
class Openings:
    """How lines of a kind begin: sorted keys of their first words, and whether with a colon behind or without.

    `signs` are beginnings that no word opens, like a copyright sign; `first` is a table of the rest's first words.
    """

    keys: Keys
    plain: Flags
    colon: Flags
    signs: tuple[str, ...]
    first: Flags


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What the rules ask of a language. Spellings that a match key folds are all listed.

    `menu` has the names of sections and of places on a site.
    """

    language: str
    function_words: Keys
    continuations: Openings
    headings: dict[str, Keys]
    announced: dict[str, Openings]
    words_of: dict[str, Phrases]
    menu: Phrases
    stamp_words: Flags
    openings: dict[str, Openings]
    captions: Openings
    caption_labels: Openings
    errors: Keys
    error_openings: Openings
    media_marks: frozenset[str]
    cues: Cues
    address: Keys


_BUILT: dict[str, Lexicon] = {}


def lexicon_of(pack: LanguagePack) -> Lexicon:
    """The lexicon of a pack, built once per process."""
    if pack.sha256 not in _BUILT:
        _BUILT[pack.sha256] = _built(pack)
    return _BUILT[pack.sha256]


def _built(pack: LanguagePack) -> Lexicon:
    groups = sorted(set(pack.headings.values()))
    by_group = {
        group: [phrase for phrase, other in pack.headings.items() if other == group] for group in groups
    }
    return Lexicon(
        language=pack.language,
        function_words=_words(pack.function_words),
        continuations=_openings(pack.continuations),
        headings={group: _phrase_keys(phrases) for group, phrases in by_group.items()},
        announced={
            group: _openings([f"{phrase}:" for phrase in phrases if group == "inline" or " " in phrase])
            for group, phrases in by_group.items()
        },
        words_of={name: _phrases(phrases) for name, phrases in pack.words_of.items()},
        menu=_phrases([*pack.words_of["section"], *pack.words_of["nav"]]),
        stamp_words=table_of(_words(pack.stamp_words)),
        openings={name: _openings(phrases) for name, phrases in pack.openings.items()},
        captions=_openings(pack.caption_openings),
        caption_labels=_openings(pack.caption_labels),
        errors=_phrase_keys(pack.errors),
        error_openings=_openings(pack.error_openings),
        media_marks=pack.media_marks,
        cues=cues_of(pack),
        address=_words(pack.address),
    )


@cache
def _spellings(phrase: str) -> frozenset[str]:
    """A folded phrase as people write it: the tone on either vowel, i or y."""
    old = phrase.split()
    new = [tone_new(word) for word in old]
    ways = {" ".join(words) for words in (old, new)}
    ways |= {" ".join(_with_y(word) for word in way.split()) for way in ways}
    if len(old) <= 4:
        ways |= {" ".join(words) for words in product(*({word, _with_y(word)} for word in new))}
    return frozenset(ways)


def _with_y(word: str) -> str:
    swapped = word[:-1] + word[-1:].translate(_Y)
    return swapped if swapped != word and match_key(swapped) == match_key(word) else word


def _words(phrases: Iterable[str]) -> Keys:
    return np.unique(keys_of(sorted(way for phrase in phrases for way in _spellings(phrase))))


def _phrase_keys(phrases: Iterable[str], longest: int = 30) -> Keys:
    """The keys of phrases that have words, and no more than `longest`."""
    words = phrases_of(way for phrase in phrases for way in _spellings(phrase))
    length = np.diff(words.of)
    return np.unique(words.line_key[(length > 0) & (length <= longest)])


def _phrases(phrases: Iterable[str]) -> Phrases:
    keys = _phrase_keys(phrases, LONGEST_PHRASE)
    return Phrases(table_of(_words(phrases)), keys, table_of(keys))


def _openings(phrases: Iterable[str]) -> Openings:
    listed = list(phrases)
    worded = [phrase for phrase in listed if phrase[:1].isalnum()]
    plain = _phrase_keys([p for p in worded if not p.endswith(":")], LONGEST_OPENING)
    colon = _phrase_keys([p for p in worded if p.endswith(":")], LONGEST_OPENING)
    keys = np.union1d(plain, colon)
    return Openings(
        keys=keys,
        plain=np.isin(keys, plain),
        colon=np.isin(keys, colon),
        signs=tuple(phrase for phrase in listed if not phrase[:1].isalnum()),
        first=table_of(phrases_of(way for phrase in worded for way in _spellings(phrase)).head),
    )

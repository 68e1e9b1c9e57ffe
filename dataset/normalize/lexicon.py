"""A language pack as keys of words: whether a line holds a phrase is then a comparison of integers."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import product

import numpy as np

from dataset.normalize.cues import Cues, cues_of
from dataset.normalize.words import Keys, keys_of, padded, words_of
from schemas.language.match_key import match_key
from schemas.language.pack import LanguagePack
from schemas.language.tones import tone_new

# Longest phrases and openings that are looked for, in words.
LONGEST_PHRASE = 5
LONGEST_OPENING = 8
_Y = str.maketrans("iìíỉĩị", "yỳýỷỹỵ")
_NONE = np.zeros(0, np.uint64)


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases of one group. `grams[n]` are the keys of those of n words, sorted; `words` are all their words."""

    words: Keys
    grams: tuple[Keys, ...]


@dataclass(frozen=True, slots=True)
class Openings:
    """How lines of a kind begin: keys of their first n words, with a colon behind them or without.

    `signs` are beginnings that no word opens, like a copyright sign; `first` holds the first words of the rest.
    """

    plain: tuple[Keys, ...]
    colon: tuple[Keys, ...]
    signs: tuple[str, ...]
    first: Keys


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What the rules ask of a language. Spellings that a match key folds are all listed."""

    language: str
    function_words: Keys
    continuations: Openings
    headings: dict[str, Keys]
    announced: dict[str, Openings]
    words_of: dict[str, Phrases]
    stamp_words: Keys
    openings: dict[str, Openings]
    captions: Openings
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
        stamp_words=_words(pack.stamp_words),
        openings={name: _openings(phrases) for name, phrases in pack.openings.items()},
        captions=_openings(pack.caption_openings),
        errors=_phrase_keys(pack.errors),
        error_openings=_openings(pack.error_openings),
        media_marks=pack.media_marks,
        cues=cues_of(pack),
        address=_words(pack.address),
    )


def _spellings(phrase: str) -> set[str]:
    """A folded phrase as people write it: the tone on either vowel, i or y."""
    old = phrase.split()
    new = [tone_new(word) for word in old]
    ways = {" ".join(words) for words in (old, new)}
    ways |= {" ".join(_with_y(word) for word in way.split()) for way in ways}
    if len(old) <= 4:
        ways |= {" ".join(words) for words in product(*({word, _with_y(word)} for word in new))}
    return ways


def _with_y(word: str) -> str:
    swapped = word[:-1] + word[-1:].translate(_Y)
    return swapped if match_key(swapped) == match_key(word) else word


def _words(phrases: Iterable[str]) -> Keys:
    return np.unique(keys_of(sorted(way for phrase in phrases for way in _spellings(phrase))))


def _keys_by_length(phrases: Iterable[str], longest: int) -> tuple[Keys, ...]:
    ways = sorted({way for phrase in phrases for way in _spellings(phrase)})
    found: list[list[int]] = [[] for _ in range(longest + 1)]
    for way in ways:
        length, key = _key_of(way)
        if 0 < length <= longest:
            found[length].append(key)
    return tuple(np.unique(np.array(keys, dtype=np.uint64)) for keys in found)


@cache
def _key_of(phrase: str) -> tuple[int, int]:
    text = phrase.encode()
    words = words_of(padded(text), np.array([1]), np.array([len(text) + 1]))
    return len(words.start), int(words.line_key[0])


def _phrase_keys(phrases: Iterable[str]) -> Keys:
    return np.unique(np.concatenate(_keys_by_length(phrases, 30)))


def _phrases(phrases: Iterable[str]) -> Phrases:
    return Phrases(_words(phrases), _keys_by_length(phrases, LONGEST_PHRASE))


def _openings(phrases: Iterable[str]) -> Openings:
    listed = list(phrases)
    worded = [phrase for phrase in listed if phrase[:1].isalnum()]
    return Openings(
        plain=_keys_by_length([p for p in worded if not p.endswith(":")], LONGEST_OPENING),
        colon=_keys_by_length([p for p in worded if p.endswith(":")], LONGEST_OPENING),
        signs=tuple(phrase for phrase in listed if not phrase[:1].isalnum()),
        first=np.unique([keys_of([way])[0] for phrase in worded for way in _spellings(phrase)] or _NONE),
    )

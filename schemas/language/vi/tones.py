"""The two ways of placing a tone in oa, oe and uy: the old (hòa, thủy) and the new (hoà, thuỷ).

They differ in open syllables alone; toàn, quý and khuỳnh are spelled one way, and a tone typed
elsewhere in them is a slip that both functions repair. Words that are no Vietnamese syllables stay.
"""

import re
from functools import lru_cache

from schemas.language.vi.syllable import syllable_of

_WORD = re.compile(r"[^\W\d_]+")
_GLIDES = frozenset({"oa", "oe", "uy"})


def tone_old(text: str) -> str:
    """Place tones the old way. Text is NFC; its length in code points does not change."""
    return _WORD.sub(lambda found: _placed(found[0], 0), text)


def tone_new(text: str) -> str:
    """Place tones the new way. Text is NFC; its length in code points does not change."""
    return _WORD.sub(lambda found: _placed(found[0], 1), text)


@lru_cache(maxsize=50_000)
def _placed(word: str, open_place: int) -> str:
    if word.isascii() or len(word) > 7:
        return word
    syllable = syllable_of(word)
    if syllable is None or not syllable.tone:
        return word
    rhyme = syllable.rhyme.lower()
    if syllable.onset.lower() == "qu":
        # The u belongs to the onset, so a tone on it goes to the vowel that follows.
        return syllable.written(0) if len(rhyme) == 1 or rhyme[1] not in "aăâeêioôơuưy" else word
    if rhyme[:2] not in _GLIDES:
        return word
    if len(rhyme) == 2:
        return syllable.written(open_place)
    return syllable.written(1) if rhyme[2] not in "aê" else word

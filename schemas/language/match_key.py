"""A key under which spellings of one name meet. For matching alone: the text itself keeps what was published.

Seed pages spell one man's name three ways and "Ủy viên" two ways within a few lines.
"""

import re
import unicodedata
from functools import lru_cache

from schemas.language.clean import clean_line
from schemas.language.vi.syllable import syllable_of
from schemas.language.vi.tones import tone_old

WORD = re.compile(r"[^\W\d_]+")
_MARKS = re.compile("[\u0300-\u036f]")
QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "`": "'"})
_DASH = re.compile(r" ?[-\u2010-\u2015\u2212] ?")
# Where i and y are two spellings of one sound (kĩ thuật, kỹ thuật); quý and bare y are not.
I_OR_Y = frozenset("hklmstv")
_MOST_CHUNKS = 200_000


class _Chunks(dict[str, str]):
    """What stands between two spaces, to its key. Few are distinct, and `map` looks them up in C."""

    def __missing__(self, chunk: str) -> str:
        if len(self) >= _MOST_CHUNKS:
            self.clear()
        folded = unicodedata.normalize("NFC", chunk.lower().translate(QUOTES))
        key = WORD.sub(lambda found: folded_word(found[0]), folded)
        self[chunk] = key
        return key


chunk_key = _Chunks().__getitem__


def match_key(text: str) -> str:
    """Fold case, tone placement, i/y, quotes, dashes and the accents of foreign words. Idempotent."""
    return key_of_clean(clean_line(text.replace("\n", " ")))


def key_of_clean(line: str) -> str:
    """The same of what is clean already, or a part of it, at half the cost."""
    # No step looks across a space, but for the dashes'.
    return " ".join(map(chunk_key, _DASH.sub("-", line).split(" ")))


@lru_cache(maxsize=50_000)
def folded_word(word: str) -> str:
    if word.isascii() and not word.endswith("y"):
        return word
    word = tone_old(word)
    syllable = syllable_of(word) if len(word) <= 7 else None
    if syllable is None:
        bare = unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFD", word)))
        return bare if bare == word else folded_word(bare)  # sÿ is sy, and sy is si
    if syllable.rhyme == "y" and syllable.onset in I_OR_Y:
        return unicodedata.normalize("NFC", f"{syllable.onset}i{syllable.tone}")
    return word

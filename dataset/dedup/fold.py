"""Code points folded for matching alone: case, quotes, dashes and the place of the tone mark do not count.

`hòa` and `hoà` differ in where the tone stands, not in which tone it is. So a letter folds to its base
(the vowel keeps its circumflex, breve or horn) and, apart from it, to its tone; a syllable's hash adds
its tones without their place.
"""

import unicodedata
from functools import cache

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint32]
Tones = npt.NDArray[np.uint8]

TABLE_END = 0x3000  # Latin, Vietnamese and general punctuation lie below; what is above is rare in news
_TONES = {"\u0300": 1, "\u0301": 2, "\u0303": 3, "\u0309": 4, "\u0323": 5}
_CONSONANTS = "bcdđfghjklmnpqrstvwxz"


def fold(codes: Codes) -> tuple[Codes, Tones]:
    """Fold each code point to (base letter or digit, tone); the base is 0 for what parts words.

    Shapes: both results have the shape of `codes`. Tone 0 is level, 1 to 5 are the written ones.
    """
    bases, tones = _table()
    folded, toned = np.take(bases, codes, mode="clip"), np.take(tones, codes, mode="clip")
    rare = np.flatnonzero(codes >= TABLE_END)
    if rare.size:
        distinct, place = np.unique(codes[rare], return_inverse=True)
        folded[rare] = np.array([_fold_one(chr(code))[0] for code in distinct], np.uint32)[place]
    _y_as_i(folded)
    return folded, toned


def _y_as_i(folded: Codes) -> None:
    """Write `kỹ` and `kĩ`, `quý` and `quí` alike: a closing y after a consonant or `qu` becomes i."""
    y = np.flatnonzero(folded == ord("y"))
    before = np.concatenate((np.zeros(2, np.uint32), folded))  # before[i + 1] precedes folded[i]
    after = np.append(folded, np.uint32(0))[y + 1]
    previous = before[y + 1]
    bare = _consonant_table()[np.minimum(previous, np.uint32(511))]
    qu = (previous == ord("u")) & (before[y] == ord("q"))
    folded[y[(after == 0) & (bare | qu)]] = ord("i")


@cache
def _table() -> tuple[Codes, Tones]:
    folded = [_fold_one(chr(code)) for code in range(TABLE_END)]
    folded.append((0, 0))  # stands for the rare ones until they are looked up
    return np.array([base for base, _ in folded], np.uint32), np.array([tone for _, tone in folded], np.uint8)


@cache
def _consonant_table() -> npt.NDArray[np.bool_]:
    table = np.zeros(512, np.bool_)
    table[[ord(letter) for letter in _CONSONANTS]] = True
    return table


def _fold_one(character: str) -> tuple[int, int]:
    if not character.isalnum():
        return 0, 0
    parts = unicodedata.normalize("NFD", character.lower())
    tone = max((_TONES.get(part, 0) for part in parts), default=0)
    base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
    return ord(base[0]), tone

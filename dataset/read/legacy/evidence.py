"""Which old charset a text is in, if any: the one in which its words become Vietnamese syllables.

Nothing is changed on less than that. A French, Spanish, German or Czech page has accented words too, but
no charset makes syllables of nine in ten of them: the rhymes of Vietnamese are a closed list.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from dataset.read.legacy.tables import READINGS, from_cp1252
from schemas.language.vi.syllable import syllable_of

# With its digits: 30°C is no word, whatever ° may stand for.
_WORD = re.compile(r"[^\W_]+")
# As it stands, a sign between letters spoils a word: H¹nh is one word, not two.
_WORD_WITH_SIGNS = re.compile(r"(?:[^\W_]|[\xa1-\xbf\xd7\xf7])+")
_SAMPLE = 20_000
_SHORT = 100
# From this many accented words on, they alone decide; HTML dilutes the others.
_MANY = 20
_DIFFERENT = 8
_GOOD = 0.9
# Signs or capitals inside words and accented letters side by side: what no Western language writes.
_ODD_SIGN = re.compile(r"[^\W\d_][\xa1-\xbf\xd7\xf7]|[\xa1-\xbf\xd7\xf7][^\W\d_]|[a-z][À-ß]")
_ALONE = re.compile(rb"(?:^|(?<=[\x00-\x40]))[\x80-\xbf\xd7\xf7]+(?=[\x00-\x40]|$)")
_ODD_PAIR = re.compile(r"[à-ÿ]{2}")


@dataclass(frozen=True, slots=True)
class Reading:
    """How a text reads: its words, how many are syllables; the same of the accented ones, and how many differ."""

    words: int
    syllables: int
    accented: int
    accented_syllables: int
    distinct: int

    @property
    def share(self) -> float:
        return self.accented_syllables / self.accented if self.accented else 0.0


def reading_of(text: str, *, signs: bool = False) -> Reading:
    """Count a text's words; with `signs` as cp1252 has them, where a sign may have been a letter."""
    found = (_WORD_WITH_SIGNS if signs else _WORD).findall(text)
    words = [word for word in found if not word.isdecimal()]
    accented = [word for word in words if not word.isascii()]
    return Reading(
        len(words),
        sum(map(_is_syllable, words)),
        len(accented),
        sum(map(_is_syllable, accented)),
        len({word.lower() for word in accented}),
    )


def charset_of(data: bytes) -> str | None:
    """The old Vietnamese charset that bytes are in, by the words of a sample; None where none is sure."""
    return _charset_of_short(data) if len(data) <= _SHORT else _charset_of(data)


def _charset_of(data: bytes) -> str | None:
    sample = _sample(data)
    plain_text = from_cp1252(sample)
    plain = reading_of(plain_text, signs=True)
    best, best_share = None, 0.0
    for name, read in READINGS.items():
        found = reading_of(read(sample))
        if found.share > best_share and _is_sure(found, plain, plain_text):
            best, best_share = name, found.share
    return best


# Foreign names, each a line of its own, come again and again.
_charset_of_short = lru_cache(maxsize=20_000)(_charset_of)


def _sample(data: bytes) -> bytes:
    """Lines with accents, up to a bound, without the signs that stand alone: bullets prove nothing."""
    if len(data) <= _SAMPLE:
        return _ALONE.sub(b"", data)
    lines, size = [], 0
    for line in data.split(b"\n"):
        if not line.isascii():
            lines.append(line[:_SAMPLE])
            size += len(line)
            if size > _SAMPLE:
                break
    return _ALONE.sub(b"", b"\n".join(lines))


def _is_sure(found: Reading, plain: Reading, plain_text: str) -> bool:
    if found.accented >= _MANY and found.distinct >= _DIFFERENT:
        return found.share >= _GOOD and plain.share <= 0.6
    if found.share < 1 or found.syllables < 0.7 * found.words or plain.share > 0.5:
        return False
    if found.distinct >= 4 or (found.words >= 2 and _ODD_PAIR.search(plain_text)):
        return True
    return found.distinct >= 2 and _ODD_SIGN.search(plain_text) is not None


@lru_cache(maxsize=20_000)
def _is_syllable(word: str) -> bool:
    """Whether a word is one, in small letters, in capitals or with a capital first: `mỠ` is none."""
    if len(word) > 7 or syllable_of(word) is None:
        return False
    return word.islower() or word.isupper() or word[1:].islower()

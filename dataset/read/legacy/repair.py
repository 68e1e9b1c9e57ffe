"""Text that is Unicode in form only: somebody read its old bytes as cp1252 and saved the result."""

import re

from dataset.read.legacy.evidence import charset_of, reading_of
from dataset.read.legacy.mojibake import is_mojibake, repaired
from dataset.read.legacy.tables import READINGS, as_cp1252

# A page has a letter of Vietnamese alone within its first words, unless all of it is in an old charset.
OWN = ("\u0111", "ệ", "ế", "ộ", "ạ")
# Signs that Vietnamese text has between words at most: TCVN3 and VISCII make letters of them.
SIGN = "[\xa6-\xbf][a-z]"
_SIGN_IN_WORD = re.compile(rb"\xc2" + SIGN.encode("latin-1"))
# VNI writes the huyền tone ø and đ as ñ, CP1258 the ngã tone Þ and đ as ð.
RARE = ("ø", "ñ", "Þ", "ð")
SHORT = 400
# Quoted lines are few; a tenth of a millisecond for each of a million others would be a way to stop a run.
MOST_LINES = 2_000


def mended(text: str, data: bytes) -> str:
    """The text (`data` is its UTF-8) with mojibake put right, and what is sure to be in an old charset read in it.

    Nothing is looked at closely but pages that have what good pages have not: on those this costs 2 ns a byte.
    """
    if text.isascii():
        return text
    if is_mojibake(text):
        text = repaired(text)
    return _read_anew(text) if _may_be_old(text, data) else text


def _may_be_old(text: str, data: bytes) -> bool:
    if len(data) < SHORT or not any(letter in text for letter in OWN):
        return True
    if _SIGN_IN_WORD.search(data) is not None:
        return True
    # Looking costs a twentieth of counting.
    return sum(text.count(letter) for letter in RARE if letter in text) > 1


def _read_anew(text: str) -> str:
    """As a whole where all accented lines could be in an old charset, else each by itself: a page may quote one."""
    lines = text.split("\n")
    data = [None if line.isascii() else as_cp1252(line) for line in lines]
    able = [line for line in data if line is not None]
    if not able:
        return text
    most = 10 * len(able) >= 9 * sum(not line.isascii() for line in lines)
    whole = charset_of(b"\n".join(able)) if most else None
    left = MOST_LINES
    for number, raw in enumerate(data):
        if raw is not None and (whole or left):
            left -= 1
            lines[number] = _read(lines[number], raw, whole or charset_of(raw))
    return "\n".join(lines)


def _read(line: str, data: bytes, charset: str | None) -> str:
    if charset is None:
        return line
    found = READINGS[charset](data)
    return (
        found
        if reading_of(found).accented_syllables >= reading_of(line, signs=True).accented_syllables
        else line
    )

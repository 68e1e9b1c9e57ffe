"""Keys in bulk are keys line by line, on any text and on every syllable that can be written."""

import re
import unicodedata

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.language import match_keys as module
from schemas.language.clean import clean_line
from schemas.language.match_key import QUOTES, WORD, folded_word, match_key
from schemas.language.match_keys import match_keys
from schemas.language.vi.syllable import ONSETS, RHYMES, TONES, Syllable
from tests.language.texts import texts

WORDS = st.sampled_from(
    [
        "ông",
        "Lý",
        "kỹ",
        "thuỷ",
        "hòa",
        "hoà",
        "tòan",
        "José",
        "Peña",
        "quý",
        "QUÝ",
        "my",
        "công",
        "ty",
        "m²",
        "hà²",
        "ΣΑΣ",
        "İ",
        "1/7",
        "x_y",
        "-",
        "–",
        "--",
        "“Đắk”",
        "R&B",
        "ﬁ",
    ]
)
LINES = st.lists(st.one_of(WORDS, texts), max_size=6).map(" ".join)


def plainly(text: str) -> str:
    """The key as it is defined: step by step over all of the text."""
    folded = clean_line(text.replace("\n", " ")).lower().translate(QUOTES)
    folded = re.sub(" ?[-\u2010-\u2015\u2212] ?", "-", folded)
    return WORD.sub(lambda found: folded_word(found[0]), unicodedata.normalize("NFC", folded))


@settings(deadline=None)
@given(LINES)
def test_a_key_is_that_of_what_stands_between_its_spaces(line: str) -> None:
    assert match_key(line) == plainly(line)


def keys(lines: list[str]) -> list[str]:
    return match_keys(pl.Series(lines, dtype=pl.String)).to_list()


@settings(deadline=None)
@given(st.lists(LINES, max_size=5))
def test_keys_in_bulk_are_keys_line_by_line(lines: list[str]) -> None:
    expected = [match_key(line) for line in lines if not re.search("[\ud800-\udfff]", line)]
    assert keys([line for line in lines if not re.search("[\ud800-\udfff]", line)]) == expected


@settings(deadline=None)
@given(st.lists(LINES.map(lambda line: re.sub("[\ud800-\udfff]", "", line)), min_size=1, max_size=3))
def test_lines_that_repeat_are_looked_up_once_and_stand_where_they_stood(lines: list[str]) -> None:
    assert keys(lines * 8) == [match_key(line) for line in lines] * 8


def test_every_syllable_however_its_tone_is_typed() -> None:
    spelled = sorted(
        {
            Syllable(onset, rhyme, tone).written(place)
            for onset in ONSETS
            for rhyme in RHYMES
            for tone in ("", *TONES)
            for place in range(len(rhyme))
        }
    )
    assert keys(spelled) == [match_key(word) for word in spelled]
    # Nearly all that are spelled the old way never reach Python.
    settled = [word for word in spelled if word.isalpha() and folded_word(word) == word]
    told = pl.Series(settled).str.contains(module._only_lowered())
    assert told.mean() == 1


def test_what_may_stand_between_words_is_no_part_of_any() -> None:
    column = pl.Series([chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000])
    between = column.filter(column.str.contains(f"[{module._BETWEEN}]")).str.to_lowercase().unique()
    letters = set("abcdefghijklmnopqrstuvwxyz")
    assert [char for char in between if char not in letters and WORD.search(char)] == []
    assert [char for char in between if char != " " and match_key(f"a{char}b") != f"a{char}b"] == []

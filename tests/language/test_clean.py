"""Cleaning in bulk is cleaning line by line, and hostile text is bounded."""

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.language import clean as module
from schemas.language.clean import clean_line, clean_text, clean_texts, split_lines
from tests.language.texts import texts

EVERY_CHARACTER = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000]


@settings(deadline=None)  # the first example loads Polars
@given(st.lists(texts, max_size=4))
def test_bulk_cleaning_is_cleaning_line_by_line(given_texts: list[str]) -> None:
    by_line = ["\n".join(map(clean_line, split_lines(text))) for text in given_texts]
    assert clean_texts(given_texts) == by_line == [clean_text(text) for text in given_texts]


@settings(deadline=None)
@given(texts)
def test_line_numbers_stay(text: str) -> None:
    (cleaned,) = clean_texts([text])
    assert cleaned.count("\n") == max(len(split_lines(text)) - 1, 0)


def test_characters_that_need_no_look_are_left_alone_by_every_step() -> None:
    import polars as pl

    column = pl.Series(EVERY_CHARACTER)
    plain = column.filter(~column.str.contains(f"[^{module.AS_IT_IS}]")).to_list()
    assert {"a", "ệ", "“", "中", "한", "\ufe0f"} < set(plain)
    assert [char for char in plain if char != " " and clean_line(f"a{char}a") != f"a{char}a"] == []
    # Class 0 and already composed on either side: no neighbour can change it.
    assert [char for char in plain if unicodedata.combining(char)] == []
    assert [char for char in plain if unicodedata.normalize("NFC", f"a{char}") != f"a{char}"] == []


def test_every_mark_is_looked_at_in_a_pile() -> None:
    marks = [char for char in EVERY_CHARACTER if unicodedata.combining(char)]
    assert [mark for mark in marks if not module._PILE.fullmatch(mark * 31)] == []


@pytest.mark.parametrize(
    "pile", ["\u0301\u0323", "\u0591\u05bf\u0591", "\u0e38\u0e48", "\u0300", "\u0301\u0302", "\U0001e944"]
)
def test_a_million_marks_on_one_letter_take_no_time(pile: str) -> None:
    start = time.process_time()
    (cleaned,) = clean_texts(["a" + pile * (1_000_000 // len(pile)) + " chữ sau"])
    assert time.process_time() - start < 5
    assert cleaned.endswith(" chữ sau")
    assert len(cleaned) < 50
    assert clean_line(cleaned) == cleaned


def test_piles_that_writing_has_stay_whole() -> None:
    zalgo = "Z" + "\u0335" * 30 + "a"
    flags = "🇻🇳" * 40
    thai = "ที่นี่ผู้เชี่ยวชาญด้านการสื่อสารระหว่างประเทศ"
    assert clean_texts([zalgo, flags, thai]) == [zalgo, flags, thai]

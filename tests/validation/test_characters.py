"""What the fast pattern lets through is clean, and what it stops is judged rightly."""

import sys
import unicodedata

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.visible import visible
from validation.characters import CONTROL, INVISIBLE, JOINER, ODD, REPLACEMENT, first_change_by_nfc, places

ALL = [chr(point) for point in range(sys.maxunicode + 1) if not 0xD800 <= point <= 0xDFFF]


def _passes(texts: list[str]) -> list[bool]:
    return (~pl.Series(texts, dtype=pl.String).str.contains(ODD)).to_list()


@pytest.fixture(scope="module")
def fast() -> list[str]:
    return [character for character, passed in zip(ALL, _passes(ALL), strict=True) if passed]


def test_vietnamese_is_read_on_the_fast_way() -> None:
    vowels = "aăâeêioôơuưy"
    marked = [
        unicodedata.normalize("NFC", v + tone)
        for v in vowels
        for tone in ["", *"\u0300\u0301\u0303\u0309\u0323"]
    ]
    text = "".join(marked) + "".join(marked).upper() + "đĐ “” ‘’ – — … ₫ 0-9 %"
    assert _passes([text]) == [True]


def test_no_forbidden_character_passes(fast: list[str]) -> None:
    assert [one for one in fast if places(one, CONTROL, INVISIBLE, JOINER, REPLACEMENT)] == []


def test_fast_characters_can_neither_change_nor_compose_nor_reorder(fast: list[str]) -> None:
    """So any text of them alone is in NFC: that is what spares NFC's own check its 200 ms per 5,000 texts."""
    assert [
        one for one in fast if not unicodedata.is_normalized("NFC", one) or unicodedata.combining(one)
    ] == []
    seconds = {
        unicodedata.normalize("NFD", one)[1:2] for one in ALL if unicodedata.decomposition(one)[:1] != "<"
    }
    hangul = {chr(point) for point in (*range(0x1161, 0x1176), *range(0x11A8, 0x11C3))}
    assert set(fast) & ((seconds - {""}) | hangul) == set()


@settings(max_examples=300, deadline=None)
@given(
    st.text(
        alphabet=st.sampled_from(
            [*"aệeo\u0323\u0302\u0301 \n", "\x00", "\u200d", "👩", "🎉", "\ufe0f", "\u202e"]
        )
    )
)
def test_the_first_change_is_the_first_difference(text: str) -> None:
    place = first_change_by_nfc(text)
    normal = unicodedata.normalize("NFC", text)
    assert (place is None) == (text == normal)
    if place is not None:
        assert text[:place] == normal[:place]
        assert text[place : place + 1] != normal[place : place + 1]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("👨\u200d👩", []),
        ("🏳\ufe0f\u200d🌈", []),
        ("a\u200d👩", [1]),
        ("👩\u200db", [1]),
        ("a\u200db", [1]),
        ("\u200d", [0]),
    ],
)
def test_a_joiner_stands_between_emoji_alone(text: str, found: list[int]) -> None:
    assert places(text, JOINER) == found


def test_what_is_shown_holds_nothing_unseen() -> None:
    shown = visible("".join([*ALL, *map(chr, range(0xD800, 0xE000))]))
    assert not any(unicodedata.category(one) in ("Cc", "Cs") and one not in "\n\t" for one in shown)
    assert not places(shown, INVISIBLE)

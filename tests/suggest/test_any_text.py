"""Whatever the text, the spans are ones that a server and a reader can take."""

import unicodedata
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from annotation.suggest.fold import fold
from annotation.suggest.resolve import THRESHOLD
from schemas.contract import default_contract
from tests.suggest.marked import entities

# Pieces that wake the rules, between any characters at all.
PIECES = st.sampled_from(
    [
        *("Thủ tướng", "Bộ ", "Ủy ban", "Uỷ ban", "Quốc hội", "Công ty ", "Quân khu ", "Đại sứ quán "),
        *("ngày ", "1/7", "12-13/4/2024", "từ ", "đến ", "năm 2021", "tháng ", "7", "số ", "57-NQ/TW"),
        *("Nguyễn ", "Văn ", "Hồ ", "Chí Minh", "ông ", "Đ/c ", "Hà Nội", "Mỹ", "Cuba", "Việt Nam", "M'gar"),
        *("tỉnh ", "TP.", "TP. ", "sông ", "Đại hội ", "lần thứ ", "XIII", "bão số ", "Hiệp định ", "Luật "),
        *("Đất đai", "vaccine ", "giải thưởng ", "cuốn ", "và ", ", ", ". ", "-", " - ", "–", " ", "\n\n"),
        *("“", "”", "😀", "İ", "ﬁ", "\u0301", "\u00a0", "\u200b", "\r\n", "’"),
    ]
)
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=40).map("".join)


@settings(max_examples=400, deadline=None)
@given(TEXTS, st.sampled_from(["NFC", "NFD"]))
def test_spans_are_flat_in_order_and_trimmed(text: str, form: str) -> None:
    text = unicodedata.normalize(form, text) if form == "NFD" else text
    spans = entities(text)
    names = set(default_contract().entity_names)
    for span in spans:
        surface = text[span.start : span.end]
        assert 0 <= span.start < span.end <= len(text)
        assert surface == surface.strip()
        assert "\n" not in surface
        assert span.label in names
        assert THRESHOLD <= span.score <= 1
        assert span.source
        # never half a word
        assert span.start == 0 or not (text[span.start - 1].isalnum() and surface[0].isalnum())
        assert span.end == len(text) or not (text[span.end].isalnum() and surface[-1].isalnum())
        assert not unicodedata.combining(text[span.end : span.end + 1] or " ")
    assert all(left.end <= right.start for left, right in pairwise(spans))


@given(st.text())
def test_folding_moves_nothing(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_tone_marks_and_dashes_meet() -> None:
    assert fold("Uỷ ban Hoà – thuỷ") == fold("Ủy ban Hòa - thủy")

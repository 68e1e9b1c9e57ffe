"""Texts that are taken as they are hold nothing that reading or cleaning looks for."""

import re

import numpy as np
import polars as pl
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dataset.native import call
from dataset.read.plain import ODD
from schemas.language.clean import SUSPECT
from tests.fuzz import tried

_PIECES = st.sampled_from(
    [
        *(
            "tin",
            "Đà Nẵng",
            "đường",
            "ỹ",
            "\n",
            " ",
            "  ",
            ".",
            "\t",
            "\r",
            "\x7f",
            "\x85",
            "\xa0",
            "\xad",
            "·",
        ),
        *("©", "»", "½", "á", "Ã", "Æ", "â", "€", "Ð", "Þ", "ð", "ñ", "ø", "Ɖ", "ɖ", "\u01bf", "\u01c0", "é"),
        *(
            "\u0301",
            "\u0300",
            "\u1dff",
            "Ḁ",
            "\u1f00",
            "\u200b",
            "\u200d",
            "\u2010",
            "\u2011",
            "…",
            "\u2028",
            "→",
        ),
        *(
            "☰",
            "\u27bf",
            "\u27c0",
            "\ufe0f",
            "\ufeff",
            "👍",
            "\U0001faff",
            "\U0001fb00",
            "\U00020000",
            "が",
            "ﬁ",
        ),
    ]
)
_TEXT = st.lists(_PIECES | st.characters(codec="utf-8"), max_size=12).map("".join)


@tried(1000)
@given(st.lists(_TEXT, max_size=6))
@example(["á» ", "Ã¡x", "  "])
def test_what_is_usual_has_nothing_odd_or_suspect(texts: list[str]) -> None:
    column = pl.Series(texts, dtype=pl.String)
    looked_at = column.str.contains(f"{ODD}|{SUSPECT}").to_numpy().astype(bool)
    assert not (looked_at & ~_unusual(texts)).any()


@settings(deadline=None)
@given(st.lists(st.lists(_PIECES, max_size=12).map("".join), max_size=6))
def test_nothing_usual_is_looked_at(texts: list[str]) -> None:
    usual = re.compile(r"(?![ ])(?:[!-~\u0100-\u0188À-ÏÑ-Ýß-ïò-÷ù-ÿẠ-ỹ…☰👍]| (?![ \n]|\Z)|\n(?! |\Z))*")
    assert not any(_unusual([text for text in texts if usual.fullmatch(text)]))


def _unusual(texts: list[str]) -> np.ndarray:
    data = [text.encode() for text in texts]
    first = np.cumsum([0, *map(len, data)], dtype=np.int64)
    unusual = np.full(len(data), 2, np.uint8)
    count = call("unusual_texts", np.frombuffer(b"".join(data), np.uint8), first, len(data), unusual)
    assert count == unusual.sum()
    return unusual > 0

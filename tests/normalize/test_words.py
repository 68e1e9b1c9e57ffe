"""Words found by arithmetic on bytes against words found by Python."""

import re

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from dataset.normalize.line_table import lines_of
from schemas.language.clean import clean_line
from tests.fuzz import tried

VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"
TEXT = st.text(VIETNAMESE + VIETNAMESE.upper() + '0123456789 .,!?:;-()"“”…–/|\n', max_size=200)
WORD = re.compile(r"[^\W_]+")


def cleaned(text: str) -> str:
    return "\n".join(clean_line(line) for line in text.split("\n"))


@given(st.lists(TEXT, min_size=1, max_size=4))
@tried(300)
def test_words_their_case_and_their_lines(texts: list[str]) -> None:
    pages = [cleaned(text) for text in texts]
    table = lines_of(pl.Series(pages))
    filled = [
        (page, number, line)
        for page, text in enumerate(pages)
        for number, line in enumerate(text.split("\n"), 1)
        if line
    ]
    assert list(zip(table.page.tolist(), table.number.tolist(), strict=True)) == [
        (p, n) for p, n, _ in filled
    ]
    words = table.words
    got = [bytes(words.raw[s:e]).decode() for s, e in zip(words.start, words.end, strict=True)]
    assert got == [word for _, _, line in filled for word in WORD.findall(line)]
    assert words.capital.tolist() == [word[0].isupper() for word in got]
    assert np.repeat(np.arange(len(table)), np.diff(words.of)).tolist() == [
        at for at, (_, _, line) in enumerate(filled) for _ in WORD.findall(line)
    ]
    # One key for one word, whatever its case; another for another.
    keys = {word.lower(): set() for word in got}
    for word, key in zip(got, words.key.tolist(), strict=True):
        keys[word.lower()].add(key)
    assert all(len(found) == 1 for found in keys.values())
    assert len({key for found in keys.values() for key in found}) == len(keys)
    assert np.diff(words.of).tolist() == [len(WORD.findall(line)) for _, _, line in filled]


def test_words_of_one_letter_each() -> None:
    table = lines_of(pl.Series(["a b 1 đ " * 500 + "a", "x y"]))
    assert np.diff(table.words.of).tolist() == [2_001, 2]
    assert table.words.number.sum() == 500

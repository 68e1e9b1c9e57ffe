"""Lines that may hold a date: no line that does is left out, and few others are let in."""

import re

import numpy as np
import polars as pl
from hypothesis import example, given
from hypothesis import strategies as st

from dataset.native import call
from dataset.normalize.line_table import lines_of
from tests.fuzz import tried

WHOLE_DATE = r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}"
LINES = st.lists(
    st.one_of(
        st.text("0129/.-é٣ x", max_size=14),
        st.from_regex(WHOLE_DATE, fullmatch=True),
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n"), max_size=30),
    ),
    max_size=12,
)


def like_dates(lines: list[str]) -> list[bool]:
    table = lines_of(pl.Series(["\n".join(lines)], dtype=pl.String))
    found = np.empty(len(lines), np.bool_)
    call("like_dates", table.raw, table.start, table.end, np.arange(len(lines)), len(lines), found)
    return found.tolist()


@given(LINES)
@example(["1/2/2023"])
@example(["0/000/0000"])
@example(["ngày 𝟏𝟐.𝟏𝟐-𝟐𝟎𝟐𝟑"])
@tried(500)
def test_none_is_left_out(given_lines: list[str]) -> None:
    lines = [line for line in given_lines if line]
    fits = pl.Series(lines, dtype=pl.String).str.contains(WHOLE_DATE).to_list()
    for line, found, fit in zip(lines, like_dates(lines), fits, strict=True):
        assert found >= fit
        if line.isascii():
            assert found == (re.search(WHOLE_DATE, line) is not None)


def test_the_digits_of_two_lines_are_no_date() -> None:
    assert like_dates(["1/2/202", "3", "1/2", "/2023", "1/2/20233"]) == [False, False, False, False, True]

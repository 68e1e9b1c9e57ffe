"""Reading dates at their figures alone finds what reading the whole text with every pattern finds."""

import datetime
import re

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.language.edtf import DateContext, dates_in, days_in, may_state_days, plain_days
from tests.language import old_dates

_DAY = re.compile(r"-\d\d-\d\d")
PIECES = st.sampled_from(
    [
        "ngày",
        "Ngày",
        "sáng",
        "tháng",
        "Tháng",
        "năm",
        "quý",
        "Quý",
        "QUÝ",
        "III",
        "IV",
        "i",
        "từ",
        "Từ",
        "đến",
        "hết",
        "và",
        "nay",
        "(",
        ")",
        "/",
        ".",
        ",",
        "-",
        "–",
        "24/7",
        "2/9",
        "30/4/2024",
        "1975",
        "2023-2028",
        "2024-09-30",
        "5",
        "12",
        "31",
        "28/9",
        "-",
        "1/10/2024",
        "âm",
        "lịch",
        "%",
        "2.000",
        "22-26/9",
        "giai",
        "đoạn",
        "nhiệm",
        "kỳ",
        "thứ",
        "hai",
        "chủ",
        "nhật",
        "02.07.2021",
        "9-6",
        "XYZ",
        "ngày5/7",
        "tới",
        "ĐẾN",
        "VÀ",
        "THÁNG",
        "SÁNG",
        "123",
        "10/3",
    ]
)
TEXTS = st.lists(st.tuples(PIECES, st.sampled_from(["", " ", " ", " ", ", "])), max_size=14).map(
    lambda pieces: "".join(piece + gap for piece, gap in pieces)
)


@given(TEXTS)
@settings(max_examples=600, deadline=None)
def test_the_same_dates_as_every_pattern_everywhere(text: str) -> None:
    found = [(date.start, date.end, date.edtf, date.cued) for date in dates_in(text)]
    expected = [(date.start, date.end, date.edtf, date.cued) for date in old_dates.dates_in(text)]
    assert found == expected


@given(TEXTS, st.dates())
@settings(max_examples=100, deadline=None)
def test_the_same_completions(text: str, page: datetime.date) -> None:
    found = dates_in(text, DateContext(page.year, page.month, page.day))
    expected = old_dates.dates_in(text, old_dates.DateContext(page.year, page.month, page.day))
    assert [date.edtf for date in found] == [date.edtf for date in expected]


@given(st.lists(TEXTS, min_size=1, max_size=20))
@settings(max_examples=300, deadline=None)
def test_days_alone_are_the_same_days(texts: list[str]) -> None:
    for text in texts:
        for language in ("vi", "en"):
            found = [date for date in dates_in(text, language=language) if _DAY.search(date.edtf)]
            assert list(days_in(text, language=language)) == found


@given(st.lists(TEXTS, min_size=1, max_size=20))
@settings(max_examples=300, deadline=None)
def test_no_day_stands_where_none_may(texts: list[str]) -> None:
    may = may_state_days(pl.Series(texts, dtype=pl.String)).to_list()
    days = [[date.edtf for date in dates_in(text) if _DAY.search(date.edtf)] for text in texts]
    assert [found for found, maybe in zip(days, may, strict=True) if found and not maybe] == []


STAMPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                *(
                    "12/05/2024",
                    "2/9/1945",
                    "30/02/2024",
                    "1.6.2021",
                    "05-06-2019",
                    "12/05-2024",
                    "31/12",
                    "2024-09-30",
                ),
                *(
                    "10:05",
                    "9:30",
                    "00:00:07",
                    "5",
                    "2024",
                    "(GMT+7)",
                    "GMT+7",
                    "Thứ hai",
                    "Cập nhật:",
                    "ngày",
                    "lúc",
                ),
                *(
                    "-",
                    "–",
                    "|",
                    ",",
                    "(",
                    ")",
                    "/",
                    ".",
                    "đến",
                    "tới",
                    "Tới",
                    "và",
                    "tháng 6",
                    "âm lịch",
                    "(âm lịch)",
                ),
            ]
        ),
        st.sampled_from(["", " ", " ", " ", ", "]),
    ),
    max_size=7,
).map(lambda pieces: "".join(piece + gap for piece, gap in pieces).strip())


@given(st.lists(STAMPS, min_size=1, max_size=20))
@settings(max_examples=200, deadline=None)
def test_a_plain_day_is_the_first_that_the_rules_read(texts: list[str]) -> None:
    for language in ("vi", "en"):
        plain = plain_days(pl.Series(texts, dtype=pl.String), language).to_list()
        for text, day in zip(texts, plain, strict=True):
            if day is not None:
                assert next(days_in(text, language=language)).edtf == day


@pytest.mark.parametrize(
    "text",
    [
        "Chủ nhật, 12/05/2024 - 14:30",
        "14:30 | 12/05/2024",
        "Cập nhật lúc: 14:30, 12/5/2024 (GMT+7)",
        "(Thứ hai 12-05-2024)",
    ],
)
def test_stamps_of_the_press_are_plain(text: str) -> None:
    assert plain_days(pl.Series([text])).to_list() == ["2024-05-12"]

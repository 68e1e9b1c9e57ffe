"""Dates in a text as EDTF (ISO 8601-2), with no part that the text does not state.

General date parsers invent the missing parts ("tháng 6/2023" becomes 2 June) and read 1/7 as January:
hence own rules, a language's in its own file.
"""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from schemas.language.date_rule import DateRules, found_by
from schemas.language.en import dates as en_dates
from schemas.language.vi import dates as vi_dates

if TYPE_CHECKING:
    import polars as pl

Precision = Literal["year", "month", "day"]
_LANGUAGES = {"vi": vi_dates.DATES, "en": en_dates.DATES}


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date at `start:end` (code points, end exclusive). `cued`: a word such as ngày or tối says it is one."""

    start: int
    end: int
    edtf: str
    cued: bool


@dataclass(frozen=True, slots=True)
class DateContext:
    """What the page's metadata says: a year and month, and the day where it is known."""

    year: int
    month: int
    day: int | None = None


def dates_in(text: str, context: DateContext | None = None, language: str = "vi") -> tuple[FoundDate, ...]:
    """All dates of a text in reading order; `context` completes a missing year where it must be that one."""
    return tuple(_read(_LANGUAGES[language].rules, text, context))


def days_in(text: str, context: DateContext | None = None, language: str = "vi") -> Iterator[FoundDate]:
    """Those of `dates_in` that name a day of a month or run from one to another, one by one: a text is read as
    far as its days are asked for."""
    return _read(_LANGUAGES[language].days, text, context)


def may_state_days(texts: "pl.Series", language: str = "vi") -> "pl.Series":
    """False for texts in which `dates_in` finds no day of a month; few others are left to read, at 40 ns a text."""
    return texts.str.contains(_LANGUAGES[language].day)


def plain_days(texts: "pl.Series", language: str = "vi") -> "pl.Series":
    """The first of `days_in` for texts that write it plainly, as most stamps do, at 1 us a text; null for others."""
    import polars as pl

    plain = _LANGUAGES[language].plain
    if plain is None:
        return pl.Series([None], dtype=pl.String).new_from_index(0, len(texts))
    part = texts.str.extract_groups(plain).struct.unnest()
    day = pl.concat_str("y", pl.col("m").str.zfill(2), pl.col("d").str.zfill(2), separator="-")
    known = (pl.col("s") == pl.col("t")) & day.str.to_date("%Y-%m-%d", strict=False).is_not_null()
    return part.select(pl.when(known).then(day)).to_series()


def edtf(text: str, context: DateContext | None = None, language: str = "vi") -> str | None:
    """The first date of a text, or None."""
    return next((date.edtf for date in _read(_LANGUAGES[language].rules, text, context)), None)


def precision_of(value: str) -> Precision | None:
    """How much of a single EDTF date is stated; None for intervals, quarters and dates without a year."""
    if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])-\d\d", value):
        return "day"
    if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", value):
        return "month"
    return "year" if re.fullmatch(r"\d{4}", value) else None


def _read(rules: DateRules, text: str, context: DateContext | None) -> Iterator[FoundDate]:
    for start, end, edtf, cued in found_by(rules, text):
        yield FoundDate(start, end, _completed(edtf, context), cued)


def _completed(value: str, context: DateContext | None) -> str:
    """Give a yearless date the one year that puts it near the page's own date; otherwise leave it."""
    if context is None or not value.startswith("XXXX-"):
        return value
    for year in (context.year, context.year - 1, context.year + 1):
        if _is_near(value, year, context):
            return value.replace("XXXX", str(year))
    return value


def _is_near(value: str, year: int, context: DateContext) -> bool:
    """Same month as the page, or at most a month away where both days are known."""
    month = int(value[5:7])
    same_month = (year, month) == (context.year, context.month)
    if len(value) < 10:
        return same_month
    try:
        date = datetime.date(year, month, int(value[8:10]))
    except ValueError:
        return False
    if context.day is None or "/" in value:
        return same_month
    own = datetime.date(context.year, context.month, context.day)
    return same_month or abs(date - own) <= datetime.timedelta(days=31)

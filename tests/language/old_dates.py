"""Dates in Vietnamese text as EDTF (ISO 8601-2), with no part that the text does not state.

`1/7` is XXXX-07-01, `tháng 6/2023` is 2023-06, `quý III/2024` is 2024-35, `22-26/9/2024` is an
interval. General date parsers invent the missing parts and read 1/7 as January: hence own patterns.
Day comes before month, always.
"""

import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

Precision = Literal["year", "month", "day"]

_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_YEAR = r"(?:1\d|20|21)\d\d"
_OPEN = r"(?<![\w/.,\-–])(?<!\d:)"
_SHUT = r"(?![\w/%]|[.,\-–]\d| ?âm lịch| ?\(âm lịch)"
_CUE = (
    r"(?:ngày|sáng|trưa|chiều|tối|đêm|khuya|hôm|nay|qua|từ|kể từ|đến|tới|hết|thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật)"
    r"(?: ngày)?[ ,]*\(?"
)
_TO = r"(?: ?[-–] ?| (?:đến|tới)(?: hết)?(?: ngày)? )"


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


def dates_in(text: str, context: DateContext | None = None) -> tuple[FoundDate, ...]:
    """All dates of a text in reading order; `context` completes a missing year where it must be that one."""
    taken: list[FoundDate] = []
    for pattern, cued, read in _PATTERNS:
        for found in pattern.finditer(text):
            start, end = found.span("date")
            if any(start < other.end and other.start < end for other in taken):
                continue
            edtf = read(found)
            if edtf is not None:
                taken.append(FoundDate(start, end, _completed(edtf, context), cued or bool(found["cue"])))
    return tuple(sorted(taken, key=lambda date: date.start))


def edtf(text: str, context: DateContext | None = None) -> str | None:
    """The first date of a text, or None."""
    return next((date.edtf for date in dates_in(text, context)), None)


def precision_of(value: str) -> Precision | None:
    """How much of a single EDTF date is stated; None for intervals, quarters and dates without a year."""
    if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])-\d\d", value):
        return "day"
    if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", value):
        return "month"
    return "year" if re.fullmatch(r"\d{4}", value) else None


def _stated(day: str, month: str, year: str | None) -> str | None:
    try:
        # A leap year where none is stated: 29/2 exists.
        datetime.date(int(year or 2000), int(month), int(day))
    except ValueError:
        return None
    return f"{year or 'XXXX'}-{int(month):02}-{int(day):02}"


def _interval(first: str | None, last: str | None) -> str | None:
    return f"{first}/{last}" if first and last and first < last else None


def _read_days(found: re.Match[str]) -> str | None:
    return _interval(
        _stated(found["d1"], found["m"], found["y"]), _stated(found["d2"], found["m"], found["y"])
    )


def _read_across(found: re.Match[str]) -> str | None:
    return _interval(
        _stated(found["d1"], found["m1"], found["y1"] or found["y"]),
        _stated(found["d2"], found["m2"], found["y"]),
    )


def _read_pair(found: re.Match[str]) -> str | None:
    """22 và 23/9: two days that follow one another are an interval; others are not one date."""
    return _read_days(found) if int(found["d2"]) == int(found["d1"]) + 1 else None


def _read_day(found: re.Match[str]) -> str | None:
    return _stated(found["d"], found["m"], found["y"])


def _read_month(found: re.Match[str]) -> str | None:
    return f"{found['y'] or 'XXXX'}-{int(found['m']):02}"


def _read_quarter(found: re.Match[str]) -> str | None:
    quarter = {"I": 1, "II": 2, "III": 3, "IV": 4}.get(found["q"].upper()) or int(found["q"])
    return f"{found['y']}-{32 + quarter}"


def _read_years(found: re.Match[str]) -> str | None:
    return _interval(found["y1"], found["y"])


def _read_year(found: re.Match[str]) -> str | None:
    return str(found["y"])


_Read = Callable[[re.Match[str]], str | None]


def _patterns() -> Iterator[tuple[re.Pattern[str], bool, _Read]]:
    year = rf"(?:[/.\-]| năm |, ?)(?P<y>{_YEAR})"
    month = rf"(?:[/.]| ?tháng )(?P<m>{_MONTH})"
    cue = rf"(?:\b(?P<cue>{_CUE})|{_OPEN}(?P<nocue>))"
    must = rf"\b(?P<cue>{_CUE})"

    def rule(head: str, date: str, read: _Read, *, cued: bool = False) -> tuple[re.Pattern[str], bool, _Read]:
        groups = "" if "(?P<cue>" in head else "(?P<cue>)"
        return re.compile(f"{head}{groups}(?P<date>{date}){_SHUT}", re.IGNORECASE), cued, read

    yield rule(
        cue,
        rf"(?P<d1>{_DAY})[/.](?P<m1>{_MONTH})(?:[/.](?P<y1>{_YEAR}))?{_TO}(?P<d2>{_DAY})[/.](?P<m2>{_MONTH})(?:{year})?",
        _read_across,
    )
    yield rule(cue, rf"(?P<d1>{_DAY}){_TO}(?P<d2>{_DAY}){month}(?:{year})?", _read_days, cued=True)
    yield rule(cue, rf"(?P<d1>{_DAY}) và (?:ngày )?(?P<d2>{_DAY}){month}(?:{year})?", _read_pair, cued=True)
    yield rule(_OPEN, rf"(?P<y>{_YEAR})-(?P<m>\d\d)-(?P<d>\d\d)", _read_day, cued=True)
    yield rule(cue, rf"(?P<d>{_DAY}) ?tháng (?P<m>{_MONTH})(?:{year})?", _read_day, cued=True)
    yield rule(cue, rf"(?P<d>{_DAY})(?P<s>[/.\-])(?P<m>{_MONTH})(?P=s)(?P<y>{_YEAR})", _read_day, cued=True)
    # A dot or hyphen between day and month needs the word: 3-1 is a score, 2.9 a number.
    yield rule(must, rf"(?P<d>{_DAY})[/.\-](?P<m>{_MONTH})(?P<y>)", _read_day)
    yield rule(_OPEN, rf"(?!24/7)(?P<d>{_DAY})/(?P<m>{_MONTH})(?P<y>)", _read_day)
    yield rule(r"\btháng ", rf"(?P<m>{_MONTH})(?:{year})?", _read_month, cued=True)
    yield rule(r"\bquý ", rf"(?P<q>IV|I{{1,3}}|[1-4])(?:[/\-]| năm )(?P<y>{_YEAR})", _read_quarter, cued=True)
    spans = r"\b(?:giai đoạn|nhiệm kỳ|nhiệm kì|niên khóa|niên khoá|năm học|năm|từ năm|từ) "
    yield rule(spans, rf"(?P<y1>{_YEAR})(?: ?[-–] ?| đến (?:năm )?)(?P<y>{_YEAR})", _read_years, cued=True)
    yield rule(r"\bnăm ", rf"(?P<y>{_YEAR})", _read_year, cued=True)


_PATTERNS = tuple(_patterns())


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

"""Whether a date is EDTF as tinbai writes it: level 1 of ISO 8601-2, with X also for a month or a day.

`2024`, `2024-09`, `2024-09-22`, `XXXX-07-01`, `2024-09-XX`, `202X`, `2024-21` (a season), each with `?`,
`~` or `%` after it, and intervals `A/B` whose ends may be open (`..`) or unknown (empty).
"""

import re
from datetime import date

_PART = re.compile(r"(?P<year>[0-9X]{4})(?:-(?P<month>[0-9X]{2})(?:-(?P<day>[0-9X]{2}))?)?[?~%]?")
_YEAR = re.compile(r"\d+X*")
_LEAP = 2024


def is_edtf(value: str) -> bool:
    """Whether the value is a date or an interval, and each date is one of the calendar."""
    ends = value.split("/")
    if len(ends) == 1:
        return _is_date(value)
    if len(ends) != 2 or not any(_PART.fullmatch(end) for end in ends):
        return False
    return all(end in ("", "..") or _is_date(end) for end in ends) and _in_order(*ends)


def _is_date(value: str) -> bool:
    found = _PART.fullmatch(value)
    if found is None or not value.isascii():
        return False
    year, month, day = found["year"], found["month"], found["day"]
    if not (_YEAR.fullmatch(year) or year == "XXXX"):
        return False
    if month is None:
        return year != "XXXX"
    if not _could_be(month, [*range(1, 13), *(range(21, 25) if day is None else ())]):
        return False
    if day is None:
        return True
    months = [int(month)] if month.isdecimal() else [*range(1, 13)]
    of_year = int(year) if year.isdecimal() and int(year) else _LEAP
    return any(_could_be(day, range(1, _last_day(of_year, number) + 1)) for number in months)


def _could_be(masked: str, numbers: "range | list[int]") -> bool:
    pattern = masked.replace("X", r"\d")
    return any(re.fullmatch(pattern, f"{number:02d}") for number in numbers)


def _last_day(year: int, month: int) -> int:
    after = date(year + month // 12, month % 12 + 1, 1) if (year, month) != (9999, 12) else None
    return 31 if after is None else date.fromordinal(after.toordinal() - 1).day


def _in_order(start: str, end: str) -> bool:
    """A known start is not after a known end; masked ones cannot be told."""
    first, last = start.rstrip("?~%"), end.rstrip("?~%")
    if not first or not last or ".." in (first, last) or "X" in first + last:
        return True
    shorter = min(len(first), len(last))
    return first[:shorter] <= last[:shorter]

"""The day that a field of a record states, as EDTF. What it does not state is None, never guessed."""

import datetime
import re
from email.utils import parsedate

# 2024, 2024-03, 2024-03-05, 20240305, and whatever clock time follows a whole date.
_ISO = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ]\d{1,2}:\d\d[^/]*|T\d{4}[^/]*)?)?|(\d\d)(\d\d)(?:T\d{4}[^/]*)?)?"
)
_CLOCK = r"\d{1,2}:\d\d(?::\d\d)?"
_DAY_FIRST = re.compile(
    rf"(?:{_CLOCK}[ ,-]*)?(\d{{1,2}})([/.-])(\d{{1,2}})\2(\d{{4}})(?:[ ,T-]+{_CLOCK}\D*(?:\d{{1,2}}(?::?00)?\)?)?)?"
)
_SECONDS = re.compile(r"\d{9,10}(?:\.\d+)?|\d{12,13}")
_EARLIEST, _LATEST = 1900, 2100
# A count of seconds or milliseconds is one only from 1990 on: smaller numbers are years, ids, prices.
_FIRST_SECOND = 631_152_000
_LAST_SECOND = 4_102_444_800


def day_of(value: object) -> str | None:
    """`YYYY`, `YYYY-MM` or `YYYY-MM-DD`, whichever the value states.

    ISO 8601 and RFC 2822 dates count as they stand, in their own time zone; dates with slashes, dots or
    dashes are day-first, 05/13/2024 is none. A number is seconds or milliseconds since 1970, its day
    that of UTC. Ranges, words and dates without a year are None.
    """
    if isinstance(value, datetime.date):
        return value.isoformat()[:10]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _day_of_seconds(value) or day_of(str(value))
    if not isinstance(value, str):
        return None
    text = value.strip()
    if found := _ISO.fullmatch(text):
        year, month, day, short_month, short_day = found.groups()
        return _checked(year, month or short_month, day or short_day)
    if found := _DAY_FIRST.fullmatch(text):
        day, _, month, year = found.groups()
        return _checked(year, month, day)
    if _SECONDS.fullmatch(text):
        return _day_of_seconds(float(text))
    # Weekday or day of the month, then an English month: anything else it would have to guess at.
    if re.match(r"(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4}\b", text) and (mail := parsedate(text)):
        return _checked(str(mail[0]), str(mail[1]), str(mail[2]))
    return None


def _checked(year: str, month: str | None, day: str | None) -> str | None:
    """The date if there is such a day."""
    try:
        date = datetime.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    if not _EARLIEST <= date.year < _LATEST:
        return None
    return date.isoformat()[: 10 if day else 7 if month else 4]


def _day_of_seconds(value: float) -> str | None:
    seconds = value / 1000 if value >= _LAST_SECOND else value
    if not _FIRST_SECOND <= seconds < _LAST_SECOND:
        return None
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).date().isoformat()

"""How English text writes dates: May 3, 2024 and 3 May 2024.

5/3/2024 is May in New York and March in London, so it is a date only where both mean the same day, or
where one of the numbers can be no month.
"""

import re
from collections.abc import Callable

from schemas.language.date_rule import DateLanguage, DateRule, DateRules, figures, interval, stated_day

_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?:1\d|20|21)\d\d"
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_SHORT = {name[:3]: number for number, name in enumerate(_MONTHS, 1)}
_NAMES = "|".join((*_MONTHS, "Sept", *_SHORT))
_MONTH = rf"(?:{_NAMES})\.?"
_THEN_YEAR = rf"(?:,? (?P<y>{_YEAR}))"
_TO = r" ?(?:-|–|to|and|until|through) ?"
_SHUT = r"(?![\w/%]|[.,\-–]\d)"
_OPEN = re.compile(r"(?<![\w/.,\-–$£€#])")
# Capitals tell the months from "may" and "march".
_NAME = re.compile(rf"\b(?:{_NAMES}|{_NAMES.upper()})(?![A-Za-z])|\bQ(?=[1-4])")
_YEAR_WORD = re.compile(r"\b(?:in|since|until|during|year|of) \Z", re.IGNORECASE)
_WIDTHS_OF_NAMES = tuple(range(1, 10))


def _open(text: str, place: int) -> bool | None:
    return None if _OPEN.match(text, place) is None else True


def _after_a_word(text: str, place: int) -> bool | None:
    """in 2024, since 1945: a bare number is no year."""
    return _YEAR_WORD.search(text, max(0, place - 8), place) is not None or None


def _day_of(number: str, month: str, year: str | None) -> str | None:
    return stated_day(re.sub(r"\D", "", number), _SHORT[month[:3].title()], year)


def _read_day(found: re.Match[str]) -> str | None:
    return _day_of(found["d"], found["m"], found["y"])


def _read_days(found: re.Match[str]) -> str | None:
    return interval(
        _day_of(found["d1"], found["m"], found["y"]), _day_of(found["d2"], found["m"], found["y"])
    )


def _read_across(found: re.Match[str]) -> str | None:
    return interval(
        _day_of(found["d1"], found["m1"], found["y"]), _day_of(found["d2"], found["m2"], found["y"])
    )


def _read_month(found: re.Match[str]) -> str | None:
    return f"{found['y']}-{_SHORT[found['m'][:3].title()]:02}"


def _read_iso(found: re.Match[str]) -> str | None:
    return stated_day(found["d"], found["m"], found["y"])


def _read_figures(found: re.Match[str]) -> str | None:
    """The day, if it is the same to everybody."""
    first, second, year = found["a"], found["b"], found["y"]
    read = {date for date in (stated_day(first, second, year), stated_day(second, first, year)) if date}
    return read.pop() if len(read) == 1 else None


def _read_quarter(found: re.Match[str]) -> str | None:
    return f"{found['y']}-{32 + int(found['q'])}"


def _read_years(found: re.Match[str]) -> str | None:
    return interval(found["y1"], found["y"])


def _rule(
    date: str,
    read: Callable[[re.Match[str]], str | None],
    widths: tuple[int, ...] = (1, 2),
    lead: Callable[[str, int], bool | None] = _open,
) -> DateRule:
    return DateRule(lead, re.compile(date + _SHUT, re.IGNORECASE), read, frozenset(widths), cued=True)


def _places(text: str) -> list[tuple[int, int]]:
    """Every figure, the name of every month, and the Q of quarters."""
    found = figures(text)
    if found:
        found += [name.span() for name in _NAME.finditer(text)]
        found.sort()
    return found


_DAYS = (
    _rule(
        rf"(?P<m1>{_MONTH}) (?P<d1>{_DAY}){_TO}(?P<m2>{_MONTH}) (?P<d2>{_DAY}){_THEN_YEAR}?",
        _read_across,
        _WIDTHS_OF_NAMES,
    ),
    _rule(rf"(?P<d1>{_DAY}) (?P<m1>{_MONTH}){_TO}(?P<d2>{_DAY}) (?P<m2>{_MONTH}){_THEN_YEAR}?", _read_across),
    _rule(rf"(?P<m>{_MONTH}) (?P<d1>{_DAY}){_TO}(?P<d2>{_DAY}){_THEN_YEAR}?", _read_days, _WIDTHS_OF_NAMES),
    _rule(rf"(?P<d1>{_DAY}){_TO}(?P<d2>{_DAY}) (?P<m>{_MONTH}){_THEN_YEAR}?", _read_days),
    _rule(rf"(?P<y>{_YEAR})-(?P<m>\d\d)-(?P<d>\d\d)", _read_iso, (4,)),
    _rule(rf"(?P<m>{_MONTH}) (?P<d>{_DAY}){_THEN_YEAR}?", _read_day, _WIDTHS_OF_NAMES),
    _rule(rf"(?P<d>{_DAY}) (?:of )?(?P<m>{_MONTH}){_THEN_YEAR}?", _read_day),
    _rule(rf"(?P<a>\d\d?)(?P<s>[/.\-])(?P<b>\d\d?)(?P=s)(?P<y>{_YEAR})", _read_figures),
)
_OTHERS = (
    _rule(rf"(?P<m>{_MONTH}),? (?P<y>{_YEAR})", _read_month, _WIDTHS_OF_NAMES),
    _rule(rf"Q(?P<q>[1-4]),? (?P<y>{_YEAR})", _read_quarter, _WIDTHS_OF_NAMES),
    _rule(rf"(?P<y1>{_YEAR})(?: ?[-–] ?| to | and )(?P<y>{_YEAR})", _read_years, (4,)),
    _rule(rf"(?P<y>{_YEAR})", lambda found: str(found["y"]), (4,), _after_a_word),
)
DATES = DateLanguage(DateRules((*_DAYS, *_OTHERS), _places), DateRules(_DAYS, _places), day=r"\d")

"""How Vietnamese text writes dates: day before month, always.

`1/7` is XXXX-07-01, `tháng 6/2023` is 2023-06, `quý III/2024` is 2024-35, `22-26/9/2024` is an interval.
"""

import re
from collections.abc import Callable, Iterator

from schemas.language.date_rule import DateLanguage, DateRule, DateRules, Lead, figures, interval, stated_day

_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_YEAR = r"(?:1\d|20|21)\d\d"
_THEN_YEAR = rf"(?:[/.\-]| năm |, ?)(?P<y>{_YEAR})"
_THEN_MONTH = rf"(?:[/.]| ?tháng )(?P<m>{_MONTH})"
_TO = r"(?: ?[-–] ?| (?:đến|tới)(?: hết)?(?: ngày)? )"
_SHUT = r"(?![\w/%]|[.,\-–]\d| ?âm lịch| ?\(âm lịch)"

# Nothing before a date that would make it part of a larger number, a code, a path or a time: of 10:05 - 12/05
# the minutes are no day.
_OPEN = re.compile(r"(?<![\w/.,\-–])(?<!\d:)")
_CUES = (
    *("ngày", "sáng", "trưa", "chiều", "tối", "đêm", "khuya", "hôm", "nay", "qua", "từ", "đến", "tới", "hết"),
    *("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật"),
)
# By what they end with, since most dates have none.
_CUES_BY_END = {cue[-1]: tuple(one for one in _CUES if one[-1] == cue[-1]) for cue in _CUES}
_QUARTER = re.compile(r"\bquý (?=[IV])", re.IGNORECASE)
_LONGEST_CUE = 20


def _cued(text: str, place: int) -> bool | None:
    """A word such as ngày, tối or từ stands right before the place; a bracket may open between."""
    if place and text[place - 1] == "(":
        place -= 1
    while place and text[place - 1] in " ,":
        place -= 1
    cues = _CUES_BY_END.get(text[place - 1].lower()) if place else None
    if cues is None:
        return None
    before = text[max(0, place - _LONGEST_CUE) : place].lower()
    return any(_ends_with_word(before, cue) for cue in cues if before.endswith(cue)) or None


def _ends_with_word(text: str, word: str) -> bool:
    """Whether what a text ends with is a word, not the end of one."""
    before = text[: -len(word)][-1:]
    return not (before.isalnum() or before == "_")


def _open(text: str, place: int) -> bool | None:
    return None if _OPEN.match(text, place) is None else False


def _either(text: str, place: int) -> bool | None:
    return _cued(text, place) or _open(text, place)


def _after(words: str) -> Lead:
    """One of these words and a space stand before the place."""
    before = re.compile(rf"\b(?:{words}) \Z", re.IGNORECASE)
    return lambda text, place: before.search(text, max(0, place - _LONGEST_CUE), place) is not None or None


def _read_day(found: re.Match[str]) -> str | None:
    return stated_day(found["d"], found["m"], found["y"])


def _read_bare_day(found: re.Match[str]) -> str | None:
    return stated_day(found["d"], found["m"], None)


def _read_days(found: re.Match[str]) -> str | None:
    first, last = (stated_day(found[day], found["m"], found["y"]) for day in ("d1", "d2"))
    return interval(first, last)


def _read_across(found: re.Match[str]) -> str | None:
    first = stated_day(found["d1"], found["m1"], found["y1"] or found["y"])
    return interval(first, stated_day(found["d2"], found["m2"], found["y"]))


def _read_pair(found: re.Match[str]) -> str | None:
    """22 và 23/9: two days that follow one another are an interval; others are not one date."""
    return _read_days(found) if int(found["d2"]) == int(found["d1"]) + 1 else None


def _read_month(found: re.Match[str]) -> str | None:
    return f"{found['y'] or 'XXXX'}-{int(found['m']):02}"


def _read_quarter(found: re.Match[str]) -> str | None:
    quarter = {"I": 1, "II": 2, "III": 3, "IV": 4}.get(found["q"].upper()) or int(found["q"])
    return f"{found['y']}-{32 + quarter}"


def _read_years(found: re.Match[str]) -> str | None:
    return interval(found["y1"], found["y"])


def _read_year(found: re.Match[str]) -> str | None:
    return str(found["y"])


def _rule(
    lead: Lead,
    date: str,
    read: Callable[[re.Match[str]], str | None],
    after: str = "",
    *,
    widths: tuple[int, ...] = (1, 2),
    cued: bool = False,
) -> DateRule:
    return DateRule(lead, re.compile(date + _SHUT, re.IGNORECASE), read, frozenset(widths), after, cued)


def _places(text: str) -> list[tuple[int, int]]:
    """Every figure, and the Roman number of a quarter."""
    found = figures(text)
    if found and ("ý " in text or "Ý " in text):
        found += [(quarter.end(), quarter.end() + 1) for quarter in _QUARTER.finditer(text)]
        found.sort()
    return found


def _places_of_days(text: str) -> Iterator[tuple[int, int]]:
    """The figures that a day may begin with, by what follows them: few are."""
    return (found.span() for found in _DAY_BEGINS.finditer(text))


_DAY_BEGINS = re.compile(
    r"\d(?<!\d\d)(?:\d(?:\d\d)?)?(?=(?:[/.\-]| ?[-–] ?)\d\d?(?!\d)| ?tháng \d"
    r"| (?:(?:đến|tới)(?: hết)?(?: ngày)?|và(?: ngày)?) \d)",
    re.IGNORECASE,
)
_SPANS = "giai đoạn|nhiệm kỳ|nhiệm kì|niên khóa|niên khoá|năm học|năm|từ năm|từ"
_CROSS = rf"(?P<d1>{_DAY})[/.](?P<m1>{_MONTH})(?:[/.](?P<y1>{_YEAR}))?{_TO}(?P<d2>{_DAY})[/.](?P<m2>{_MONTH})"
_DAYS = (
    _rule(_either, rf"{_CROSS}(?:{_THEN_YEAR})?", _read_across, "/."),
    _rule(
        _either,
        rf"(?P<d1>{_DAY}){_TO}(?P<d2>{_DAY}){_THEN_MONTH}(?:{_THEN_YEAR})?",
        _read_days,
        " -–",
        cued=True,
    ),
    _rule(
        _either,
        rf"(?P<d1>{_DAY}) và (?:ngày )?(?P<d2>{_DAY}){_THEN_MONTH}(?:{_THEN_YEAR})?",
        _read_pair,
        " ",
        cued=True,
    ),
    _rule(_open, rf"(?P<y>{_YEAR})-(?P<m>\d\d)-(?P<d>\d\d)", _read_day, "-", widths=(4,), cued=True),
    _rule(_either, rf"(?P<d>{_DAY}) ?tháng (?P<m>{_MONTH})(?:{_THEN_YEAR})?", _read_day, " tT", cued=True),
    _rule(
        _either,
        rf"(?P<d>{_DAY})(?P<s>[/.\-])(?P<m>{_MONTH})(?P=s)(?P<y>{_YEAR})",
        _read_day,
        "/.-",
        cued=True,
    ),
    # A dot or hyphen between day and month needs the word: 3-1 is a score, 2.9 a number.
    _rule(_cued, rf"(?P<d>{_DAY})[/.\-](?P<m>{_MONTH})", _read_bare_day, "/.-"),
    _rule(_open, rf"(?!24/7)(?P<d>{_DAY})/(?P<m>{_MONTH})", _read_bare_day, "/"),
)
# 8/4 with nothing behind it that would go on with it: a year, the end of an interval, another figure of its own.
_ALONE = re.compile(
    rf"(?!24/7)(?P<d>{_DAY})/(?P<m>{_MONTH}){_SHUT}"
    rf"(?!(?: năm |, ?){_YEAR}|{_TO}\d| và (?:ngày )?\d| ?tháng \d)",
    re.IGNORECASE,
)
_OTHERS = (
    _rule(_after("tháng"), rf"(?P<m>{_MONTH})(?:{_THEN_YEAR})?", _read_month, cued=True),
    _rule(_after("quý"), rf"(?P<q>IV|I{{1,3}}|[1-4])(?:[/\-]| năm )(?P<y>{_YEAR})", _read_quarter, cued=True),
    _rule(
        _after(_SPANS),
        rf"(?P<y1>{_YEAR})(?: ?[-–] ?| đến (?:năm )?)(?P<y>{_YEAR})",
        _read_years,
        " -–",
        widths=(4,),
        cued=True,
    ),
    _rule(_after("năm"), rf"(?P<y>{_YEAR})", _read_year, widths=(4,), cued=True),
)
# 12/05/2024 with no figure before it but a clock's, in front of which, or behind the date, nothing could make
# an interval of it. "10:05 - 12/05/2024" may be one, and is for the rules.
_PLAIN = (
    r"^(?:(?:\D*\d\d?:\d\d ?[|,])?\D*[ (|]|\D*\d\d?:\d\d )?"
    r"(?P<d>[0-9]{1,2})(?P<s>[/.\-])(?P<m>[0-9]{1,2})(?P<t>[/.\-])(?P<y>(?:1[0-9]|20|21)[0-9]{2})"
    r"(?:$|\)|[,|](?:\D|$)| [^\-–đĐtTâÂ(]| \([^âÂ]| [\-–] ?\d\d?:)"
)
DATES = DateLanguage(
    DateRules((*_DAYS, *_OTHERS), _places),
    DateRules(_DAYS, _places_of_days, (_ALONE, _DAYS[-2:])),
    day=r"(?i)\d(?:[/.\-]\d\d?(?:\D|$)| ?tháng \d)",
    plain=_PLAIN,
)

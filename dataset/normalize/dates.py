"""When a story was published and when it took place, with what is known and nothing more."""

import datetime
import re
from collections.abc import Sequence
from functools import lru_cache

import polars as pl

from dataset.normalize.words import Flags
from schemas.language.edtf import DateContext, days_in, may_state_days, precision_of
from schemas.language.match_key import key_of_clean
from schemas.language.pack import LanguagePack

# Code points in which a date must begin that opens a paragraph. Dates are shorter than that.
_OPENING = 60
# Code points before a date that tell whose it is.
_NEAR = 60
_DAY = r"(?:\d{4}|XXXX)-\d\d-\d\d"
_DAYS = re.compile(rf"{_DAY}(?:/{_DAY})?")
_END_OF_SENTENCE = re.compile(r"[.;!?] ")
# "sáng nay (12/5" dates the story itself.
_TODAY = re.compile(r"\b(?:nay|qua) \($")
_LONGEST_TODAY = 5


def stated_in(meta: str) -> str | None:
    """The date in a crawler's prefix, as `YYYY`, `YYYY-MM` or `YYYY-MM-DD`."""
    found = re.search(r"\d{4}(?:-\d\d){0,2}", meta)
    return found[0] if found else None


def day_of_stamp(text: str, language: str) -> str | None:
    """The first day that a stamp names, as `YYYY-MM-DD`. `language` is a pack's."""
    return next(
        (date.edtf for date in days_in(text, language=language) if precision_of(date.edtf) == "day"), None
    )


@lru_cache(1 << 12)
def as_date(value: str) -> tuple[datetime.date, str]:
    """The first day of the period that an EDTF date names, and its precision."""
    precision = precision_of(value)
    assert precision is not None, value
    return datetime.date.fromisoformat(
        f"{value}-01-01"[:10] if precision == "year" else f"{value}-01"[:10]
    ), precision


@lru_cache(1 << 12)
def context_of(value: str | None) -> DateContext | None:
    """What a date of publication tells about the dates in the text; a year alone tells too little."""
    if value is None or precision_of(value) == "year":
        return None
    year, month, *day = map(int, value.split("-"))
    return DateContext(year, month, day[0] if day else None)


def event_days(
    pages: Sequence[int],
    paragraphs: pl.Series,
    later: Flags,
    contexts: Sequence[DateContext | None],
    pack: LanguagePack,
) -> dict[int, str]:
    """When the stories of pages took place, as EDTF: the first day that the first paragraph states.

    `paragraphs` are those of `pages`, in order, `contexts` what each page says; `later` paragraphs count only where a date opens them.
    """
    start = pl.when(pl.Series(later)).then(paragraphs.str.slice(0, 2 * _OPENING)).otherwise(paragraphs)
    likely = may_state_days(pl.select(start).to_series(), pack.language).arg_true()
    found: dict[int, str] = {}
    for place, text in zip(likely.to_list(), paragraphs[likely].to_list(), strict=True):
        page = pages[place]
        if page not in found:
            day = event_day(text, contexts[page], pack, last=_OPENING if later[place] else len(text))
            if day is not None:
                found[page] = day
    return found


def event_day(text: str, context: DateContext | None, pack: LanguagePack, last: int) -> str | None:
    """The first day that a paragraph states up to a place.

    A date in brackets or after "kỷ niệm" is another event's.
    """
    for date in days_in(text, context, pack.language):
        if date.start > last:
            break
        if date.cued and _DAYS.fullmatch(date.edtf) and not _is_aside(text, date.start, pack):
            return date.edtf
    return None


def _is_aside(paragraph: str, place: int, pack: LanguagePack) -> bool:
    before = paragraph[:place]
    if before.count("(") > before.count(")") and not _TODAY.search(before, max(0, place - _LONGEST_TODAY)):
        return True
    near = _END_OF_SENTENCE.split(before[-_NEAR - 2 :])[-1][-_NEAR:]
    key = key_of_clean(near)
    return any(phrase in key for phrase in pack.not_the_event)

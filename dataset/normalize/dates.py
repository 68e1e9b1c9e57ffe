"""When a story was published and when it took place, with what is known and nothing more."""

import datetime
import re
from collections.abc import Sequence

from dataset.normalize.lines import STORY_KINDS, Line
from schemas.language.edtf import DateContext, dates_in, precision_of
from schemas.language.match_key import match_key
from schemas.language.pack import LanguagePack

# What may stand between a stamp and the title that it belongs to.
_AROUND_A_TITLE = frozenset({"stamp", "byline", "share", "audio", "breadcrumb", "image", "nav", "blank"})
_OPENING = 60


def published(lines: Sequence[Line], meta: str, stated: str | None, language: str) -> str | None:
    """The date of publication as `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, or None.

    `language` is a pack's. From the page's metadata, the crawler's prefix, or a stamp beside the title; never from the text, an
    image's address or another story's box.
    """
    if stated is not None:
        return stated
    if meta and (found := re.search(r"\d{4}(?:-\d\d){0,2}", meta)):
        return found[0]
    return next((date for line in _stamps(lines) if (date := _day_in(line.text, language))), None)


def as_date(value: str) -> tuple[datetime.date, str]:
    """The first day of the period that an EDTF date names, and its precision."""
    precision = precision_of(value)
    assert precision is not None, value
    return datetime.date.fromisoformat(
        f"{value}-01-01"[:10] if precision == "year" else f"{value}-01"[:10]
    ), precision


def context_of(value: str | None) -> DateContext | None:
    """What a date of publication tells about the dates in the text; a year alone tells too little."""
    if value is None or precision_of(value) == "year":
        return None
    year, month, *day = map(int, value.split("-"))
    return DateContext(year, month, day[0] if day else None)


def event_date(paragraphs: Sequence[str], context: DateContext | None, pack: LanguagePack) -> str | None:
    """When the story took place, as EDTF: the first day that its first paragraph states.

    The second counts only where a date opens it. A date in brackets or after "kỷ niệm" is another event's.
    """
    for number, paragraph in enumerate(paragraphs[:2]):
        for date in dates_in(paragraph, context, pack.language):
            if number and date.start > _OPENING:
                break
            if date.cued and _names_days(date.edtf) and not _is_aside(paragraph, date.start, pack):
                return date.edtf
    return None


def _names_days(value: str) -> bool:
    return all(re.fullmatch(r"(?:\d{4}|XXXX)-\d\d-\d\d", part) for part in value.split("/"))


def _is_aside(paragraph: str, place: int, pack: LanguagePack) -> bool:
    before = paragraph[:place]
    today = re.search(r"\b(?:nay|qua) \($", before)  # "sáng nay (12/5)" dates the story itself
    if before.count("(") > before.count(")") and not today:
        return True
    near = match_key(re.split(r"[.;!?] ", before)[-1][-60:])
    return any(phrase in near for phrase in pack.not_the_event)


def _stamps(lines: Sequence[Line]) -> list[Line]:
    """Stamps between title and story, then right above the title, then right below the story."""
    title = next((place for place, line in enumerate(lines) if line.kind == "title"), None)
    story = [place for place, line in enumerate(lines) if line.kind in STORY_KINDS]
    if not story:
        return []
    below_title = range(0 if title is None else title + 1, story[0])
    above_title = range(-1, -1) if title is None else range(title - 1, -1, -1)
    chosen = [lines[place] for place in below_title if lines[place].kind == "stamp"]
    for places in (above_title, range(story[-1] + 1, len(lines))):
        for place in places:
            if lines[place].kind == "stamp":
                chosen.append(lines[place])
            elif lines[place].kind not in _AROUND_A_TITLE:
                break
    return chosen


def _day_in(text: str, language: str) -> str | None:
    return next(
        (date.edtf for date in dates_in(text, language=language) if precision_of(date.edtf) == "day"), None
    )

"""Pages that list other stories: many entries, each complete in itself, and no story of their own."""

import re
from collections.abc import Sequence

from dataset.normalize.draft import Draft
from dataset.normalize.lines import Line
from dataset.normalize.shapes import Shape, unbulleted
from schemas.language.edtf import dates_in
from schemas.language.match_key import match_key
from schemas.language.pack import LanguagePack

_FEWEST = 5
_LONGEST_ENTRY = 450
_MOSTLY = 0.8
_SELDOM = 0.15
_OPENING = 40


def listing_of(
    shapes: Sequence[Shape], pack: LanguagePack
) -> tuple[tuple[Line, ...], tuple[tuple[Line, str | None], ...]] | None:
    """The decided lines of a listing page, and each entry's line with the headline over it.

    None when the page is no listing.
    """
    draft = Draft(shapes)
    entries = _bare_entries(draft, pack) or _headed_entries(draft)
    if entries is None:
        return None
    for place, headline in entries:
        draft.mark(place, "teaser", "entry-of-listing")
        if headline is not None:
            draft.mark(headline, "title", "headline-of-entry")
    for place in draft.filled:
        if draft.is_open(place):
            draft.mark(place, "nav", "beside-listing")
    lines = draft.lines()
    return lines, tuple(
        (lines[place], None if headline is None else lines[headline].text) for place, headline in entries
    )


def _bare_entries(draft: Draft, pack: LanguagePack) -> list[tuple[int, int | None]] | None:
    """One sentence after another with no title over them, none of which goes on from the one before."""
    open_places = [place for place in draft.filled if draft.is_open(place)]
    prose = draft.prose(open_places)
    if len(prose) < _FEWEST or open_places[0] != prose[0] or len(open_places) > len(prose) / _MOSTLY:
        return None
    shapes = [draft.shapes[place] for place in prose]
    single = sum(shape.sentences == 1 and len(shape.text) <= _LONGEST_ENTRY for shape in shapes)
    going_on = sum(_goes_on(shape.text, pack) for shape in shapes)
    if single < _MOSTLY * len(prose) or going_on > _SELDOM * len(prose):
        return None
    dates = {date.edtf for shape in shapes for date in dates_in(shape.text)[:1]}
    return [(place, None) for place in prose] if len(dates) >= 2 or len(prose) >= 2 * _FEWEST else None


def _headed_entries(draft: Draft) -> list[tuple[int, int | None]] | None:
    """Headline and paragraph in turn, never two paragraphs in a row: a section's front page."""
    open_places = [place for place in draft.filled if draft.is_open(place)]
    entries: list[tuple[int, int | None]] = []
    for above, place in zip([None, *open_places], open_places, strict=False):
        if not draft.is_prose(place):
            continue
        if above is None or draft.is_prose(above):
            return None
        entries.append((place, above))
    if len(entries) < _FEWEST:
        return None
    headlines = [draft.text(headline) for _, headline in entries if headline is not None]
    short = sum(
        draft.shapes[place].sentences <= 2 and len(draft.text(place)) <= _LONGEST_ENTRY
        for place, _ in entries
    )
    links = sum(len(unbulleted(text)) >= 35 and text == unbulleted(text) for text in headlines)
    asked = sum(text.endswith("?") for text in headlines)
    if short < _MOSTLY * len(entries) or links < _MOSTLY * len(entries) or asked > len(entries) / 2:
        return None
    return entries


def _goes_on(text: str, pack: LanguagePack) -> bool:
    """The paragraph leans on the one before: a linking word, a quotation, or a person by given name alone."""
    key = match_key(text[:_OPENING])
    if text[0] in '“"-–':
        return True
    if any(
        key.startswith(phrase) and not key[len(phrase) : len(phrase) + 1].isalnum()
        for phrase in pack.continuations
    ):
        return True
    first = re.match(r"(\w+) [^\W\d_]\w* (\w+)", text)
    return first is not None and first[1].lower() in pack.address and first[2][0].islower()

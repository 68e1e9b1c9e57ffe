"""The top of a page: which line is the title, and what else stands above the story."""

import re
from itertools import pairwise

from dataset.normalize.draft import Draft
from dataset.normalize.furniture import is_section_name
from dataset.normalize.regions import is_name
from schemas.language.match_key import match_key
from schemas.language.pack import LanguagePack

_MARKS_BELOW_A_TITLE = frozenset({"stamp", "byline", "audio", "share"})
_BETWEEN = _MARKS_BELOW_A_TITLE | {
    "image",
    "caption",
    "separator",
    "related_teaser",
    "url",
    "notice",
    "breadcrumb",
    "nav",
}
_LONGEST_TITLE = 200


def mark_opening(draft: Draft, pack: LanguagePack, given: str | None) -> int | None:
    """Mark the title and the furniture above and below it; give the title's place.

    `given` is the title that the page's metadata states: the line that equals it is the title.
    """
    start = _story_start(draft)
    if start is None:
        return None
    title = _best_title(draft, start, pack) if given is None else _stated_title(draft, start, pack, given)
    if title is not None:
        draft.mark(title, "title", "headline-over-story" if given is None else "stated-by-metadata")
    _mark_above(draft, title if title is not None else -1, pack)
    _mark_between(draft, -1 if title is None else title)
    return title


def _story_start(draft: Draft) -> int | None:
    """The first paragraph that others follow, else the first paragraph."""
    prose = draft.prose(draft.filled)
    for place, other in pairwise(prose):
        between = draft.within(place + 1, other)
        if all(draft.kinds[p] in _BETWEEN or is_name(draft.text(p)) for p in between):
            return place
    return prose[0] if prose else None


def _stated_title(draft: Draft, start: int, pack: LanguagePack, given: str) -> int | None:
    """The line above the story that says what the metadata says: headings are often a little longer."""
    known = _words(given, pack)

    def likeness(place: int) -> float:
        words = _words(draft.text(place), pack)
        return len(words & known) / max(1, len(words | known))

    above = [place for place in draft.within(0, start + 1) if len(draft.text(place)) <= _LONGEST_TITLE]
    same = [place for place in above if match_key(draft.text(place)) == match_key(given)]
    return next(iter(same), max((p for p in above if likeness(p) >= 0.5), key=likeness, default=None))


def _best_title(draft: Draft, start: int, pack: LanguagePack) -> int | None:
    candidates = [p for p in draft.within(0, start) if _may_be_title(draft, p, pack)]
    above = [p for p in draft.within(0, start) if draft.is_prose(p)]
    if above:
        # A page without a title may open with a paragraph and a subheading; a teaser has a headline of its own.
        first = draft.before(above[0])
        if first is None or draft.kinds[first] in _BETWEEN:
            candidates = [p for p in candidates if p < above[0] or _has_mark_below(draft, p)]
    story = _words(
        " ".join(draft.text(p) for p in draft.within(start, len(draft.shapes)) if draft.is_prose(p)), pack
    )

    def score(place: int) -> float:
        words = _words(draft.text(place), pack)
        covered = len(words & story) / max(1, len(words))
        below = draft.after(place)
        adjacent = below == start or (below is not None and below < start and draft.kinds[below] in _BETWEEN)
        boxed = draft.kinds[place] == "related_headline"
        return (
            covered
            + 0.4 * _has_mark_below(draft, place)
            + 0.2 * adjacent
            + 0.3 * (place == draft.filled[0])
            - 0.3 * boxed
            - 0.5 * (len(draft.text(place)) < 20)
        )

    return max(candidates, key=lambda place: (score(place), -place), default=None)


def _may_be_title(draft: Draft, place: int, pack: LanguagePack) -> bool:
    text = draft.text(place)
    shape = draft.shapes[place]
    if shape.kind or shape.prose or shape.row or len(text) > _LONGEST_TITLE:
        return False
    if draft.kinds[place] not in ("", "related_headline"):
        return False
    if is_section_name(match_key(text), pack) or text.endswith((":", ";", ",")):
        return False
    # "Lan Anh" below the real title is its author; "Cà Mau" above it is a section.
    return len(text.split()) >= (2 if place == draft.filled[0] else 3) and not (
        is_name(text) and len(text.split()) <= 4
    )


def _has_mark_below(draft: Draft, place: int) -> bool:
    below = draft.after(place)
    return below is not None and draft.kinds[below] in _MARKS_BELOW_A_TITLE


def _words(text: str, pack: LanguagePack) -> frozenset[tuple[str, str]]:
    """Pairs of neighbouring content words: single syllables mean too little in Vietnamese."""
    words = re.findall(r"\w+", match_key(text))
    return frozenset(
        pair
        for pair in pairwise(words)
        if pair[0] not in pack.function_words and pair[1] not in pack.function_words
    )


def _mark_above(draft: Draft, title: int, pack: LanguagePack) -> None:
    for place in draft.within(0, title):
        if draft.is_open(place):
            text = draft.text(place)
            if draft.shapes[place].prose:
                draft.mark(place, "related_teaser", "prose-above-title")
            elif len(text) <= 30 or is_section_name(match_key(text), pack):
                draft.mark(place, "nav", "short-line-above-title")
            else:
                draft.mark(place, "related_headline", "headline-above-title")


def _mark_between(draft: Draft, title: int) -> None:
    """Lines between the title and the first paragraph: author, section, links."""
    first = next(iter(draft.prose(draft.within(title + 1, len(draft.shapes)))), None)
    if first is None:
        return
    places = [place for place in draft.within(title + 1, first) if draft.is_headline(place)]
    links = [place for place in places if len(draft.text(place)) >= 40]
    for place in places:
        text = draft.text(place)
        if is_name(text):
            draft.mark(place, "byline", "name-below-title")
        elif len(links) == 1 and place in links and title >= 0 and not text.endswith("?"):
            draft.mark(place, "lead", "sapo-without-stop")
        elif place in links:
            draft.mark(place, "related_headline", "headlines-below-title")
        else:
            draft.mark(place, "nav", "short-line-below-title")

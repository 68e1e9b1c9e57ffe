"""Which line is the title: the headline above the story whose words the story uses, next to stamp and author."""

import re
from itertools import pairwise

from dataset.normalize.draft import Draft
from dataset.normalize.furniture import is_section_name
from dataset.normalize.regions import is_name
from schemas.language.match_key import match_key
from schemas.language.pack import LanguagePack

_MARKS = frozenset({"stamp", "byline", "audio", "share"})
BETWEEN = _MARKS | {"image", "caption", "separator", "related_teaser", "url", "notice", "breadcrumb", "nav"}
_LONGEST = 200
_SHORT = 20
# Paragraphs of other stories that may stand above the page's own.
_FARTHEST = 30
# Share of a title's word pairs that its own story uses: a third and more; of another story's, next to nothing.
_OWN_WORDS = 0.35


def stated_title(draft: Draft, pack: LanguagePack, given: str) -> int | None:
    """The line above the story that says what the metadata says: headings are often a little longer."""
    start = story_start(draft, pack)
    if start is None:
        return None
    known = _words(given, pack)

    def likeness(place: int) -> float:
        words = _words(draft.text(place), pack)
        return len(words & known) / max(1, len(words | known))

    above = [place for place in draft.within(0, start + 1) if len(draft.text(place)) <= _LONGEST]
    same = [place for place in above if match_key(draft.text(place)) == match_key(given)]
    return next(iter(same), max((p for p in above if likeness(p) >= 0.5), key=likeness, default=None))


def best_title(draft: Draft, pack: LanguagePack) -> int | None:
    """The likeliest title above the story; None where nothing above it could be one."""
    start = story_start(draft, pack)
    if start is None:
        return None
    candidates = [place for place in draft.within(0, start) if _may_be_title(draft, place, pack)]
    above = [place for place in draft.within(0, start) if draft.is_prose(place)]
    if above:
        # A page without a title may open with a paragraph and a subheading; a teaser has a headline of its own.
        first = draft.before(above[0])
        if first is None or draft.kinds[first] in BETWEEN:
            candidates = [p for p in candidates if p < above[0] or _has_mark_below(draft, p)]
    story = _story_words(draft, start, pack)
    covered = {place: _covered(draft, place, story, pack) for place in candidates}

    def score(place: int) -> float:
        text, before, below = draft.text(place), draft.before(place), draft.after(place)
        adjacent = below == start or (below is not None and below < start and draft.kinds[below] in BETWEEN)
        titled = (
            before is not None and covered.get(before, 0.0) >= _OWN_WORDS and len(draft.text(before)) > _SHORT
        )
        return (
            1.5 * covered[place]
            + 0.4 * _has_mark_below(draft, place)
            + 0.3 * (before is not None and draft.kinds[before] == "stamp")
            + 0.2 * adjacent
            + 0.2 * (before is None)
            - 0.3 * (draft.kinds[place] == "related_headline")
            - 0.5 * (len(text) < _SHORT)
            - 0.8 * titled  # a subheading right below the title
        )

    return max(candidates, key=lambda place: (score(place), -place), default=None)


def story_start(draft: Draft, pack: LanguagePack) -> int | None:
    """The first paragraph that others follow, or that has a title of the story above it; else the first at all."""
    prose = draft.prose(draft.filled)
    for place, other in pairwise(prose[:_FARTHEST]):
        if _belong_together(draft, place, other) or _is_titled(draft, place, pack):
            return place
    return prose[0] if prose else None


def _belong_together(draft: Draft, place: int, other: int) -> bool:
    listing = draft.text(place).endswith(":")
    for between in draft.within(place + 1, other):
        text = draft.text(between)
        listing = listing or text.endswith(":")
        if not (listing or draft.kinds[between] in BETWEEN or is_name(text)):
            return False
    return True


def _is_titled(draft: Draft, paragraph: int, pack: LanguagePack) -> bool:
    """A headline stands above whose words the rest of the page uses, not the paragraph alone."""
    rest = _story_words(draft, paragraph + 1, pack)
    candidates = [place for place in draft.within(0, paragraph) if _may_be_title(draft, place, pack)]
    return any(_covered(draft, place, rest, pack) >= _OWN_WORDS for place in candidates)


def _may_be_title(draft: Draft, place: int, pack: LanguagePack) -> bool:
    text = draft.text(place)
    shape = draft.shapes[place]
    if shape.kind or shape.prose or shape.row or len(text) > _LONGEST:
        return False
    if draft.kinds[place] not in ("", "related_headline"):
        return False
    if is_section_name(match_key(text), pack) or text.endswith((":", ";", ",")):
        return False
    words = len(text.split())
    # "Lan Anh" below the real title is its author; "Cà Mau" above it is a section.
    return words >= (2 if place == draft.filled[0] else 3) and not (is_name(text) and words <= 4)


def _has_mark_below(draft: Draft, place: int) -> bool:
    """A stamp, an author or a share bar follows before any paragraph, at most a few short lines below."""
    for below in draft.within(place + 1, place + 8)[:3]:
        if draft.kinds[below] in _MARKS:
            return True
        if draft.shapes[below].prose or draft.kinds[below] == "section_header":
            return False
    return False


def _story_words(draft: Draft, start: int, pack: LanguagePack) -> frozenset[tuple[str, str]]:
    return _words(
        " ".join(draft.text(place) for place in draft.prose(draft.within(start, len(draft.shapes)))), pack
    )


def _covered(draft: Draft, place: int, story: frozenset[tuple[str, str]], pack: LanguagePack) -> float:
    words = _words(draft.text(place), pack)
    return len(words & story) / max(1, len(words))


def _words(text: str, pack: LanguagePack) -> frozenset[tuple[str, str]]:
    """Pairs of neighbouring content words: single syllables mean too little in Vietnamese."""
    # One page spells its words one way: lower case will do, at a tenth of a match key's price.
    words = re.findall(r"\w+", text.lower())
    return frozenset(
        pair
        for pair in pairwise(words)
        if pair[0] not in pack.function_words and pair[1] not in pack.function_words
    )

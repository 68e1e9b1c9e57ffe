"""The top of a page: which line is the title, and what else stands above the story."""

from dataset.normalize.draft import Draft
from dataset.normalize.furniture import is_section_name
from dataset.normalize.regions import is_name
from dataset.normalize.title import best_title, stated_title
from schemas.language.match_key import match_key
from schemas.language.pack import LanguagePack

_LONGEST_SUBHEADING = 60


def mark_opening(draft: Draft, pack: LanguagePack, given: str | None) -> int | None:
    """Mark the title and the furniture above and below it; give the title's place.

    `given` is the title that the page's metadata states: the line that equals it is the title.
    """
    title = best_title(draft, pack) if given is None else stated_title(draft, pack, given)
    if title is not None:
        if draft.kinds[title] == "related_headline":
            _reopen_below(draft, title)
        draft.mark(title, "title", "headline-over-story" if given is None else "stated-by-metadata")
    _mark_above(draft, title if title is not None else -1, pack)
    _mark_between(draft, -1 if title is None else title)
    return title


def _reopen_below(draft: Draft, title: int) -> None:
    """A title that seemed to be a link of a box above it: the paragraphs below it are its story after all."""
    for place in draft.within(title + 1, len(draft.shapes)):
        if draft.kinds[place] == "section_header":
            return
        if draft.rules[place] == "prose-in-box":
            draft.mark(place, "", "")


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
    if places and title >= 0 and draft.after(places[-1]) == first and _has_subheadings(draft, first):
        draft.mark(places.pop(), "subheading", "first-of-subheadings")
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


def _has_subheadings(draft: Draft, first: int) -> bool:
    """Two or more single short lines stand between the paragraphs below: the story is told under headings."""
    below = draft.within(first, len(draft.shapes))
    single = [
        place
        for above, place, under in zip(below, below[1:], below[2:], strict=False)
        if draft.is_prose(above) and draft.is_headline(place) and draft.is_prose(under)
    ]
    return len(single) >= 2 and all(len(draft.text(place)) <= _LONGEST_SUBHEADING for place in single)

"""Boxes of other stories: a heading opens one, and it closes again where the story resumes.

Cutting from the first heading to the end of the page loses every story with a box in its middle. Whether
the prose below a heading is the story or the teasers of others, no word tells; the pattern does:
headline, one paragraph, headline, one paragraph is a list; several paragraphs in a row are a story.
"""

import re
from dataclasses import dataclass

from dataset.normalize.draft import Draft
from dataset.normalize.furniture import is_menu, is_section_name
from schemas.language.match_key import match_key
from schemas.language.pack import LanguagePack

# A story's paragraphs have several sentences as a rule, the teasers of others mostly one.
_SENTENCES_OF_A_STORY = 1.5
_SIGNS_OF_THE_END = frozenset({"byline", "tags", "endmark"})
_TRANSPARENT = frozenset({"image", "caption", "share", "audio", "stamp", "separator", "url", "notice"})


@dataclass(frozen=True, slots=True)
class _Run:
    """Paragraphs in a row; `below` tells that a headline stands right above them."""

    places: tuple[int, ...]
    below: bool


def mark_regions(draft: Draft, ended: frozenset[int], pack: LanguagePack) -> None:
    """Mark what belongs to boxes. `ended` holds the places of paragraphs that closed with an end mark."""
    place = 0
    while (opener := _next_opener(draft, place, ended)) is not None:
        end = next(
            (other for other in draft.filled if other > opener and _is_heading(draft, other)),
            len(draft.shapes),
        )
        resumed = _resumption(draft, opener, end, ended)
        _mark_box(draft, opener + 1, end if resumed is None else resumed, pack)
        place = end if resumed is None else resumed


def _next_opener(draft: Draft, start: int, ended: frozenset[int]) -> int | None:
    for place in draft.within(start, len(draft.shapes)):
        if _is_heading(draft, place):
            return place
        if _is_sign_of_the_end(draft, place, ended) and len(draft.prose(draft.within(0, place + 1))) >= 2:
            return place
    return None


def _is_heading(draft: Draft, place: int) -> bool:
    return draft.kinds[place] == "section_header"


def _is_sign_of_the_end(draft: Draft, place: int, ended: frozenset[int]) -> bool:
    return draft.kinds[place] in _SIGNS_OF_THE_END or place in ended


def _resumption(draft: Draft, opener: int, end: int, ended: frozenset[int]) -> int | None:
    """Where in `opener+1:end` the story goes on, or None."""
    group = draft.shapes[opener].group or "closing"
    if group == "comments":
        return None
    story = draft.prose(draft.within(0, opener))
    closed = any(place in ended for place in story) or (
        len(story) >= 2 and any(_is_sign_of_the_end(draft, p, ended) for p in draft.within(story[-1], opener))
    )
    lists = 0
    runs = _runs(draft, opener + 1, end)
    for number, run in enumerate(runs):
        rest = run.places
        if draft.shapes[rest[0]].cut:
            rest = rest[1:]  # teasers are cut with dots, paragraphs are not
        elif run.below and lists:
            rest = rest[1:]
        is_last = number + 1 == len(runs)
        if rest and _is_story(
            draft, rest, group, closed=closed or not story, lists=lists, last=is_last, below=run.below
        ):
            return rest[0]
        lists += run.below
    return None


def _is_story(
    draft: Draft, run: tuple[int, ...], group: str, *, closed: bool, lists: int, last: bool, below: bool
) -> bool:
    sentences = sum(draft.shapes[place].sentences for place in run) / len(run)
    telling = sentences >= _SENTENCES_OF_A_STORY
    if closed:
        return len(run) >= 3 and telling
    if group == "inline":
        if len(run) >= 2:
            return True
        # One paragraph below a link is the story's rather than the link's, unless links with teasers precede it.
        return last and not lists and (telling or not below)
    return len(run) >= 2 and telling


def _runs(draft: Draft, start: int, end: int) -> list[_Run]:
    runs: list[_Run] = []
    current: list[int] = []
    below = headed = False
    for place in draft.within(start, end):
        if draft.is_prose(place):
            if not current:
                below = headed
            current.append(place)
        elif draft.kinds[place] not in _TRANSPARENT:
            if current:
                runs.append(_Run(tuple(current), below))
                current = []
            headed = True
            continue
        headed = False
    if current:
        runs.append(_Run(tuple(current), below))
    return runs


def _mark_box(draft: Draft, start: int, end: int, pack: LanguagePack) -> None:
    places = draft.within(start, end)
    group = draft.shapes[start - 1].group
    for place in places:
        if not draft.is_open(place):
            continue
        if group == "comments":
            draft.mark(place, "comment", "below-comments-heading")
        elif draft.shapes[place].prose:
            draft.mark(place, "related_teaser", "prose-in-box")
        elif is_menu(draft.text(place), pack) or is_section_name(match_key(draft.text(place)), pack):
            draft.mark(place, "nav", "names-run-together")
        elif is_name(draft.text(place)) and place == draft.after(start - 1) and not group:
            draft.mark(place, "byline", "name-after-story")
        elif _is_over_headlines(draft, place, end, pack):
            draft.mark(place, "section_header", "short-line-over-headlines")
        else:
            draft.mark(place, "related_headline", "line-in-box")


def _is_over_headlines(draft: Draft, place: int, end: int, pack: LanguagePack) -> bool:
    """A box's own name, which no lexicon knows: a short line with a menu or longer headlines below it."""
    text = draft.text(place)
    if len(text) > 30 or len(text.split()) > 6 or text.endswith("?"):
        return False
    below = [other for other in draft.within(place + 1, end) if draft.kinds[other] not in _TRANSPARENT][:3]
    if not below:
        return False
    if is_menu(draft.text(below[0]), pack):
        return True
    # Headings stand tight under the box above, headlines apart from one another.
    tight = place > 0 and draft.shapes[place - 1].kind != "blank"
    spaced = draft.shapes[place + 1].kind == "blank"
    return (
        tight
        and spaced
        and len(below) > 1
        and all(len(draft.text(other)) > 1.3 * len(text) for other in below)
    )


def is_name(text: str) -> bool:
    """People's names, as an author line has them: capitals only, few words, nothing else."""
    bare = re.sub(r" ?\((?:tổng hợp|thực hiện|ghi|dịch|t/h|TH|[A-ZĐ]{2,8})\)$", "", text.strip(" -–—.*_"))
    bare = re.sub(r"/[A-ZĐ][\w.]*$", "", bare)
    people = re.split(r" ?[-–—,&] | và ", bare)
    words = bare.split()
    if not 2 <= len(words) <= 9 or len(people) > 3 or len(bare) > 60:
        return False
    return all(
        1 <= len(person.split()) <= 5
        and all(re.fullmatch(r"[^\W\d_][\w'’.\-]*", word) and word[0].isupper() for word in person.split())
        for person in people
    )

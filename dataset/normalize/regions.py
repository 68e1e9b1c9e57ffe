"""Boxes of other stories: a heading opens one, and it closes again where the story resumes.

Cutting from the first heading to the end of the page loses every story with a box in its middle. Whether
the prose below a heading is the story or the teasers of others, no word tells; the pattern does:
headline, one paragraph, headline, one paragraph is a list; several paragraphs in a row are a story.
"""

import re
from dataclasses import dataclass

from dataset.normalize.draft import Draft
from dataset.normalize.furniture import is_menu, is_section_name
from dataset.normalize.shapes import Shape
from schemas.language.match_key import match_key
from schemas.language.pack import LanguagePack

# A story's paragraphs have several sentences as a rule, the teasers of others mostly one.
_SENTENCES_OF_A_STORY = 1.5
_SIGNS_OF_THE_END = frozenset({"byline", "tags"})
_MARKS_OF_A_TITLE = frozenset({"stamp", "byline", "share", "audio"})
_TRANSPARENT = frozenset(
    {"image", "caption", "share", "audio", "stamp", "separator", "url", "notice", "comment"}
)
_SHORT = 45
_LONGEST_ITEM = 80


@dataclass(slots=True)
class _Story:
    """The story above the place that is looked at: its paragraphs, their sentences, and whether it seems to be over."""

    paragraphs: int = 0
    sentences: int = 0
    end_marked: bool = False
    signed: bool = False

    def add(self, shape: Shape) -> None:
        self.paragraphs += 1
        self.sentences += shape.sentences
        self.end_marked = self.end_marked or shape.closing
        self.signed = False

    @property
    def over(self) -> bool:
        """An agency's end mark ends a story for good; an author or tags do until paragraphs follow."""
        return self.end_marked or self.signed

    @property
    def terse(self) -> bool:
        """It goes on one sentence at a time."""
        return self.sentences < _SENTENCES_OF_A_STORY * self.paragraphs


@dataclass(frozen=True, slots=True)
class _Run:
    """Paragraphs in a row. `below` tells that a headline stands right above them, `titled` that it is a title."""

    places: tuple[int, ...]
    below: bool
    titled: bool


def mark_regions(draft: Draft, pack: LanguagePack) -> None:
    """Mark what belongs to boxes."""
    story = _Story()
    place = 0
    while (opener := _next_opener(draft, place, story)) is not None:
        below = draft.within(opener + 1, len(draft.shapes))
        end = next((other for other in below if draft.kinds[other] == "section_header"), len(draft.shapes))
        resumed = _resumption(draft, opener, end, story)
        place = end if resumed is None else resumed
        _mark_box(draft, opener + 1, place, pack)


def _next_opener(draft: Draft, start: int, story: _Story) -> int | None:
    """The next heading, or the next sign that the story is over; the paragraphs on the way are added to `story`."""
    for place in draft.within(start, len(draft.shapes)):
        if draft.is_prose(place):
            story.add(draft.shapes[place])
        under_way = story.paragraphs >= 2
        if draft.kinds[place] == "section_header":
            if draft.shapes[place].group != "comments" or under_way:
                return place
            draft.mark(place, "comment", "counter-above-story")  # a button that leads down to the comments
        elif under_way and (draft.kinds[place] in _SIGNS_OF_THE_END or draft.shapes[place].closing):
            story.signed = True
            return place
    return None


def _resumption(draft: Draft, opener: int, end: int, story: _Story) -> int | None:
    """Where in `opener+1:end` the story goes on (or, above it, begins), or None."""
    group = draft.shapes[opener].group or "closing"
    if group == "comments":
        return None
    lists = 0
    runs = _runs(draft, opener + 1, end)
    for number, run in enumerate(runs):
        rest = run.places
        if draft.shapes[rest[0]].cut or (run.below and lists and not run.titled):
            rest = rest[1:]  # a teaser: cut with dots, or below a headline where other headlines have theirs
        last = number + 1 == len(runs)
        if rest and _is_story(draft, rest, run, group, story, lists=lists, last=last):
            return _with_subheading(draft, opener + 1, rest[0])
        lists += run.below
    return None


def _is_story(
    draft: Draft, rest: tuple[int, ...], run: _Run, group: str, story: _Story, *, lists: int, last: bool
) -> bool:
    telling = sum(draft.shapes[place].sentences for place in rest) >= _SENTENCES_OF_A_STORY * len(rest)
    if story.paragraphs == 0:
        return run.titled or len(rest) >= 3 or (len(rest) >= 2 and telling)
    if story.over:
        return len(rest) >= 3 and telling
    if group == "inline":
        # One paragraph below a link is the story's rather than the link's, unless links with teasers precede it.
        return len(rest) >= 2 or (last and not lists and (telling or not run.below))
    # Where the story itself goes on one sentence at a time, only the length of the run is left to tell.
    return len(rest) >= 2 and (telling or (story.terse and len(rest) >= 4))


def _with_subheading(draft: Draft, start: int, resumed: int) -> int:
    """Where the story resumes below a subheading, it resumes with it: a line much shorter than the box's links."""
    above = [place for place in draft.within(start, resumed) if draft.is_headline(place)]
    if len(above) < 2 or draft.before(resumed) != above[-1]:
        return resumed
    length = len(draft.text(above[-1]))
    links = [len(draft.text(place)) for place in above[:-1]]
    return above[-1] if length <= _SHORT and sum(links) / len(links) >= 1.5 * length else resumed


def _runs(draft: Draft, start: int, end: int) -> list[_Run]:
    runs: list[_Run] = []
    current: list[int] = []
    below = titled = headed = marked = listing = False
    for place in draft.within(start, end):
        text = draft.text(place)
        if draft.is_prose(place):
            if not current:
                below, titled = headed, headed and marked
            current.append(place)
            headed, listing = False, text.endswith(":")
        elif draft.kinds[place] in _TRANSPARENT or (current and _is_within(draft, place, listing)):
            marked = marked or draft.kinds[place] in _MARKS_OF_A_TITLE
            listing = listing or text.endswith(":")
        elif not current and (draft.kinds[place] == "byline" or (headed and is_name(text))):
            marked = True
        else:
            if current:
                runs.append(_Run(tuple(current), below, titled))
                current = []
            headed, marked, listing = True, False, False
    if current:
        runs.append(_Run(tuple(current), below, titled))
    return runs


def _is_within(draft: Draft, place: int, listing: bool) -> bool:
    """A line without a full stop that does not break a story: an item of a list, or a subheading."""
    if not draft.is_headline(place):
        return False
    text = draft.text(place)
    if text.endswith(":") or (listing and len(text) <= _LONGEST_ITEM):
        return True
    above, below = draft.before(place), draft.after(place)
    return (
        len(text) <= _SHORT
        and above is not None
        and below is not None
        and all(draft.is_prose(p) and draft.shapes[p].sentences > 1 for p in (above, below))
    )


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

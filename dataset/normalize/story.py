"""Inside the story and at its tail: subheadings, lists, authors, captions, and links that no heading announces."""

from collections.abc import Sequence

from dataset.normalize.draft import Draft
from dataset.normalize.regions import is_name
from dataset.normalize.shapes import plain, unbulleted
from schemas.language.match_key import match_key

_LONGEST_SUBHEADING = 90
_LINK = 40
_LINK_IN_ROW = 30
_LONGEST_LEAD = 450
_SHORT_TEASER = 300


def mark_captions(draft: Draft, stated: Sequence[str] = ()) -> None:
    """A table row after an image row is its caption; so are the image's own words, and what the page calls one."""
    known = {match_key(caption) for caption in stated}
    for place in draft.filled:
        if draft.is_open(place) and match_key(draft.text(place)) in known:
            draft.mark(place, "caption", "stated-by-page")
    for place in draft.filled:
        below = draft.after(place)
        if below is None or not draft.is_open(below):
            continue
        shape = draft.shapes[below]
        if draft.kinds[place] == "image" and shape.row:
            draft.mark(below, "caption", "row-after-image")
        elif (
            draft.kinds[place] == "image"
            and draft.shapes[place].alt
            and _same(draft.shapes[place].alt, shape.text)
        ):
            draft.mark(below, "caption", "words-of-image")


def mark_image_lines(draft: Draft) -> None:
    """A line without a full stop between an image and the story's next paragraph or image says what it shows."""
    for place in draft.filled:
        below = draft.after(place)
        if draft.kinds[place] != "image" or below is None or not draft.is_headline(below):
            continue
        above = draft.before(place)
        follows = draft.after(below)
        in_story = above is not None and (
            draft.is_prose(above) or draft.kinds[above] in ("title", "caption", "lead")
        )
        if in_story and follows is not None and (draft.is_prose(follows) or draft.kinds[follows] == "image"):
            draft.mark(below, "caption", "line-after-image")


def mark_repeats(draft: Draft, title: int | None) -> None:
    """The title again, or a paragraph word for word again, is the page's doing and not the story's."""
    headline = None if title is None else draft.text(title).lower()
    seen: set[str] = set()
    for place in draft.filled:
        if place == title or not draft.is_open(place):
            continue
        text = draft.text(place).lower()
        if text == headline or (text in seen and len(text) >= _LINK):
            draft.mark(place, "repeat", "seen-above")
        elif draft.shapes[place].prose:
            seen.add(text)


def mark_tail(draft: Draft) -> None:
    """After the last paragraphs: author lines, and headlines or teasers of other stories without a heading."""
    _mark_unheaded_teasers(draft)
    prose = draft.prose(draft.filled)
    if not prose:
        return
    listing = draft.text(prose[-1]).endswith(":")
    for place in draft.within(prose[-1] + 1, len(draft.shapes)):
        if not draft.is_headline(place):
            listing = False
        elif draft.text(place).endswith(":") and _opens_list(draft, place):
            listing = True
        elif is_name(draft.text(place)):
            draft.mark(place, "byline", "name-after-story")
            listing = False
        elif not listing and not _is_item(draft, place):
            draft.mark(place, "related_headline", "headline-after-story")


def mark_body(draft: Draft) -> None:
    """What is still undecided is the story, but for runs of links in it."""
    prose = draft.prose(draft.filled)
    if not prose and not any(kind == "lead" for kind in draft.kinds):
        for place in filter(draft.is_open, draft.filled):
            draft.mark(place, "related_headline", "no-paragraph-on-page")
    # A sapo sums the story up in a few lines; a longer first paragraph is the story itself.
    if prose and len(draft.text(prose[0])) <= _LONGEST_LEAD:
        draft.mark(prose[0], "lead", "first-paragraph")
    authors = {match_key(draft.text(place)) for place in draft.filled if draft.kinds[place] == "byline"}
    for run in _headline_runs(draft):
        _mark_run(draft, run, authors)
    for place in draft.prose(draft.filled):
        draft.mark(place, "body", "paragraph")


def _headline_runs(draft: Draft) -> list[list[int]]:
    runs: list[list[int]] = []
    last = -1
    for order, place in enumerate(draft.filled):
        if draft.is_headline(place):
            if runs and last == order - 1:
                runs[-1].append(place)
            else:
                runs.append([place])
            last = order
    return runs


def _mark_run(draft: Draft, run: list[int], authors: set[str]) -> None:
    above = draft.before(run[0])
    texts = [draft.text(place) for place in run]
    announced = above is not None and draft.text(above).endswith((":", ";"))
    listed = announced or any(text.endswith((";", ",", ":")) for text in texts)
    last = run[-1]
    subheaded = len(run) > 1 and not draft.shapes[last].bullet and _is_subheading(draft, last)
    row = texts[:-1] if subheaded else texts
    links = len(run) > 1 and sum(len(unbulleted(text)) for text in row) / len(row) >= _LINK_IN_ROW
    for number, place in enumerate(run):
        if listed or texts[number][0].isdigit():
            draft.mark(place, "body", "list-item")
        elif links and not (place == last and subheaded):
            draft.mark(place, "related_headline", "headlines-in-a-row")
        elif len(run) == 1 and is_name(texts[0]) and above is not None and draft.kinds[above] == "lead":
            draft.mark(place, "byline", "name-below-lead")
        elif is_name(texts[number]) and match_key(texts[number]) in authors:
            draft.mark(place, "byline", "name-of-author")
        elif draft.shapes[place].bullet or (len(run) > 1 and not links):
            draft.mark(place, "body", "list-item")
        elif _is_subheading(draft, place):
            draft.mark(place, "subheading", "short-line-in-story")
        else:
            draft.mark(place, "body", "paragraph-without-stop")


def _is_subheading(draft: Draft, place: int) -> bool:
    below = draft.after(place)
    return len(draft.text(place)) <= _LONGEST_SUBHEADING and below is not None and draft.is_prose(below)


def _opens_list(draft: Draft, place: int) -> bool:
    below = draft.after(place)
    return below is not None and draft.is_headline(below)


def _is_item(draft: Draft, place: int) -> bool:
    return draft.text(place).endswith((";", ",")) or (
        draft.shapes[place].bullet and len(draft.text(place)) < _LINK
    )


def _mark_unheaded_teasers(draft: Draft) -> None:
    """Headline, one short paragraph, headline, one short paragraph, to the end: other stories, if one stands above."""
    open_places = [place for place in draft.filled if draft.is_open(place)]
    pairs: list[tuple[int, int]] = []
    while len(open_places) >= 2:
        headline, teaser = open_places[-2], open_places[-1]
        shape = draft.shapes[teaser]
        fits = (
            draft.is_headline(headline)
            and len(draft.text(headline)) >= _LINK
            and draft.is_prose(teaser)
            and (shape.cut or (shape.sentences == 1 and len(shape.text) <= _SHORT_TEASER))
        )
        if not fits:
            break
        pairs.append((headline, teaser))
        del open_places[-2:]
    if len(pairs) >= 2 and len(draft.prose(open_places)) >= 2:
        for headline, teaser in pairs:
            draft.mark(headline, "related_headline", "pairs-after-story")
            draft.mark(teaser, "related_teaser", "pairs-after-story")


def _same(one: str, other: str) -> bool:
    return match_key(plain(one)) == match_key(plain(other))

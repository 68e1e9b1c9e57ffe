"""Which lines of a page are its story: the elements that hold its prose, without the furniture in them.

A line of prose is a long line, or a sentence, that is not all links. Elements whose paragraphs are its
direct text form a group; the story is the heaviest group, and as many of the elements around it as bring
more prose than furniture.
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from dataset.read.html_outline import Line, Outline

_OUT_TAGS = frozenset(
    (
        "aside",
        "button",
        "dialog",
        "dir",
        "fieldset",
        "figcaption",
        "footer",
        "form",
        "head",
        "menu",
        "nav",
        "title",
    )
)
# Furniture however much it holds, as long as something else on the page could be a story.
_BESIDE = frozenset(("aside", "figcaption", "footer", "nav"))
_STORY_FROM = 250
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_PARTS = frozenset(
    (
        "blockquote",
        "dd",
        "dl",
        "dt",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ol",
        "p",
        "pre",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    )
)
_STORY_TAGS = frozenset(("article", "body", "html", "main"))

_OUT = re.compile(
    r"advert|breadcrumb|by-?line|author|caption|carousel|comment|consent|cookie|copyright|dateline|disclaimer|disqus|"
    r"entry-?meta|feedback|gdpr|log-?in|most-?(?:popular|read|view)|newsletter|outbrain|pagination|paywall|pop-?up|"
    r"post-?date|post-?meta|read-?more|recirc|recommend|related|side-?bar|sign-?up|slideshow|subscri|taboola|"
    r"time-?stamp|toolbar|trending|"
    r"(?<![a-z])(?:ads?|also|credits?|cta|donat\w+|foot|footer|footnotes?|gallery|keywords|menu|meta|modal|navbar|navi?|"
    r"navigation|overlay|pager|popular|print|promo|published|rating|reactions?|scrim|share|sharing|socials?|"
    r"sponsor(?:ed)?|tags|tag-?cloud|tag-?list)(?![a-z])|"
    r"bai-?khac|binh-?luan|chia-?se|cung-?(?:chuyen-?)?muc|danh-?muc|doc-?nhieu|lien-?quan|quang-?cao|thao-?luan|"
    r"tin-?khac|tin-?moi|xem-?nhieu|xem-?them"
)
_BODY = re.compile(
    r"article[_-]*body|(?:^|[ _-])(?:detail|entry|news|post|story)[_-]*(?:body|content|text)(?:[ _-]|$)|fck_detail"
)
# Names of a page's middle, which furniture's names in the same class do not undo.
_MIDDLE = re.compile(
    r"article[_-]*(?:body|content|text)|(?:content|detail|entry|news|page|post|story)[_-]*(?:body|content|detail|text)|"
    r"body-?copy|chi-?tiet|(?<![a-z])embed(?![a-z])|fck_detail|noi-?dung|rich-?text"
)
_LEAD = re.compile(
    r"abstract|chap(?:eau|o)|(?<![a-z])desc(?![a-z])|(?<![a-z])dec?k(?![a-z])|description|excerpt|intro|(?<![a-z])lead|sapo|stand-?first|sub-?head|sub-?line|"
    r"sub-?title|summary|teaser"
)
_END = re.compile(r"[.!?…:;。！？][\"”’')\]»」]*$")
# Some pages show the markup of what they could not embed.
_MARKUP = re.compile(r"<\w+[ >/]")

_BULLET = re.compile(r"[-–•*+] \S")

_SHORT, _LONG = 25, 80
# A group of the page's own body element counts for so much more than one elsewhere.
_BODY_WEIGHT = 3
_LEAD_FROM = 40
_ROW = 3
_TEASERS, _TEASER_WEIGHT = 3, 8


def main_lines(outline: Outline, title: str | None, description: str | None) -> list[bool]:
    """For each line whether it is the story's; all are where there is none. `title` and `description` are what the page states of it."""
    prose = [_prose(line) for line in outline.lines]
    kept = _choose(outline, prose, use_hints=True)
    weight = _weight(prose, kept)
    if weight < 250 and weight < 0.5 * sum(prose):
        # Classes are named for all kinds of reasons: where they leave little, the page is read without them.
        other = _choose(outline, prose, use_hints=False)
        if _weight(prose, other) > 2 * weight:
            kept = other
    if not _weight(prose, kept):
        # An error page, a gallery or a list of teasers is told by all of its words.
        return [True] * len(kept)
    _add_lead(outline, prose, kept, _clear_above_title(outline, prose, kept, title), description)
    return kept


def _clear_above_title(
    outline: Outline, prose: Sequence[int], kept: list[bool], title: str | None
) -> int | None:
    """Nothing above the title is the story's. Returns the place of the title or of the heading above the story."""
    lines, tags = outline.lines, outline.tags
    key, rest, weight = _key(title or ""), _weight(prose, kept), _weight(prose, kept)
    for place, line in enumerate(lines):
        if key and tags[line.node] in _HEADINGS and _key(line.text) == key:
            kept[:place] = [False] * place
            return place
        rest -= prose[place] if kept[place] else 0
        if 4 * rest < weight:
            break
    first = next((place for place, keep in enumerate(kept) if keep and not lines[place].image), 0)
    return max((place for place in range(first) if tags[lines[place].node] == "h1"), default=None)


def _weight(prose: Sequence[int], kept: Sequence[bool]) -> int:
    return sum(n for n, keep in zip(prose, kept, strict=True) if keep)


def _prose(line: Line) -> int:
    """The line's length if it is running text, else 0."""
    length = len(line.text)
    if line.image or length < _SHORT or _MARKUP.match(line.text) or "©" in line.text:
        return 0
    if 2 * line.links > length and (length < 120 or 4 * line.links > 3 * length):
        return 0
    return length if length >= _LONG or _END.search(line.text) else 0


@lru_cache(maxsize=8192)
def _says_out(hint: str) -> bool:
    return _OUT.search(hint) is not None and _MIDDLE.search(hint) is None


@lru_cache(maxsize=8192)
def _says_body(hint: str) -> bool:
    return _BODY.search(hint) is not None


def _choose(outline: Outline, prose: Sequence[int], *, use_hints: bool) -> list[bool]:
    lines, tags, parents = outline.lines, outline.tags, outline.parents
    out, body = _furniture(outline, prose, use_hints=use_hints)
    group = _groups(outline)
    own, paragraphs = [0] * len(tags), [0] * len(tags)
    for line, length in zip(lines, prose, strict=True):
        if length and not out[line.node]:
            own[group[line.node]] += length
            paragraphs[group[line.node]] += 1
    elsewhere = {
        node
        for node, teased in _teasers(outline, prose, group).items()
        if teased >= _TEASERS and 2 * teased > paragraphs[node]
    }
    for node in elsewhere:
        own[node] //= _TEASER_WEIGHT
    seed = max(range(len(tags)), key=lambda node: own[node] * (_BODY_WEIGHT if body[node] else 1))
    score = [0.0] * len(tags)
    for line, length in zip(lines, prose, strict=True):
        if out[line.node] or line.image:
            continue
        place = group[line.node]
        belongs = (own[place] >= 0.1 * own[seed] or paragraphs[place] >= 3) and (
            place == seed or place not in elsewhere
        )
        if length and belongs and (body[place] or not body[seed]):
            score[line.node] += length
        else:
            score[line.node] -= 0.5 * min(len(line.text), 200)
    for node in range(len(tags) - 1, 0, -1):
        score[parents[node]] += score[node]
    around = _around(parents, seed)
    root = body[seed] or seed
    for node in around[around.index(root) :]:
        if score[node] >= score[root]:
            root = node
    # An article in or beside an article is another story; where the story is in none, they are its parts.
    in_article = any(tags[node] == "article" for node in around)
    inside = [False] * len(tags)
    inside[root] = True
    for node in range(root + 1, len(tags)):
        inside[node] = inside[parents[node]] and not (
            in_article and tags[node] == "article" and node not in around
        )
    kept = [
        inside[line.node]
        and not out[line.node]
        and (line.image or _stays(line, tags[line.node], length, in_seed=_is_like(outline, line.node, seed)))
        for line, length in zip(lines, prose, strict=True)
    ]
    _trim(outline, prose, kept, _paragraphs(outline, group, seed))
    return kept


def _around(parents: Sequence[int], node: int) -> list[int]:
    """The element and all around it, inside out."""
    around = [node]
    while node:
        node = parents[node]
        around.append(node)
    return around


def _furniture(outline: Outline, prose: Sequence[int], *, use_hints: bool) -> tuple[list[bool], list[int]]:
    """For each element whether it is furniture, and the outermost element around it that names itself the body."""
    tags, parents, hints = outline.tags, outline.parents, outline.hints
    total = [0] * len(tags)
    for line, length in zip(outline.lines, prose, strict=True):
        total[line.node] += length
    for node in range(len(tags) - 1, 0, -1):
        total[parents[node]] += total[node]
    holds = [False] * len(tags)
    for node in range(len(tags) - 1, 0, -1):
        if (
            holds[node]
            or tags[node] in _STORY_TAGS
            or (total[node] >= 100 and hints[node] and _says_body(hints[node]))
        ):
            holds[node] = holds[parents[node]] = True
    out, body, quoted = [False] * len(tags), [0] * len(tags), [False] * len(tags)
    for node in range(1, len(tags)):
        tag, up, hint = tags[node], parents[node], hints[node]
        if out[up]:
            out[node], body[node] = True, body[up]
            continue
        quoted[node] = quoted[up] or tag == "blockquote"
        # What holds half of the page's prose is hardly furniture, whatever it is called.
        if tag in _BESIDE:
            out[node] = total[0] - total[node] >= _STORY_FROM or 2 * total[node] < total[0]
        elif 2 * total[node] < total[0]:
            out[node] = (
                tag in _OUT_TAGS
                or (tag == "header" and total[node] < 300)
                or (use_hints and tag != "figure" and not (holds[node] or quoted[node]) and _says_out(hint))
            )
        body[node] = body[up] or (node if hint and tag not in ("body", "html") and _says_body(hint) else 0)
    return out, body


def _groups(outline: Outline) -> list[int]:
    """For each element the nearest one around it that is no paragraph, list or table.

    Sites write paragraphs as `<div>`s too: a nameless one of one line is one.
    """
    tags, hints = outline.tags, outline.hints
    group = list(range(len(tags)))
    inner, held = set(outline.parents), Counter(line.node for line in outline.lines)
    for node in range(1, len(group)):
        if tags[node] in _PARTS or (
            tags[node] == "div" and not hints[node] and held[node] == 1 and node not in inner
        ):
            group[node] = group[outline.parents[node]]
    return group


def _is_like(outline: Outline, node: int, other: int) -> bool:
    """The same element, a nameless one right in it, or one beside it that is called the same."""
    if outline.parents[node] == other:
        # Sites break a story's lines with `<div>`s too: a subheading in bold, the lines of a poem, the items of a list.
        return not outline.hints[node] or outline.tags[node] in _PARTS
    return node == other or (
        outline.parents[node] == outline.parents[other]
        and outline.tags[node] == outline.tags[other]
        and outline.hints[node] == outline.hints[other]
    )


def _teasers(outline: Outline, prose: Sequence[int], group: Sequence[int]) -> Counter[int]:
    """How many lines of prose in a group stand under a headline that is a link: they tell of other pages."""
    found: Counter[int] = Counter()
    linked = False
    for line, length in zip(outline.lines, prose, strict=True):
        if linked and length:
            found[group[line.node]] += 1
        if not line.image:
            linked = _SHORT < len(line.text) <= 1.25 * line.links
    return found


def _paragraphs(outline: Outline, group: Sequence[int], seed: int) -> list[bool]:
    """For each line whether it is a paragraph or an item right in the story's own element.

    `<div>`s are where they have a bullet, or make a list or a poem: three in a row. One or two at a
    story's end are its byline and its stamp.
    """
    own, row = [False] * len(outline.lines), 0
    for place, line in enumerate(outline.lines):
        tag, within = outline.tags[line.node], group[line.node] == seed
        own[place] = within and (
            tag in ("p", "li") or (tag == "div" and _BULLET.match(line.text) is not None)
        )
        row = row + 1 if within and tag == "div" and line.node != seed else 0
        if row >= _ROW:
            own[place - _ROW + 1 : place + 1] = [True] * _ROW
    return own


def _stays(line: Line, tag: str, prose: int, *, in_seed: bool) -> bool:
    if tag == "h1" or (not prose and 2 * line.links > len(line.text)) or _MARKUP.match(line.text):
        return False
    return prose > 0 or in_seed or tag in _PARTS or len(line.text) > 40


def _trim(outline: Outline, prose: Sequence[int], kept: list[bool], own: Sequence[bool]) -> None:
    """Take away what stands before the first and after the last line of prose, and headings over nothing."""
    lines, tags = outline.lines, outline.tags
    told = [place for place, keep in enumerate(kept) if keep and prose[place]]
    if not told:
        return
    for place in range(len(lines)):
        if not told[0] <= place <= told[-1] and not own[place]:
            kept[place] = False
    followed = False
    for place in range(len(lines) - 1, -1, -1):
        if kept[place] and not lines[place].image:
            heading = tags[lines[place].node] in _HEADINGS
            kept[place] = followed or not heading
            followed = kept[place]


def _add_lead(
    outline: Outline, prose: Sequence[int], kept: list[bool], heading: int | None, description: str | None
) -> None:
    """The paragraph under the title often stands outside the body: by its class, or it is the page's summary."""
    lines, tags = outline.lines, outline.tags
    first = next((place for place, keep in enumerate(kept) if keep and not lines[place].image), None)
    if first is None:
        return
    summary = _key(description or "")
    for place in range(0 if heading is None else heading + 1, first):
        line = lines[place]
        if line.image or len(line.text) < _LEAD_FROM or 2 * line.links > len(line.text):
            continue
        key = _key(line.text)
        is_summary = len(summary) >= _LEAD_FROM and (
            key.startswith(summary[:100]) or summary.startswith(key[:100])
        )
        hint = f"{outline.hints[line.node]} {outline.hints[outline.parents[line.node]]}"
        named = heading is not None and _LEAD.search(hint) is not None
        if is_summary or (named and (prose[place] or tags[line.node] == "h2")):
            kept[place] = True


def _key(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()

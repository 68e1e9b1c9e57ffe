"""An HTML page in one parse and one walk: its lines with the elements they stand in, and what it declares.

The parser is lexbor, which builds the tree that a browser would. It is walked from child to next: on pages
of 170 kB the walk takes 1 ms and the parse 0.4, where libxml2's callbacks took 2.8 together.
"""

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Nobody reads their text on the page.
_UNSEEN = _names(
    "applet audio canvas datalist embed frameset iframe map math noscript object script select style svg template "
    "textarea video"
)
_INLINE = _names(
    "abbr acronym b bdi bdo big blink cite code data del dfn em font i ins kbd label mark nobr picture q s samp small "
    "span strike strong sub sup time tt u var"
)
_EMPTY = _names("area base basefont br col frame hr img input link meta param source track wbr")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HINTS = ("class", "id", "role", "itemprop")
_SOURCES = ("data-src", "data-original", "data-lazy-src", "src")

_SKIP, _FLAT, _LINK, _VOID, _BLOCK = range(5)
_KINDS = {
    **dict.fromkeys(_UNSEEN, _SKIP),
    **dict.fromkeys(_INLINE, _FLAT),
    "a": _LINK,
    **dict.fromkeys(_EMPTY, _VOID),
}


_Attributes = dict[str, str | None]

# Tags that pages often leave open count for nothing: they would add up to a depth that is not there.
_NESTING = re.compile(
    rb"<(/?)(?:div|span|section|article|main|aside|header|footer|nav|ul|ol|dl|table|tbody|blockquote|figure|center|form|"
    rb"a|b|i|u|em|strong|small|font|h[1-6])\b",
    re.IGNORECASE,
)
_DEEPEST_PARSED = 5_000


class TooHostileError(Exception):
    """The page is beyond a limit; the message says which."""


@dataclass(frozen=True, slots=True)
class OutlineLimits:
    """Real pages stay below 100 deep and 20,000 elements."""

    depth: int = 500
    elements: int = 100_000
    lines: int = 20_000


@dataclass(slots=True)
class Line:
    """A line as it is seen. `node` is the index of its element, `links` the characters within links.

    `broken` lines follow a line break in the same block. An image's text is its Markdown.
    """

    text: str
    node: int
    links: int
    broken: bool = False
    image: bool = False


@dataclass(slots=True)
class Outline:
    """Lines in order; block elements as parallel lists, parents before children; and the declarations.

    `hints` are class, id, role and itemprop of each element, lower-cased; `metas` the (name, content) of
    meta elements; `props` the (itemprop, value); `times` the (datetime, node); element 0 is the page.
    """

    lines: list[Line] = field(default_factory=list)
    tags: list[str] = field(default_factory=lambda: [""])
    parents: list[int] = field(default_factory=lambda: [0])
    hints: list[str] = field(default_factory=lambda: [""])
    metas: list[tuple[str, str]] = field(default_factory=list)
    json_ld: list[str] = field(default_factory=list)
    props: list[tuple[str, str]] = field(default_factory=list)
    times: list[tuple[str, int]] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    canonical: str | None = None
    base: str | None = None
    title: str = ""


def outline_of(html: bytes, limits: OutlineLimits) -> Outline:
    """Parse UTF-8 bytes.

    Raises:
        TooHostileError: more depth, elements or lines than the limits.
    """
    _refuse_before_parsing(html, limits)
    outline = Outline()
    root = LexborHTMLParser(html).root
    if root is not None:
        _Walk(outline, limits).walk(root)
    return outline


class _Walk:
    """The line that is being read: its pieces of text, and where in them a link or a name of an author began."""

    __slots__ = (
        "author_from",
        "broken",
        "images",
        "limits",
        "link_from",
        "links",
        "node",
        "outline",
        "pieces",
    )

    def __init__(self, outline: Outline, limits: OutlineLimits) -> None:
        self.outline = outline
        self.limits = limits
        self.node = 0
        self.pieces: list[str] = []
        self.images: list[str] = []
        self.links = 0
        self.link_from = self.author_from = -1
        self.broken = False

    def walk(self, root: LexborNode) -> None:
        """From child to next; the element that is left for each that was entered waits on a stack."""
        pieces, tags, parents, hints = (
            self.pieces,
            self.outline.tags,
            self.outline.parents,
            self.outline.hints,
        )
        deepest, most = self.limits.depth, self.limits.elements
        opened: list[tuple[LexborNode, int, int, bool]] = []
        here: LexborNode | None = root
        while here is not None:
            tag = here.tag or ""
            child = None
            if tag == "-text":
                pieces.append(here.text_content or "")
            elif not tag.startswith("-"):
                attrs = here.attributes
                kind = _KINDS.get(tag, _BLOCK)
                if kind == _VOID:
                    self._empty(tag, attrs)
                elif (
                    kind == _SKIP
                    or "hidden" in attrs
                    or ("style" in attrs and _HIDDEN.search(attrs["style"] or ""))
                ):
                    if tag == "script" and (attrs.get("type") or "").strip().lower() == "application/ld+json":
                        self.outline.json_ld.append(here.text())
                elif tag == "title" and not self.outline.title:
                    self.outline.title = " ".join(here.text().split())
                else:
                    child = here.first_child
                    if kind == _BLOCK and (pieces or self.images):
                        self.flush()
                    names_author = False
                    if attrs and (tag == "time" or "itemprop" in attrs or "rel" in attrs):
                        names_author = self._property(tag, attrs)
                    if child is not None:
                        if len(opened) >= deepest:
                            raise TooHostileError(f"elements are nested more than {deepest} deep")
                        opened.append((here, kind, self.node, names_author))
                        if kind == _LINK:
                            self.link_from = len(pieces)
                        elif kind == _BLOCK:
                            self.broken = False
                            parents.append(self.node)
                            self.node = len(tags)
                            tags.append(tag)
                            hints.append(_hint(attrs) if attrs else "")
                            if self.node > most:
                                raise TooHostileError(f"more than {most} elements")
            following = child
            while following is None and opened:
                following = here.next
                if following is None:
                    here, kind, node, names_author = opened.pop()
                    if names_author:
                        self._end_author()
                    if kind == _LINK:
                        self._end_link()
                    elif kind == _BLOCK:
                        if pieces or self.images:
                            self.flush()
                        self.broken = False
                        self.node = node
            here = following
        self.flush()

    def flush(self) -> None:
        """End the line."""
        pieces, lines = self.pieces, self.outline.lines
        if len(pieces) == 1 and pieces[0].isspace():
            # The line breaks between tags: half of all pieces.
            pieces.clear()
            self.link_from = min(self.link_from, 0)
        elif pieces:
            self._end_author()
            if self.link_from >= 0:
                self.links += sum(map(len, pieces[self.link_from :]))
                self.link_from = 0
            text = " ".join("".join(pieces).split())
            pieces.clear()
            if text:
                lines.append(Line(text, self.node, self.links, self.broken))
            self.links = 0
        if self.images:
            lines.extend(Line(image, self.node, 0, image=True) for image in self.images)
            self.images.clear()
        if len(lines) > self.limits.lines:
            raise TooHostileError(f"more than {self.limits.lines} lines")

    def _end_link(self) -> None:
        if self.link_from >= 0:
            self.links += sum(map(len, self.pieces[self.link_from :]))
            self.link_from = -1

    def _end_author(self) -> None:
        if self.author_from >= 0:
            if name := " ".join("".join(self.pieces[self.author_from :]).split()):
                self.outline.authors.append(name)
            self.author_from = -1

    def _empty(self, tag: str, attrs: _Attributes) -> None:
        outline = self.outline
        if tag in ("br", "hr"):
            self.flush()
            self.broken = tag == "br"
        elif tag == "img":
            if image := _markdown(attrs):
                self.images.append(image)
                if not "".join(self.pieces).strip():
                    self.flush()
        elif tag == "meta":
            content = attrs.get("content")
            name = attrs.get("property") or attrs.get("name")
            if content and name:
                outline.metas.append((name.strip().lower(), content))
            if content and (prop := attrs.get("itemprop")):
                outline.props.append((prop, content))
        elif tag == "link":
            if outline.canonical is None and (attrs.get("rel") or "").lower() == "canonical":
                outline.canonical = attrs.get("href")
        elif tag == "base" and outline.base is None:
            outline.base = attrs.get("href")

    def _property(self, tag: str, attrs: _Attributes) -> bool:
        """Note what an element declares; True where its text is an author's name."""
        prop, value = attrs.get("itemprop"), attrs.get("datetime") or attrs.get("content")
        if prop and value:
            self.outline.props.append((prop, value))
        if tag == "time" and (stated := attrs.get("datetime")):
            self.outline.times.append((stated, self.node))
        if self.author_from >= 0 or not (prop == "author" or attrs.get("rel") == "author"):
            return False
        self.author_from = len(self.pieces)
        return True


def _refuse_before_parsing(html: bytes, limits: OutlineLimits) -> None:
    """Refuse depth that the parser takes quadratic time for: 27 seconds for 60,000 elements in each other.

    Only pages of many tags can hold it, and only they are looked at. Other ways to take its time run into
    the time limit.
    """
    if html.count(b"<") <= _DEEPEST_PARSED:
        return
    depth = deepest = 0
    for found in _NESTING.finditer(html):
        depth = max(0, depth - 1) if found[1] else depth + 1
        deepest = max(deepest, depth)
    if deepest > _DEEPEST_PARSED:
        raise TooHostileError(f"elements are nested {deepest} deep, at most {limits.depth} are read")


def _hint(attrs: _Attributes) -> str:
    return " ".join([value for name in _HINTS if (value := attrs.get(name))]).lower()


def _markdown(attrs: _Attributes) -> str | None:
    source = next((found for name in _SOURCES if (found := attrs.get(name)) and found[:5] != "data:"), None)
    if source is None:
        return None
    alt = " ".join((attrs.get("alt") or "").split()).replace("[", "(").replace("]", ")")
    return f"![{alt}]({'%20'.join(source.split())})"

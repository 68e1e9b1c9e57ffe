"""An HTML page in one parse: its lines with the elements they stand in, and what it declares.

libxml2 calls back for every tag and no tree is built. The callbacks are closures over plain lists, and
text goes straight to `list.append`: 2,300 calls a page are what this module costs.
"""

import re
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from lxml import etree


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
_VOID = _names("area base basefont br col frame hr image img input link meta param source track wbr")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SOURCES = ("data-src", "data-original", "data-lazy-src", "src")

_SKIP, _FLAT, _LINK, _EMPTY, _BLOCK = range(5)
_KINDS = {
    **dict.fromkeys(_UNSEEN, _SKIP),
    **dict.fromkeys(_INLINE, _FLAT),
    "a": _LINK,
    **dict.fromkeys(_VOID, _EMPTY),
}


class TooHostileError(Exception):
    """The page is beyond a limit; the message says which."""


@dataclass(frozen=True, slots=True)
class OutlineLimits:
    """Real pages stay below 100 deep and 20,000 elements."""

    depth: int = 500
    elements: int = 100_000
    lines: int = 100_000


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
    outline = Outline()
    parser = etree.HTMLParser(target=_target(outline, limits), encoding="utf-8", huge_tree=True)
    try:
        parser.feed(html)
        parser.close()
    except etree.XMLSyntaxError:
        # libxml2 found no element at all.
        return outline
    return outline


def _target(outline: Outline, limits: OutlineLimits) -> object:
    tags, parents, hints, lines = outline.tags, outline.parents, outline.hints, outline.lines
    pieces: list[str] = []
    opened: list[int] = []
    images: list[str] = []
    node = depth = skipped_at = skipped_from = links = 0
    link_from = caught_from = -1
    caught = ""
    broken = is_json = False
    deepest, most_elements, most_lines = limits.depth, limits.elements, limits.lines

    def flush() -> None:
        nonlocal links, link_from, caught_from
        if pieces:
            if link_from >= 0:
                links += sum(map(len, pieces[link_from:]))
                link_from = 0
            if caught_from >= 0:
                catch()
            text = " ".join("".join(pieces).split())
            pieces.clear()
            if text:
                lines.append(Line(text, node, links, broken))
            links = 0
        if images:
            lines.extend(Line(image, node, 0, image=True) for image in images)
            images.clear()
        if len(lines) > most_lines:
            raise TooHostileError(f"more than {most_lines} lines")

    def catch() -> None:
        nonlocal caught_from
        if name := " ".join("".join(pieces[caught_from:]).split()):
            outline.authors.append(name)
        caught_from = -1

    def start(tag: str, attrs: Any) -> None:
        nonlocal node, depth, skipped_at, skipped_from, link_from, caught_from, caught, broken, is_json
        kind = _KINDS.get(tag, _BLOCK)
        if kind == _EMPTY:
            if skipped_at:
                return
            if tag == "br":
                flush()
                broken = True
            elif tag == "hr":
                flush()
                broken = False
            elif tag == "img":
                if image := _markdown(attrs):
                    images.append(image)
                    if not "".join(pieces).strip():
                        flush()
            elif tag in ("meta", "link", "base"):
                _declare(outline, tag, attrs)
            return
        depth += 1
        if depth > deepest:
            raise TooHostileError(f"elements are nested more than {deepest} deep")
        if skipped_at:
            return
        if kind == _SKIP or (attrs and _is_hidden(attrs)):
            skipped_at, skipped_from = depth, len(pieces)
            is_json = tag == "script" and attrs.get("type", "").strip().lower() == "application/ld+json"
            return
        if attrs and (tag == "time" or "itemprop" in attrs or "rel" in attrs):
            _property(outline, tag, attrs, node)
            if caught_from < 0 and (attrs.get("rel") == "author" or attrs.get("itemprop") == "author"):
                caught_from, caught = len(pieces), tag
        if kind == _LINK:
            link_from = len(pieces)
        elif kind == _BLOCK:
            if pieces or images:
                flush()
            broken = False
            opened.append(node)
            parents.append(node)
            node = len(tags)
            if node > most_elements:
                raise TooHostileError(f"more than {most_elements} elements")
            tags.append(tag)
            hints.append(_hint(attrs) if attrs else "")

    def end(tag: str) -> None:
        nonlocal node, depth, skipped_at, links, link_from, caught_from, broken
        kind = _KINDS.get(tag, _BLOCK)
        if kind == _EMPTY:
            return
        depth -= 1
        if skipped_at:
            if depth < skipped_at:
                if is_json:
                    outline.json_ld.append("".join(pieces[skipped_from:]))
                del pieces[skipped_from:]
                skipped_at = 0
            return
        if caught_from >= 0 and tag == caught:
            catch()
        if kind == _LINK:
            if link_from >= 0:
                links += sum(map(len, pieces[link_from:]))
                link_from = -1
        elif kind == _BLOCK:
            if tag == "title" and not outline.title:
                outline.title = " ".join("".join(pieces).split())
                pieces.clear()
            if pieces or images:
                flush()
            broken = False
            if opened:
                node = opened.pop()

    def close() -> None:
        flush()

    return SimpleNamespace(start=start, end=end, data=pieces.append, close=close)


def _is_hidden(attrs: Any) -> bool:
    style = attrs.get("style")
    return (style is not None and _HIDDEN.search(style) is not None) or "hidden" in attrs


def _hint(attrs: Any) -> str:
    get = attrs.get
    return f"{get('class', '')} {get('id', '')} {get('role', '')} {get('itemprop', '')}".lower()


def _declare(outline: Outline, tag: str, attrs: Any) -> None:
    if tag == "meta":
        content = attrs.get("content")
        name = attrs.get("property") or attrs.get("name")
        if content and name:
            outline.metas.append((name.strip().lower(), content))
        if content and (prop := attrs.get("itemprop")):
            outline.props.append((prop, content))
    elif tag == "link":
        if outline.canonical is None and attrs.get("rel", "").lower() == "canonical":
            outline.canonical = attrs.get("href")
    elif outline.base is None:
        outline.base = attrs.get("href")


def _property(outline: Outline, tag: str, attrs: Any, node: int) -> None:
    value = attrs.get("datetime") or attrs.get("content")
    if value and (prop := attrs.get("itemprop")):
        outline.props.append((prop, value))
    if tag == "time" and attrs.get("datetime"):
        outline.times.append((attrs["datetime"], node))


def _markdown(attrs: Any) -> str | None:
    source = next((found for name in _SOURCES if (found := attrs.get(name)) and found[:5] != "data:"), None)
    if source is None:
        return None
    alt = " ".join(attrs.get("alt", "").split()).replace("[", "(").replace("]", ")")
    return f"![{alt}]({'%20'.join(source.split())})"

"""What an HTML page states about itself: canonical address, JSON-LD, meta elements, captions. No guesses.

A date counts only where the page calls it that of publication: dates of change, of crawling, of expiry,
of comments, of other stories and in addresses of images are never one.
"""

import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from dataset.read.days import day_of
from dataset.read.html_outline import Outline
from schemas.language.clean import clean_line
from schemas.language.match_key import match_key

_ARTICLE = re.compile(r"(?:Article|Posting|Report)$", re.IGNORECASE)
_PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "pubdate",
    "publishdate",
    "publish_date",
    "publish-date",
    "dc.date.issued",
    "dcterms.issued",
    "citation_publication_date",
)
# 3/5/2024 6:00 AM is the third of May or the fifth of March, by who wrote the page's software.
_HALF_DAY = re.compile(r"\b[ap]\.?m\b", re.IGNORECASE)
_DEEPEST_JSON = 8
_LONGEST_NAME = 80
_FURNITURE = frozenset({"aside", "nav", "footer"})


@dataclass(frozen=True, slots=True)
class PageFacts:
    """Each field None where the page does not state it. `published` is EDTF, a year at least."""

    title: str | None
    author: str | None
    url: str | None
    site: str | None
    section: str | None
    published: str | None
    captions: tuple[str, ...]


def facts_of(outline: Outline, fetched_from: str | None = None) -> PageFacts:
    """What the page states. `fetched_from` is its address as the crawler had it, for relative ones."""
    metas = _first_values(outline.metas)
    article = _json_ld_article(outline.json_ld)
    site = _line(metas.get("og:site_name")) or _name(article.get("publisher"))
    heading = heading_of(outline)
    stated = _text(article.get("headline")) or _without_site(_line(metas.get("og:title")), site)
    return PageFacts(
        title=heading if stated and heading and _is_cut(stated, heading) else stated or heading,
        author=_author(outline, article, metas, site),
        url=_url(outline, metas, fetched_from),
        site=site,
        section=_text(article.get("articleSection")) or _line(metas.get("article:section")),
        published=_published(outline, article),
        captions=_captions(outline),
    )


def heading_of(outline: Outline) -> str | None:
    """The text of the page's only h1 element."""
    nodes = {line.node for line in outline.lines if outline.tags[line.node] == "h1"}
    if len(nodes) != 1:
        return None
    return (
        clean_line(" ".join(line.text for line in outline.lines if line.node in nodes and not line.image))
        or None
    )


def _first_values(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    values: dict[str, str] = {}
    for name, value in pairs:
        values.setdefault(name, value)
    return values


def _is_cut(stated: str, heading: str) -> bool:
    """JSON-LD and Open Graph cut long headlines; the page shows all of it."""
    key = match_key(stated.rstrip(" .…"))
    return len(key) > 20 and match_key(heading).startswith(key)


def _without_site(title: str | None, site: str | None) -> str | None:
    if title is None or site is None:
        return title
    found = re.fullmatch(r"(.+?) ?[|–—-] (.+)", title)
    return found[1] if found and match_key(found[2]) == match_key(site) else title


def _url(outline: Outline, metas: dict[str, str], fetched_from: str | None) -> str | None:
    stated = (outline.canonical or "").strip()
    own = (metas.get("og:url") or "").strip()
    for url in (stated, own):
        if _is_address(url):
            # A canonical that is the site's front page says nothing about this page.
            return own if urlsplit(url).path in ("", "/") and _is_address(own) else url
    base = next(
        (base for base in ((outline.base or "").strip(), fetched_from or "") if _is_address(base)), None
    )
    if base is None or not stated:
        return None
    try:
        joined = urljoin(base, stated)
    except ValueError:
        return None
    return joined if _is_address(joined) else None


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and not re.search(r"\s", url)


def _published(outline: Outline, article: dict[str, Any]) -> str | None:
    """The best kind of evidence that the page has; where it states two days, neither."""
    metas = [value for name, value in outline.metas if name in _PUBLISHED]
    props = [value for name, value in outline.props if name == "datePublished"]
    # A page with one time element says its own; several are those of other stories too.
    times = [value for value, node in outline.times if not _is_aside(outline, node)]
    for stated in ([article.get("datePublished")], metas, props, times):
        days = {_day(value) for value in stated if value}
        if days:
            return days.pop() if len(days) == 1 else None
    return None


def _day(value: object) -> str | None:
    if isinstance(value, str) and _HALF_DAY.search(value) and not re.match(r"\s*\d{4}", value):
        return None
    return day_of(value)


def _is_aside(outline: Outline, node: int) -> bool:
    """In a menu, a box beside the story, or the head or foot of the page rather than of the story."""
    in_header = False
    while node:
        tag = outline.tags[node]
        if tag in _FURNITURE:
            return True
        if tag == "article" and in_header:
            return False
        in_header = in_header or tag == "header"
        node = outline.parents[node]
    return in_header


def _captions(outline: Outline) -> tuple[str, ...]:
    captions: list[str] = []
    for line in outline.lines:
        node = line.node
        if line.image or 2 * line.links > len(line.text):
            continue
        while node and outline.tags[node] != "figcaption":
            node = outline.parents[node]
        if node and not _is_aside(outline, node) and (caption := clean_line(line.text)):
            captions.append(caption)
    return tuple(dict.fromkeys(captions))


def _json_ld_article(scripts: Iterable[str]) -> dict[str, Any]:
    """The one article that the page describes, or nothing: lists of articles are other stories."""
    articles: list[dict[str, Any]] = []
    for script in scripts:
        try:
            body = json.loads(script.strip().removesuffix(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(body, 0):
            kinds = node.get("@type")
            named = [kinds] if isinstance(kinds, str) else kinds if isinstance(kinds, list) else []
            if (
                any(isinstance(kind, str) and _ARTICLE.search(kind) for kind in named)
                and node not in articles
            ):
                articles.append(node)
    return articles[0] if len(articles) == 1 else {}


def _nodes(body: object, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST_JSON:
        return
    if isinstance(body, list):
        for part in body:
            yield from _nodes(part, depth + 1)
    elif isinstance(body, dict):
        yield body
        yield from _nodes(body.get("@graph"), depth + 1)
        yield from _nodes(body.get("mainEntity"), depth + 1)


def _line(value: str | None) -> str | None:
    return clean_line(value) or None if value else None


def _text(value: object) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return clean_line(html.unescape(value)) or None if isinstance(value, str) else None


def _name(value: object) -> str | None:
    return _text(value.get("name")) if isinstance(value, dict) else _text(value)


def _author(outline: Outline, article: dict[str, Any], metas: dict[str, str], site: str | None) -> str | None:
    stated = article.get("author")
    people = stated if isinstance(stated, list) else [stated]
    sources = (
        [_name(person) for person in people if not _is_organization(person)],
        [_line(metas.get("author"))],
        [_line(metas.get("article:author"))],
        [_line(author) for author in outline.authors],
    )
    for names in sources:
        found = list(dict.fromkeys(name for name in names if name and _is_name(name, site)))
        # More than a few are the authors of other stories or of comments.
        if found and len(found) <= 6:
            return ", ".join(found)
    return None


def _is_name(name: str, site: str | None) -> bool:
    if len(name) > _LONGEST_NAME or re.search(r"https?:|www\.|@|[<>{}]", name):
        return False
    return site is None or match_key(name) != match_key(site)


def _is_organization(value: object) -> bool:
    return isinstance(value, dict) and "Organization" in str(value.get("@type"))

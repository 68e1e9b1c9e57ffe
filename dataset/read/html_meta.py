"""What an HTML page states about itself: canonical address, JSON-LD, meta elements, captions. No guesses."""

import datetime
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from schemas.language.clean import clean_line

_ARTICLE = re.compile(r"(?:^|[a-z])(?:Article|Posting|Report)$|^Article$", re.IGNORECASE)
_DAY = re.compile(r"\s*(\d{4}-\d\d-\d\d)(?:[T ]|$)")
_OUTSIDE = (
    "not(ancestor::aside or ancestor::nav or ancestor::footer or ancestor::header[not(ancestor::article)])"
)


@dataclass(frozen=True, slots=True)
class PageFacts:
    """Each field None where the page does not state it. `published` is `YYYY-MM-DD`."""

    title: str | None
    author: str | None
    url: str | None
    site: str | None
    section: str | None
    published: str | None
    captions: tuple[str, ...]


def facts_of(tree: Any) -> PageFacts:
    """Read them from an lxml tree, which stays as it was."""
    article = _json_ld_article(tree)
    captions = (
        clean_line(" ".join(node.text_content().split())) for node in tree.xpath(f"//figcaption[{_OUTSIDE}]")
    )
    return PageFacts(
        title=_text(article.get("headline")) or _meta(tree, "og:title") or _heading(tree),
        author=_author(article.get("author")) or _meta(tree, "author"),
        url=_canonical(tree),
        site=_meta(tree, "og:site_name") or _name(article.get("publisher")),
        section=_text(article.get("articleSection")) or _meta(tree, "article:section"),
        published=_published(tree, article),
        captions=tuple(caption for caption in captions if caption),
    )


def _canonical(tree: Any) -> str | None:
    stated = tree.xpath("//link[@rel='canonical']/@href") or [_meta(tree, "og:url")]
    url = (stated[0] or "").strip()
    return url if url.startswith(("http://", "https://")) else None


def _published(tree: Any, article: dict[str, Any]) -> str | None:
    stated = (
        _text(article.get("datePublished"))
        or _meta(tree, "article:published_time")
        or next(
            iter(
                tree.xpath("//*[@itemprop='datePublished']/@content|//*[@itemprop='datePublished']/@datetime")
            ),
            None,
        )
    )
    if stated is None:
        # A page with one time element says its own; several are those of other stories too.
        times = {time[:10] for time in tree.xpath(f"//time[{_OUTSIDE}]/@datetime")}
        stated = times.pop() if len(times) == 1 else None
    found = _DAY.match(stated or "")
    try:
        return datetime.date.fromisoformat(found[1]).isoformat() if found else None
    except ValueError:
        return None


def _json_ld_article(tree: Any) -> dict[str, Any]:
    """The one article that the page describes, or nothing: lists of articles are other stories."""
    articles = []
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            body = json.loads(script.text_content())
        except ValueError:
            continue
        articles += [node for node in _nodes(body) if _ARTICLE.search(_text(node.get("@type")) or "")]
    return articles[0] if len(articles) == 1 else {}


def _nodes(body: object) -> Iterator[dict[str, Any]]:
    if isinstance(body, list):
        for part in body:
            yield from _nodes(part)
    elif isinstance(body, dict):
        yield body
        yield from _nodes(body.get("@graph", []))


def _meta(tree: Any, name: str) -> str | None:
    found = tree.xpath("//meta[@property=$name or @name=$name]/@content", name=name)
    return clean_line(found[0]) or None if found else None


def _heading(tree: Any) -> str | None:
    headings = tree.xpath("//h1")
    return clean_line(" ".join(headings[0].text_content().split())) or None if len(headings) == 1 else None


def _text(value: object) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return clean_line(value) or None if isinstance(value, str) else None


def _name(value: object) -> str | None:
    if isinstance(value, dict):
        return _text(value.get("name"))
    return _text(value)


def _author(value: object) -> str | None:
    people = value if isinstance(value, list) else [value]
    names = [name for person in people if (name := _name(person)) and not _is_organization(person)]
    return ", ".join(names) or None


def _is_organization(value: object) -> bool:
    return isinstance(value, dict) and _text(value.get("@type")) == "Organization"

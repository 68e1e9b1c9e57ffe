"""A labelled page as HTML: the same blocks, in elements, with the head that such a site has.

Headlines of other stories, menus and lists are links, as they are on real sites: link density is what most
extractors look at first, and it would be unfair to keep it from them.
"""

import html
import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence

from benchmarks.furniture.corpus import LabelledPage
from benchmarks.furniture.page import Block

_IMAGE = re.compile(r"!\[(?P<alt>.*?)\]\((?P<url>[^()\s]*)\)")
_LINK = re.compile(r"(?<!!)\[(?P<text>[^\[\]]+)\]\((?P<url>https?://[^()\s]*)\)")
_NAMED = frozenset({"nav", "aside", "header", "footer", "article", "main", "section"})
_BLOCKS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "div", "li", "figcaption", "blockquote"})
_CLASSES = {
    "article": (
        "detail-content",
        "article-body",
        "post-content",
        "entry-content",
        "news-content",
        "cms-body",
        "box-c",
        "c12",
    ),
    "main": ("main", "container", "col-left", "wrapper", "site-content", "page"),
    "nav": ("menu", "navbar", "top-menu", "nav"),
    "aside": ("sidebar", "col-right", "box-right", "right"),
    "header": ("header", "top", "logo-bar"),
    "footer": ("footer", "bottom", "site-info"),
    "section": ("box", "row", "zone"),
}
# These hold what stands between their first and their last block; boxes do not.
_WIDE = frozenset({"main", "article"})


def to_html(page: LabelledPage) -> str:
    """The whole document."""
    rng = random.Random(f"head/{page.site}/{page.host}")
    body = "".join(_regions(page.blocks, page.host, _elements_of_regions(page)))
    return f'<!DOCTYPE html>\n<html lang="vi">\n<head>\n{_head(page, rng)}</head>\n<body>\n{body}</body>\n</html>\n'


def _head(page: LabelledPage, rng: random.Random) -> str:
    story, esc = page.story, html.escape
    titled = rng.choice(("{t} - {s}", "{t} | {s}", "{t}", "{s}: {t}", "{s}"))
    head = [
        '<meta charset="utf-8">',
        f"<title>{esc(titled.format(t=story.title, s=page.site_name))}</title>",
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<link rel="stylesheet" href="/css/site.css">',
    ]
    if rng.random() < 0.7:
        head.append(f'<meta property="og:title" content="{esc(story.title)}">')
        head.append('<meta property="og:type" content="article">')
        head.append(f'<meta property="og:site_name" content="{esc(page.site_name)}">')
    if rng.random() < 0.6 and story.lead:
        head.append(f'<meta name="description" content="{esc(story.lead)}">')
    if rng.random() < 0.5:
        head.append(f'<meta property="article:published_time" content="{story.day}T08:00:00+07:00">')
    if rng.random() < 0.4:
        head.append(f'<meta name="keywords" content="{esc(", ".join(story.tags))}">')
    if rng.random() < 0.4:
        data = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": story.title,
            "datePublished": f"{story.day}T08:00:00+07:00",
            "author": {"@type": "Person", "name": story.author},
        }
        told = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
        head.append(f'<script type="application/ld+json">{told}</script>')
    head.append("<script>window.site = {ready: true};</script>")
    return "\n".join(head) + "\n"


def _elements_of_regions(page: LabelledPage) -> dict[str, str]:
    """What the site opens a region with. Half of the sites know `<article>` and its like, the rest have `<div>`s."""
    rng = random.Random(f"elements/{page.site}/{page.host}")
    named = {name: name for name in _NAMED}
    if rng.random() < 0.5:
        return named
    plain = {name: f'div class="{rng.choice(classes)}"' for name, classes in _CLASSES.items()}
    return named | plain


def _regions(blocks: Sequence[Block], host: str, elements: Mapping[str, str]) -> Iterator[str]:
    """Blocks in the elements of their regions; wide ones go around what stands between their own blocks."""
    filled = [block for block in blocks if block.text]
    at = 0
    while at < len(filled):
        region = filled[at].region
        if region in _WIDE:
            end = max(place for place, block in enumerate(filled) if block.region == region) + 1
            inner = filled[at:end]
            yield f"<{elements[region]}>\n"
            start = 0
            while start < len(inner):
                stop = start
                own = inner[start].region == region
                while stop < len(inner) and (inner[stop].region == region) == own:
                    stop += 1
                part = inner[start:stop]
                yield from _elements(part, host) if own else _regions(part, host, elements)
                start = stop
            yield f"</{elements[region].split(' ')[0]}>\n"
        else:
            end = at
            while end < len(filled) and filled[end].region == region:
                end += 1
            opening, closing = _around(region, elements)
            yield opening
            yield from _elements(filled[at:end], host)
            yield closing
        at = end


def _around(region: str, elements: Mapping[str, str]) -> tuple[str, str]:
    if not region:
        return "", ""
    opening = elements.get(region) or f'div class="{html.escape(region)}"'
    return f"<{opening}>\n", f"</{opening.split(' ')[0]}>\n"


def _elements(blocks: Sequence[Block], host: str) -> Iterator[str]:
    listed = False
    for block in blocks:
        if (block.tag == "li") != listed:
            listed = block.tag == "li"
            yield "<ul>\n" if listed else "</ul>\n"
        yield _element(block, host)
    if listed:
        yield "</ul>\n"


def _element(block: Block, host: str) -> str:
    css = f' class="{html.escape(block.css)}"' if block.css else ""
    inside = _inside(block, host)
    tag = block.tag if block.tag in _BLOCKS else "div"
    if tag == "figcaption":
        return f"<figure><figcaption{css}>{inside}</figcaption></figure>\n"
    if block.tag in ("time", "span", "strong", "button", "em", "b"):
        inside = f"<{block.tag}>{inside}</{block.tag}>"
    return f"<{tag}{css}>{inside}</{tag}>\n"


def _inside(block: Block, host: str) -> str:
    text = block.text
    images = "".join(
        f'<img src="{html.escape(found["url"])}" alt="{html.escape(found["alt"])}">'
        for found in _IMAGE.finditer(text)
    )
    words = _IMAGE.sub("", text).strip()
    out, at = [], 0
    for found in _LINK.finditer(words):
        out.append(html.escape(words[at : found.start()], quote=False))
        out.append(f'<a href="{html.escape(found["url"])}">{html.escape(found["text"], quote=False)}</a>')
        at = found.end()
    out.append(html.escape(words[at:], quote=False))
    said = "".join(out)
    if words and at == 0 and _is_link(block, words):
        said = f'<a href="https://{html.escape(host)}/{abs(hash_of(words)) % 10**6}.html">{said}</a>'
    return images + said


def _is_link(block: Block, words: str) -> bool:
    if block.label != "furniture" or block.tag in ("figcaption", "time", "img", "blockquote"):
        return False
    if block.tag in ("a", "li") or block.region == "nav":
        return True
    return 25 < len(words) < 200 and not words.endswith((".", ":", "…", "?", "!"))


def hash_of(text: str) -> int:
    """A number for an address that does not change from run to run."""
    value = 7
    for char in text:
        value = (value * 31 + ord(char)) % (1 << 31)
    return value

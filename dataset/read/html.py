"""HTML pages: trafilatura finds the main text, and the same line rules as for text run over what it returns."""

import re

from dataset.read.encoding import decoded
from dataset.read.html_meta import PageFacts, facts_of
from dataset.read.page import InputFile, Page, PageMeta, Refused

_START = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
# Tags that pages often leave open count for nothing: they would add up to a depth that is not there.
_NESTING = re.compile(
    rb"<(/?)(?:div|span|section|article|main|aside|header|footer|nav|ul|ol|dl|table|tbody|blockquote|figure|center|form|"
    rb"a|b|i|u|em|strong|small|font|h[1-6])\b",
    re.IGNORECASE,
)
# Real pages stay below 100; parsers recurse or hang at tens of thousands.
_DEEPEST = 500


def is_html(data: bytes) -> bool:
    return _START.match(data[:4_096]) is not None


def read_html(file: InputFile, data: bytes, sha256: str) -> Page | Refused:
    """The page in an HTML file: main text as lines, and what the page states about itself."""
    text = decoded(data)
    if not isinstance(text, str):
        reason, detail = text
        return Refused(file.source_path, reason, detail, sha256, len(data))
    depth = _depth(data)
    if depth > _DEEPEST:
        detail = f"elements are nested {depth} deep, at most {_DEEPEST} are read"
        return Refused(file.source_path, "too_large", detail, sha256, len(data))
    # A quarter of a second to import, and most corpora are text.
    from trafilatura import bare_extraction, load_html
    from trafilatura.settings import Document

    tree = load_html(text)
    if tree is None:
        return Page(file.source_path, sha256, len(data), "")
    facts = facts_of(tree)
    found = bare_extraction(tree, fast=True, with_metadata=True, include_comments=False, include_images=True)
    if not isinstance(found, Document) or not found.text:
        return Page(file.source_path, sha256, len(data), _all_text(text), _meta(facts, None, None, None))
    meta = _meta(facts, found.title, found.author, found.sitename)
    return Page(file.source_path, sha256, len(data), found.text, meta)


def _depth(data: bytes) -> int:
    depth = deepest = 0
    for found in _NESTING.finditer(data):
        depth = max(0, depth - 1) if found[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _all_text(html: str) -> str:
    """Where no main text is found, all of it: an error page or a gallery is told by its words."""
    from trafilatura import load_html

    tree = load_html(html)
    if tree is None:
        return ""
    for element in tree.xpath("//script|//style|//noscript|//template|//head"):
        element.drop_tree()
    blocks = "div|p|li|h1|h2|h3|h4|h5|h6|br|tr|td|figcaption|section|article"
    for element in tree.xpath("|".join(f"//{name}" for name in blocks.split("|"))):
        element.tail = f"\n{element.tail or ''}"
    return str(tree.text_content())


def _meta(facts: PageFacts, title: str | None, author: str | None, site: str | None) -> PageMeta:
    """What the page states in so many words, then what trafilatura found."""
    name = facts.author or author
    return PageMeta(
        title=facts.title or title or None,
        author=None if name in (facts.site, site) else name or None,
        url=facts.url,
        section=facts.section,
        published=facts.published,
        captions=facts.captions,
    )

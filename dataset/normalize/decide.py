"""What a page is: an article, a listing, or something that has no story; with every line decided."""

import datetime
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal

import polars as pl
import pyarrow as pa

from dataset.normalize.dates import as_date, context_of, event_date, published
from dataset.normalize.decided import LINES, PAGES, Decided
from dataset.normalize.language import language_of
from dataset.normalize.lines import STORY_KINDS, Line
from dataset.normalize.listing import listing_of
from dataset.normalize.provenance import author_of, host_of, near_story, section_of, source_of, url_of
from dataset.normalize.segment import clean_lines, segment, shapes_of
from dataset.normalize.shapes import plain
from dataset.read.page import Page, PageMeta
from schemas.contract import Limits
from schemas.language.match_key import match_key
from schemas.language.pack import LanguagePack

PageKind = Literal["article", "listing", "media", "error", "empty"]

_STATED = ("title", "author", "url", "source", "section", "published", "crawled", "license")
_LONGEST_ERROR = 600
_FEWEST_PICTURES = 3


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about an article. `published` and `event_date` are EDTF; unknown is None."""

    title: str | None = None
    author: str | None = None
    url: str | None = None
    source: str | None = None
    section: str | None = None
    published_at: datetime.date | None = None
    published_precision: str = "unknown"
    event_date: str | None = None
    captions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a listing page: its text, and the headline over it where it has one."""

    text: str
    title: str | None
    event_date: str | None


@dataclass(frozen=True, slots=True)
class DecidedPage:
    """A page, decided. `reason` is why it cannot be an article or listing, or empty; `detail` what was measured."""

    kind: PageKind
    lines: tuple[Line, ...]
    meta: str = ""
    paragraphs: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()
    facts: Facts = Facts()
    language: str | None = None
    reason: str = ""
    detail: str = ""


def decide_batch(
    cleaned: pa.Table, evidence: pa.Table, pack: LanguagePack, limits: Limits, language: str
) -> Decided:
    """Decide every page of a CLEANED table whose `reason` is null; a refused record gives an empty row of pages."""
    pages: list[dict[str, object]] = []
    lines: list[dict[str, object]] = []
    for number, row in enumerate(cleaned.to_pylist()):
        stated = PageMeta(**{name: row[name] for name in _STATED}, captions=tuple(row["captions"]))
        text = f"{row['prefix']} {row['text'].lstrip()}" if row["prefix"] else row["text"]
        page = Page(row["source_path"], row["raw_sha256"] or "", row["size"] or 0, text, stated)
        decided = decide(page, pack, limits, language)
        kept = not decided.reason
        body = decided.paragraphs if kept and decided.kind == "article" else ()
        pages.append(
            {
                "kind": decided.kind,
                "reason": decided.reason,
                "detail": decided.detail,
                **asdict(decided.facts),
                "language": decided.language,
                "text": "\n\n".join(body),
                "paragraphs": _places(body),
                "entries": [asdict(entry) for entry in decided.entries],
            }
        )
        lines += (
            {
                "page": number,
                "line": line.number,
                "kind": line.kind,
                "rule": line.rule,
                "confidence": 1.0,
                "text": line.text,
                "kept": kept and line.kind in STORY_KINDS,
            }
            for line in decided.lines
            if line.text
        )
        after = row["text"].count("\n") + 2
        lines += (
            {
                "page": number,
                "line": after + place,
                "kind": "outside",
                "rule": "outside-main",
                "confidence": 1.0,
                "text": text,
                "kept": False,
            }
            for place, text in enumerate(row["outside"])
            if text
        )
    return Decided(pl.DataFrame(pages, schema=PAGES), pl.DataFrame(lines, schema=LINES))


def _places(paragraphs: Sequence[str]) -> list[dict[str, int]]:
    places, start = [], 0
    for paragraph in paragraphs:
        places.append({"start": start, "end": start + len(paragraph)})
        start += len(paragraph) + 2
    return places


def decide(page: Page, pack: LanguagePack, limits: Limits, language: str) -> DecidedPage:
    """Decide a page. `language` is the BCP-47 tag that the corpus is in; pages in others are refused."""
    cleaned, meta = clean_lines(page.text)
    if not any(cleaned):
        return DecidedPage("empty", (), reason="empty", detail="no text")
    shapes = shapes_of(cleaned, pack)
    if listing := listing_of(shapes, pack):
        lines, found = listing
        texts = [plain(line.text) for line, _ in found]
        entries = tuple(
            Entry(text, title, event_date([text], None, pack))
            for text, (_, title) in zip(texts, found, strict=True)
        )
        tag, how = language_of(" ".join(texts), pack)
        source = (host_of(page.meta.url) if page.meta.url else None) or source_of(lines, None)
        decided = DecidedPage(
            "listing", lines, meta, entries=entries, facts=Facts(source=source), language=tag
        )
        return decided if _is_in(tag, language) else _refused(decided, "language", f"{tag}: {how}")
    lines = segment(shapes, pack, page.meta.title, page.meta.captions)
    paragraphs = tuple(plain(line.text) for line in lines if line.kind in STORY_KINDS)
    length = len("\n\n".join(paragraphs))
    filled = [line for line in lines if line.text]
    if _is_error(filled, length, pack):
        return DecidedPage(
            "error", lines, meta, reason="error_page", detail=f"it says {filled[0].text[:80]!r}"
        )
    tag, how = language_of(" ".join(paragraphs) or " ".join(line.text for line in filled), pack)
    facts = _facts(page, lines, meta, paragraphs, pack)
    decided = DecidedPage("article", lines, meta, paragraphs, facts=facts, language=tag)
    if not _is_in(tag, language):
        return _refused(decided, "language", f"{tag}: {how}")
    if length < limits.min_article_chars:
        pictures = sum(line.kind in ("image", "caption", "media_headline") for line in lines)
        if pictures >= _FEWEST_PICTURES or _is_media_title(facts.title, pack):
            detail = f"{pictures} lines of pictures or media and {length} characters of story"
            return DecidedPage("media", lines, meta, language=tag, reason="media_page", detail=detail)
        return _refused(
            decided, "too_short", f"{length} characters of story, at least {limits.min_article_chars}"
        )
    if length > limits.max_article_chars:
        return _refused(
            decided, "too_long", f"{length} characters of story, at most {limits.max_article_chars}"
        )
    return decided


def _refused(decided: DecidedPage, reason: str, detail: str) -> DecidedPage:
    return DecidedPage(
        decided.kind, decided.lines, decided.meta, language=decided.language, reason=reason, detail=detail
    )


def _is_in(tag: str, language: str) -> bool:
    return tag.split("-")[0] == language.split("-")[0].lower()


def _is_error(filled: Sequence[Line], length: int, pack: LanguagePack) -> bool:
    if length >= _LONGEST_ERROR:
        return False
    keys = [match_key(line.text) for line in filled[:6]]
    return any(key in pack.errors or key.startswith(pack.error_openings) for key in keys)


def _is_media_title(title: str | None, pack: LanguagePack) -> bool:
    if title is None:
        return False
    first = match_key(title).lstrip("[( ").replace("]", ":").replace(")", ":").partition(":")[0]
    return first.strip() in pack.media_marks


def _facts(
    page: Page, lines: Sequence[Line], meta: str, paragraphs: Sequence[str], pack: LanguagePack
) -> Facts:
    stated = page.meta
    title = next((line.text for line in lines if line.kind == "title"), stated.title)
    url = stated.url or url_of(lines)
    at = published(lines, meta, stated.published)
    day, precision = as_date(at) if at is not None else (None, "unknown")
    captions = [plain(line.text) for line in near_story(lines) if line.kind == "caption"]
    return Facts(
        title=title,
        author=stated.author or author_of(lines),
        url=url,
        source=(host_of(stated.url) if stated.url else None) or source_of(lines, url),
        section=stated.section or section_of(lines, title, pack),
        published_at=day,
        published_precision=precision,
        event_date=event_date(paragraphs, context_of(at), pack),
        captions=tuple(dict.fromkeys([*stated.captions, *filter(None, captions)])),
    )

"""What is known about the stories of a batch: title, author, source, address, section, dates, captions.

Found in the few lines that tell something, for all pages together.
"""

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from dataset.normalize.batch import Batch
from dataset.normalize.dates import as_date, context_of, day_of_stamp, event_days, stated_in
from dataset.normalize.kinds import FIRST_STORY, KIND, LAST_STORY, RULE, RULES, flags_of
from dataset.normalize.markup import plain
from dataset.normalize.naming import Kinds
from dataset.normalize.provenance import host_of, host_of_files, is_page_address, section_in, signed_by
from dataset.normalize.story_text import Paragraphs
from dataset.normalize.words import Flags, Places
from schemas.language.edtf import plain_days
from schemas.language.pack import LanguagePack

# Lines below the story in which its author, address or stamp may stand.
_BELOW = 12
_SILENT = ("", "related_teaser", "media_headline", "notice", "footer", "tags", "separator", "comment")
_TELLING = ~flags_of(*_SILENT, "share", "audio", "image", "nav")
# What may stand between a stamp and the title that it belongs to, besides what is silent.
_AROUND_A_TITLE = flags_of("stamp", "byline", "breadcrumb")
_HOST = r"\]\((?:https?:)?//(?:[^/\s()@]*@)?([^/\s():?#]+)"


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
class Telling:
    """The lines that tell something about their pages' stories, and each page's first and last of the story or -1.

    `beside` are those down to a few below the story, and of the story itself the first and the last; `near`
    those of them down to the first box below the story.
    """

    batch: Batch
    kind: Places
    rule: Places
    wanted: Flags
    beside: Flags
    near: Flags
    first: Places
    last: Places

    def lines(self, flags: Flags, kind: str) -> Places:
        return np.flatnonzero(flags & (self.kind == KIND[kind]))

    def titles(self) -> Places:
        """Each page's title line, or -1."""
        return _first_of(self.lines(self.beside, "title"), self.batch.table.page, len(self.first))

    def texts(self, lines: Places) -> Iterator[tuple[int, str]]:
        """Page and text of lines."""
        table = self.batch.table
        return zip(table.page[lines].tolist(), table.text[lines].to_list(), strict=True)


def telling(batch: Batch, kinds: Kinds, wanted: Flags) -> Telling:
    """The lines that tell something about the wanted pages."""
    of, pages = batch.table.page, len(batch.table.first) - 1
    at, kind = np.arange(len(of)), kinds.kind
    story = np.flatnonzero((kind >= FIRST_STORY) & (kind <= LAST_STORY))
    first, last = _first_of(story, of, pages), np.full(pages, -1)
    last[of[story]] = story
    beside = _TELLING[kind] & wanted[of]
    beside[story] &= (story == first[of[story]]) | (story == last[of[story]])
    beside &= at <= (np.maximum(last, 0) + _BELOW)[of]
    boxes = np.flatnonzero(beside & (kind == KIND["section_header"]))
    box = _first_of(boxes[boxes > last[of[boxes]]], of, pages)
    end = np.where(first < 0, 0, np.where(box < 0, len(of), box))
    return Telling(batch, kind, kinds.rule, wanted, beside, beside & (at < end[of]), first, last)


def facts_of(
    told: Telling, stated: pl.DataFrame, articles: Flags, paragraphs: Paragraphs, pack: LanguagePack
) -> dict[str, list[object]]:
    """The facts of articles, a column for each field of Facts; of other pages that `told` is about the source.

    `stated` is what the records say.
    """
    about = pl.Series(told.wanted)
    own = pl.Series(articles)
    known = stated.select(
        pl.when(own).then("title").alias("title"),
        *(
            pl.when(own & (pl.col(name) != "")).then(name).alias(name)
            for name in ("author", "url", "section")
        ),
        source=pl.when(about).then("url"),
    )
    title, author, url, section, source = (column.to_list() for column in known)
    source = [host_of(address) if address else None for address in source]
    count = len(articles)
    titles = told.titles()
    for page, text in told.texts(titles[titles >= 0]):
        if articles[page]:
            title[page] = text
    _add_signed(told, articles, author, source)
    _add_addresses(told, articles, url)
    source = [host or (host_of(at) if at else None) for host, at in zip(source, url, strict=True)]
    bare = about & pl.Series(source, dtype=pl.String).is_null()
    for page, host in image_hosts(told.batch, bare.to_numpy()).items():
        source[page] = host
    _add_sections(told, articles, title, section, pack)
    published = _published(told, stated, articles, pack)
    dates = [as_date(at) if at is not None else (None, "unknown") for at in published]
    days = _events(articles, paragraphs, published, pack)
    return {
        "title": title,
        "author": author,
        "url": url,
        "source": source,
        "section": section,
        "published_at": [day for day, _ in dates],
        "published_precision": [precision for _, precision in dates],
        "event_date": [days.get(page) for page in range(count)],
        "captions": _captions(told, articles, stated["captions"]),
    }


def _add_signed(told: Telling, articles: Flags, author: list[str | None], source: list[str | None]) -> None:
    """The first name and the first domain that bylines beside the story give."""
    lines = told.lines(told.near, "byline")
    for (page, text), rule in zip(told.texts(lines), told.rule[lines].tolist(), strict=True):
        name, host = signed_by(text, RULES[rule])
        if articles[page]:
            author[page] = author[page] or name
        source[page] = source[page] or host


def _add_addresses(told: Telling, articles: Flags, url: list[str | None]) -> None:
    """The address that stands on a line of its own beside the story, if it is one and a page's."""
    found: dict[int, set[str]] = {}
    for page, text in told.texts(told.lines(told.near, "url")):
        if articles[page] and not url[page] and is_page_address(text):
            found.setdefault(page, set()).add(text)
    for page, addresses in found.items():
        if len(addresses) == 1:
            url[page] = addresses.pop()


def _add_sections(
    told: Telling,
    articles: Flags,
    title: list[str | None],
    section: list[str | None],
    pack: LanguagePack,
) -> None:
    """The last section in the path above the story."""
    lines = told.lines(told.near, "breadcrumb")
    lines = lines[lines < told.first[told.batch.table.page[lines]]]
    for page, text in told.texts(lines):
        if articles[page] and not section[page]:
            section[page] = section_in(text, title[page], pack)


def _published(told: Telling, stated: pl.DataFrame, articles: Flags, pack: LanguagePack) -> list[str | None]:
    """When articles were published: from the page's metadata, the crawler's prefix, or a stamp beside the title.

    Never from the text, an image's address or another story's box.
    """
    found: list[str | None] = [None] * len(articles)
    given = zip(stated["published"].to_list(), stated["prefix"].to_list(), articles.tolist(), strict=True)
    for page, (day, prefix, own) in enumerate(given):
        if own:
            found[page] = day if day is not None else stated_in(prefix) if prefix else None
    lines, of = _stamps(told), told.batch.table.page
    open_ = articles & np.array([day is None for day in found], np.bool_)
    lines = lines[open_[of[lines]]]
    texts = told.batch.table.text[lines]
    days = plain_days(texts, pack.language).to_list()
    for page, text, day in zip(of[lines].tolist(), texts.to_list(), days, strict=True):
        if found[page] is None:
            found[page] = day or day_of_stamp(text, pack.language)
    return found


def _stamps(told: Telling) -> Places:
    """Stamps between title and story, then right above the title, then right below the story."""
    of = told.batch.table.page
    lines = told.lines(told.beside, "stamp")
    page = of[lines]
    title, first, last = told.titles()[page], told.first[page], told.last[page]
    # How many lines above each that no stamp is looked for beyond.
    walls = np.concatenate([[0], np.cumsum(told.beside & ~_AROUND_A_TITLE[told.kind])])
    between = (lines > title) & (lines < first)
    above = (first >= 0) & (lines < title) & (walls[lines] == walls[title])
    below = (first >= 0) & (lines > last) & (walls[lines] == walls[last + 1])
    return np.concatenate([lines[between], lines[above][::-1], lines[below]])


def _events(
    articles: Flags, paragraphs: Paragraphs, published: list[str | None], pack: LanguagePack
) -> dict[int, str]:
    """When the stories of articles took place, as their first two paragraphs tell."""
    place = np.arange(len(paragraphs.page)) - paragraphs.of[:-1][paragraphs.page]
    early = np.flatnonzero((place < 2) & articles[paragraphs.page])
    return event_days(
        paragraphs.page[early].tolist(),
        paragraphs.text[early],
        place[early] > 0,
        [context_of(at) for at in published],
        pack,
    )


def _captions(told: Telling, articles: Flags, stated: pl.Series) -> list[object]:
    """What records and pages call captions, each once."""
    found: list[list[str]] = [[] for _ in articles]
    for page in np.flatnonzero(articles & (stated.list.len() > 0).to_numpy()).tolist():
        found[page] = stated[page].to_list()
    lines = told.lines(told.near, "caption")
    for page, text in zip(
        told.batch.table.page[lines].tolist(), plain(told.batch.table.text[lines]), strict=True
    ):
        if text and articles[page]:
            found[page].append(text)
    return [list(dict.fromkeys(texts)) if len(texts) > 1 else texts for texts in found]


def image_hosts(batch: Batch, wanted: Flags) -> dict[int, str]:
    """The host on which the images of a wanted page agree, for each that has one."""
    images = (batch.named.kind == KIND["image"]) | (batch.named.rule == RULE["image-row-with-text"])
    lines = np.flatnonzero(images & wanted[batch.table.page])
    if not len(lines):
        return {}
    hosts = batch.table.text[lines].str.extract(_HOST, 1).str.to_lowercase().to_list()
    counts: dict[int, Counter[str]] = {}
    for page, host in zip(batch.table.page[lines].tolist(), hosts, strict=True):
        if host is not None:
            counts.setdefault(page, Counter())[host] += 1
    return {page: host for page, count in counts.items() if (host := host_of_files(count)) is not None}


def _first_of(lines: Places, of: Places, pages: int) -> Places:
    """Each page's first of some lines, or -1."""
    found = np.full(pages, -1)
    found[of[lines[::-1]]] = lines[::-1]
    return found

"""What is known about the stories of a batch: author, source, address, dates, captions. Page by page, few lines each."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from dataset.normalize.batch import Batch
from dataset.normalize.dates import as_date, context_of, event_date, published
from dataset.normalize.kinds import FIRST_STORY, KIND, KINDS, LAST_STORY, RULE, RULES
from dataset.normalize.lines import Line
from dataset.normalize.markup import plain
from dataset.normalize.naming import Kinds
from dataset.normalize.provenance import (
    author_of,
    host_of,
    host_of_files,
    near_story,
    section_of,
    source_of,
    url_of,
)
from dataset.normalize.words import Flags, Places
from schemas.language.pack import LanguagePack

Stated = Mapping[str, Sequence[object]]
# Lines below the story in which its author, address or stamp may stand.
_BELOW = 12
_TELLING = [
    KIND[name]
    for name in KIND
    if name
    not in (
        *("", "related_teaser", "media_headline", "notice", "footer", "tags", "separator", "comment"),
        *("share", "audio", "image", "nav"),
    )
]
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


def lines_about(batch: Batch, kinds: Kinds, wanted: Flags) -> dict[int, list[Line]]:
    """For each wanted page the lines that may tell something about it.

    Those down to a few below the story, and of the story itself the first and the last; captions without markup.
    """
    page, table = batch.features.page, batch.table
    at = np.arange(len(table))
    story = (kinds.kind >= FIRST_STORY) & (kinds.kind <= LAST_STORY)
    first, last = _ends(story, page.of, len(table.first) - 1)
    beside = ~story | (at == first[page.of]) | (at == last[page.of])
    beside &= at <= np.maximum(last[page.of], 0) + _BELOW
    chosen = np.flatnonzero(wanted[page.of] & beside & np.isin(kinds.kind, _TELLING))
    text = table.text.gather(chosen)
    captions = np.flatnonzero(kinds.kind[chosen] == KIND["caption"])
    if len(captions):
        text = text.scatter(captions, plain(text.gather(captions)))
    found: dict[int, list[Line]] = {}
    rows = zip(
        page.of[chosen].tolist(),
        table.number[chosen].tolist(),
        text.to_list(),
        kinds.kind[chosen].tolist(),
        kinds.rule[chosen].tolist(),
        strict=True,
    )
    for of, number, text, kind, rule in rows:
        found.setdefault(of, []).append(Line(number, text, KINDS[kind], RULES[rule]))
    return found


def image_hosts(batch: Batch) -> dict[int, str]:
    """The host on which the images of a page agree, for each page that has one."""
    lines = np.flatnonzero(
        (batch.named.kind == KIND["image"]) | (batch.named.rule == RULE["image-row-with-text"])
    )
    if not len(lines):
        return {}
    hosts = batch.table.text.gather(lines).str.extract(_HOST, 1).str.to_lowercase()
    counted = (
        pl.DataFrame({"page": batch.table.page[lines], "host": hosts})
        .drop_nulls()
        .group_by("page", "host", maintain_order=True)
        .len()
        .group_by("page", maintain_order=True)
        .agg("host", "len")
    )
    return {
        page: host
        for page, names, counts in counted.iter_rows()
        if (host := host_of_files(dict(zip(names, counts, strict=True)))) is not None
    }


def facts_of(
    lines: Sequence[Line],
    stated: Mapping[str, object],
    prefix: str,
    opening: Sequence[str],
    images: str | None,
    pack: LanguagePack,
) -> Facts:
    """The facts of an article.

    `stated` is what its record says, `opening` its first two paragraphs, `images` the host of its images.
    """
    title = next((line.text for line in lines if line.kind == "title"), None) or _text(stated, "title")
    url = _text(stated, "url") or url_of(lines)
    at = published(lines, prefix, _text(stated, "published"), pack.language)
    day, precision = as_date(at) if at is not None else (None, "unknown")
    captions = [line.text for line in near_story(lines) if line.kind == "caption" and line.text]
    host = _text(stated, "url")
    known = stated["captions"]
    assert isinstance(known, list)
    return Facts(
        title=title,
        author=_text(stated, "author") or author_of(lines),
        url=url,
        source=(host_of(host) if host else None) or source_of(lines, url) or images,
        section=_text(stated, "section") or section_of(lines, title, pack),
        published_at=day,
        published_precision=precision,
        event_date=event_date(opening, context_of(at), pack),
        captions=tuple(dict.fromkeys([*known, *captions])),
    )


def _text(stated: Mapping[str, object], name: str) -> str | None:
    value = stated[name]
    return value if isinstance(value, str) else None


def _ends(story: Flags, of: Places, pages: int) -> tuple[Places, Places]:
    """Each page's first and last line of the story; -1 where it has none."""
    lines = np.flatnonzero(story)
    first, last = np.full(pages, -1), np.full(pages, -1)
    last[of[lines]] = lines
    first[of[lines[::-1]]] = lines[::-1]
    return first, last

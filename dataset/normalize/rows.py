"""A decided page as rows of the tables."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from dataset.normalize.decide import DecidedPage
from dataset.normalize.lines import STORY_KINDS
from dataset.read.page import InputFile, Page, Refused
from schemas.arrow import arrow_schema
from schemas.contract import Contract
from schemas.files import text_sha256
from schemas.tables import table_of

# Raise it with every change of the rules: pages normalized with other rules are normalized again.
NORM_VERSION = "1"
STAGE = "normalize"

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class PageRows:
    """The rows that one page gives. Furniture rows also name their `source_path`, which ids alone do not tell."""

    page: Row
    articles: Sequence[Row] = ()
    furniture: Sequence[Row] = ()
    quarantine: Sequence[Row] = ()


@dataclass(frozen=True, slots=True)
class Tables:
    """The rows of many pages, before exact duplicates are folded (or after: see `fold`)."""

    pages: pa.Table
    articles: pa.Table
    furniture: pa.Table
    quarantine: pa.Table


def id_of(source_key: str) -> str:
    """blake2b-128 hex: an id depends on where a page came from and on nothing else."""
    return hashlib.blake2b(source_key.encode("utf-8"), digest_size=16).hexdigest()


def tables_of(contract: Contract, rows: Sequence[PageRows]) -> Tables:
    furniture = [row for page in rows for row in page.furniture]
    return Tables(
        pages=table_of(contract, "pages", [page.page for page in rows]),
        articles=table_of(contract, "articles", [row for page in rows for row in page.articles]),
        furniture=pa.Table.from_pylist(furniture, schema=furniture_schema(contract)),
        quarantine=table_of(contract, "quarantine", [row for page in rows for row in page.quarantine]),
    )


def furniture_schema(contract: Contract) -> pa.Schema:
    return arrow_schema(contract, "furniture").append(pa.field("source_path", pa.string(), nullable=False))


def rows_of_refused(file: InputFile, refused: Refused, rules: str) -> PageRows:
    return PageRows(
        page=_page(file, refused.sha256, rules, "rejected", file.source_path),
        quarantine=[_quarantine(file, refused.sha256, refused.size, refused.reason, refused.detail)],
    )


def rows_of_page(
    file: InputFile, page: Page, decided: DecidedPage, rules: str, license_: str | None
) -> PageRows:
    """The rows of a page: an article, a listing's teasers, or a row of quarantine; and its furniture."""
    # Only a story is known by its address: two rejected pages may well give the same, and the second page
    # of a listing often gives that of the first.
    by_address = decided.kind == "article" and not decided.reason
    key = (page.meta.url if by_address else None) or file.source_path
    if decided.reason:
        kind, articles = "rejected", []
        quarantine = [_quarantine(file, page.sha256, page.size, decided.reason, decided.detail)]
    else:
        kind, quarantine = decided.kind, []
        articles = _articles(page, decided, key, license_)
    return PageRows(
        page=_page(file, page.sha256, rules, kind, key),
        articles=articles,
        furniture=_furniture(file, decided, id_of(key)),
        quarantine=quarantine,
    )


def _articles(page: Page, decided: DecidedPage, key: str, license_: str | None) -> list[Row]:
    facts = decided.facts
    shared: dict[str, object] = {
        "author": facts.author,
        "source": facts.source,
        "section": facts.section,
        "language": decided.language,
        "published_at": facts.published_at,
        "published_precision": facts.published_precision,
        "crawled_at": None,
        "license": license_,
        "captions": list(facts.captions),
        "source_path": page.source_path,
        "source_sha256": page.sha256,
        "norm_version": NORM_VERSION,
    }
    if decided.kind == "article":
        own = {"title": facts.title, "url": facts.url, "event_date": facts.event_date}
        return [_article(id_of(key), "article", None, None, decided.paragraphs, {**shared, **own})]
    return [
        _article(
            id_of(f"{key}#{number}"),
            "teaser",
            id_of(key),
            number,
            [entry.text],
            {**shared, "title": entry.title, "url": None, "event_date": entry.event_date},
        )
        for number, entry in enumerate(decided.entries, 1)
    ]


def _article(
    id_: str, kind: str, parent: str | None, index: int | None, paragraphs: Sequence[str], facts: Row
) -> Row:
    text = "\n\n".join(paragraphs)
    places, start = [], 0
    for paragraph in paragraphs:
        places.append({"start": start, "end": start + len(paragraph)})
        start += len(paragraph) + 2
    return {
        "id": id_,
        "kind": kind,
        "parent_id": parent,
        "item_index": index,
        "text": text,
        "paragraphs": places,
        "text_sha256": text_sha256(text),
        **facts,
    }


def _furniture(file: InputFile, decided: DecidedPage, page_id: str) -> list[Row]:
    """Every line that is not in an article's text; of a refused page, every line."""
    rows: list[Row] = []
    first = True
    for line in decided.lines:
        if not line.text:
            continue
        kept = line.kind in STORY_KINDS and not decided.reason
        meta, first = (decided.meta if first else ""), False
        if kept and not meta:
            continue
        kind, rule = ("meta", "glued-prefix") if kept else (line.kind, line.rule)
        text = meta if kept else f"{meta} {line.text}".strip()
        rows.append(
            {
                "id": page_id,
                "line": line.number,
                "kind": kind,
                "rule": rule,
                "text": text,
                "source_path": file.source_path,
            }
        )
    return rows


def _page(file: InputFile, sha256: str | None, rules: str, kind: str, key: str) -> Row:
    return {
        "source_path": file.source_path,
        "root": file.root,
        "raw_sha256": sha256,
        "rules": rules,
        "kind": kind,
        "folded": False,
        "id": id_of(key),
        "source_key": key,
    }


def _quarantine(file: InputFile, sha256: str | None, size: int | None, reason: str, detail: str) -> Row:
    return {
        "id": id_of(file.source_path),
        "stage": STAGE,
        "reason": reason,
        "detail": detail,
        "source_path": file.source_path,
        "item_index": None,
        "byte_start": None if size is None else 0,
        "byte_end": size,
        "raw_sha256": sha256,
    }

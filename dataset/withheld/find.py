"""A released article in somebody's crawl, or why it is not there."""

from collections.abc import Mapping
from dataclasses import dataclass

from dataset.withheld.digest import key_of
from dataset.withheld.rows import Found, Row
from dataset.withheld.store import Store


@dataclass(frozen=True, slots=True)
class Missing:
    """`reason` is one of the keys of `REASONS`."""

    reason: str
    detail: str


REASONS: Mapping[str, str] = {
    "not_in_crawl": "no page of the crawl has the id or the text",
    "set_aside": "the page is in the crawl and became no article",
    "text_differs": "the page is in the crawl and its text is another",
    "other_text": "the row belongs to another text than the article",
    "out_of_bounds": "an offset lies outside the text",
    "surface_differs": "at the offsets stands something else than was labelled",
    "title_differs": "the page has another title",
    "author_differs": "the page has another author",
    "section_differs": "the page has another section",
    "captions_differ": "the page has other captions",
}
"""Every reason for which something is not put back, in words."""

CONTRADICTIONS = ("other_text", "out_of_bounds", "surface_differs")
"""Those that no crawl can be the cause of: the release without text was changed."""


def differs(column: str) -> str:
    """The reason for which what a page says besides the text is not put back."""
    return f"{column}_{'differ' if column.endswith('s') else 'differs'}"


def find(row: Row, store: Store) -> list[int] | Missing:
    """The rows of the crawl with the text of a released article, that of its own id first."""
    name, sha256 = row["id"], row["text_sha256"]
    found = store.with_text(sha256)
    if found:
        return sorted(found, key=lambda at: store.value(at, "id") != name)
    if same := store.with_id(name):
        return Missing("text_differs", _how(row, store, same[0]))
    if name in store.set_aside:
        return Missing("set_aside", store.set_aside[name])
    return Missing("not_in_crawl", "")


def found_at(rows: list[int], store: Store) -> Found:
    text = store.value(rows[0], "text")
    return Found(text, store.value(rows[0], "text_sha256"), key_of(text), [store.said(row) for row in rows])


def _how(row: Row, store: Store, at: int) -> str:
    same_page = store.value(at, "source_sha256") == row["source_sha256"]
    page = "the same page, byte for byte" if same_page else "the page has changed, or was crawled otherwise"
    rules = store.value(at, "norm_version")
    if rules == row["norm_version"]:
        return f"{page}; the same rules, {rules}"
    return f"{page}; normalized by rules {rules}, released by {row['norm_version']}"

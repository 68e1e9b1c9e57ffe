"""HTML pages, read in a child process that a hostile page may hang or crash."""

import atexit
import json
from dataclasses import replace
from functools import lru_cache

from dataset.read.bounded import BoundedWorker, Bounds, Broken
from dataset.read.page import Page, PageMeta, Raw, Refused


def read_html(raw: Raw, text: str, bounds: Bounds = Bounds()) -> Page | Refused:  # noqa: B008 - frozen
    """The page in decoded HTML: its story as lines, the lines outside it, and what it states of itself.

    What the page states comes before what its record states of it. Refused are pages beyond the limits of
    `OutlineLimits` (too_large) and those that took too long or broke their reader (timeout, crashed).
    """
    # No parser sees a null byte: some end the text there.
    html = text.replace("\0", "").encode("utf-8", "replace")
    answer = worker_of(bounds).ask((raw.meta.url or "").encode("utf-8", "replace"), b"\0", html)
    if isinstance(answer, Broken):
        return _refused(raw, answer.reason, answer.detail)
    found = json.loads(answer)
    if "reason" in found:
        return _refused(raw, found["reason"], found["detail"])
    return Page(
        raw.source_path,
        raw.sha256,
        len(raw.data),
        found["text"],
        _meta(raw.meta, found["facts"]),
        tuple(found["outside"]),
        raw.byte_start,
        raw.byte_end,
    )


def _meta(stated: PageMeta, facts: dict[str, str | None]) -> PageMeta:
    """The record's metadata under the page's own."""
    own = {name: value for name, value in facts.items() if value}
    return replace(
        stated,
        title=own.get("title", stated.title),
        author=own.get("author", stated.author),
        url=own.get("url", stated.url),
        section=own.get("section", stated.section),
        published=own.get("published", stated.published),
        captions=tuple(own.get("captions", stated.captions)),
    )


def _refused(raw: Raw, reason: str, detail: str) -> Refused:
    return Refused(raw.source_path, reason, detail, raw.sha256, len(raw.data), raw.byte_start, raw.byte_end)


@lru_cache(maxsize=4)
def worker_of(bounds: Bounds) -> BoundedWorker:
    """This process's child for pages, started at its first one."""
    worker = BoundedWorker("dataset.read.html_worker", bounds)
    atexit.register(worker.close)
    return worker

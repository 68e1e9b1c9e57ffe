"""HTML pages, read in a child process that a hostile page may hang or crash."""

import atexit
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
    answer = worker_of(bounds).ask(
        (raw.meta.url or "").replace("\0", "").encode("utf-8", "replace"), b"\0", html
    )
    if isinstance(answer, Broken):
        # Who wants the page reads here which setting gives it more.
        setting = ", all that page_seconds allows" if answer.reason == "timeout" else ""
        return _refused(raw, answer.reason, answer.detail + setting)
    fields = answer.decode().split("\0")
    if len(fields) == 2:
        return _refused(raw, *fields)
    text, outside, captions, *stated = fields
    return Page(
        raw.source_path,
        raw.sha256,
        len(raw.data),
        text,
        _meta(raw.meta, tuple(filter(None, captions.split("\n"))), *stated),
        tuple(filter(None, outside.split("\n"))),
        raw.byte_start,
        raw.byte_end,
    )


def _meta(
    record: PageMeta,
    captions: tuple[str, ...],
    title: str,
    author: str,
    url: str,
    section: str,
    published: str,
) -> PageMeta:
    """The record's metadata under the page's own; an empty string states nothing."""
    return record._replace(
        title=title or record.title,
        author=author or record.author,
        url=url or record.url,
        section=section or record.section,
        published=published or record.published,
        captions=captions or record.captions,
    )


def _refused(raw: Raw, reason: str, detail: str) -> Refused:
    return Refused(raw.source_path, reason, detail, raw.sha256, len(raw.data), raw.byte_start, raw.byte_end)


@lru_cache(maxsize=4)
def worker_of(bounds: Bounds) -> BoundedWorker:
    """This process's child for pages, started at its first one."""
    worker = BoundedWorker("dataset.read.html_worker", bounds)
    atexit.register(worker.close)
    return worker

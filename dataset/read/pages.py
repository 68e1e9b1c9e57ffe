"""A raw record as a page: decoded, and its main text found if it is HTML."""

from dataset.read.bounded import Bounds
from dataset.read.encoding import decode
from dataset.read.html import read_html
from dataset.read.options import ReadOptions
from dataset.read.page import Page, Raw, Refused
from dataset.read.sniff import is_html


def page_of(raw: Raw, options: ReadOptions) -> Page | Refused:
    """The page in a record, or why there is none: empty, too large, binary, undecodable. Never raises for its content."""
    if len(raw.data) > options.max_page_bytes:
        return _refused(raw, "too_large", f"{len(raw.data)} bytes, at most {options.max_page_bytes} are read")
    if not raw.data or raw.data.isspace():
        return _refused(raw, "empty", "no text")
    text = decode(raw.data, raw.charset)
    if not isinstance(text, str):
        return _refused(raw, *text)
    if raw.media == "html" or (raw.media == "unknown" and is_html(text[:4096].encode("utf-8", "replace"))):
        return read_html(raw, text, Bounds(options.page_seconds))
    return Page(
        raw.source_path,
        raw.sha256,
        len(raw.data),
        text,
        raw.meta,
        byte_start=raw.byte_start,
        byte_end=raw.byte_end,
    )


def _refused(raw: Raw, reason: str, detail: str) -> Refused:
    return Refused(raw.source_path, reason, detail, raw.sha256, len(raw.data), raw.byte_start, raw.byte_end)

"""What a file holds: told by its first bytes, then by its name."""

import json
import re
from pathlib import PurePath

from dataset.read.codecs import CODECS
from dataset.read.options import ReadOptions
from dataset.read.table_header import header_of

BY_SUFFIX = {
    ".txt": "text",
    ".text": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "csv",
    ".tab": "csv",
    ".parquet": "parquet",
    ".warc": "warc",
    ".wet": "warc",
}
_PACKED = tuple(suffix for codec in CODECS for suffix in codec.suffixes)
_BOM = b"\xef\xbb\xbf"
_TAG = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|article|main|div|p|h1|section|table|figure|span)\b",
    re.IGNORECASE,
)


def format_of(head: bytes, name: str, options: ReadOptions) -> str | None:
    """The name of the format of a file that begins with `head`, once unpacked; None for one nobody reads.

    Magic numbers and HTML's first tag count whatever the name says. Text is text where the name says so
    (or says nothing: standard input, `crawl.gz`), unless its first line is a JSON object or a row of names
    of known fields. A text of another name (`style.css`) is no page.
    """
    if head.startswith(b"PAR1"):
        return "parquet"
    start = head.removeprefix(_BOM).lstrip()
    if start.startswith(b"WARC/"):
        return "warc"
    if is_html(head):
        return "html"
    suffix, nameless = _suffix(name)
    named = "text" if nameless else BY_SUFFIX.get(suffix)
    if named in ("text", "jsonl", "json") and (found := _json(start, named)) is not None:
        return found
    if named == "text" and header_of(start.split(b"\n", 1)[0], options) is not None:
        return "csv"
    return named


def is_html(data: bytes) -> bool:
    """Whether bytes begin as an HTML page or a part of one does, behind comments and an XML declaration."""
    start = data[:65_536].removeprefix(_BOM).lstrip()
    while start.startswith((b"<!--", b"<?xml")):
        _, end, start = start.partition(b"-->" if start.startswith(b"<!--") else b">")
        if not end:
            return False
        start = start.lstrip()
    return _TAG.match(start) is not None


def _suffix(name: str) -> tuple[str, bool]:
    """The suffix that tells the format, and whether the name leaves it open."""
    path = PurePath(name.lower())
    packed = path.suffix in _PACKED
    if packed:
        path = path.with_suffix("")
    return path.suffix, not path.suffix and (packed or name == "stdin")


def _json(start: bytes, named: str) -> str | None:
    if not start.startswith((b"{", b"[")):
        return None
    line, end, _ = start.partition(b"\n")
    if start.startswith(b"{"):
        try:
            if isinstance(json.loads(line), dict):
                return "jsonl"
        except (ValueError, RecursionError):
            if not end and len(start) > 60_000 and re.match(rb"\{\s*\"", start):
                return "jsonl"  # a line longer than the eye reaches
        return None if named != "json" else "json"
    if named == "text" and not re.match(rb"\[\s*\{\s*\"", start):
        return None
    return "json"

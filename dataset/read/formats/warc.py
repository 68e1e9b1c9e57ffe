"""WARC and WET. Record N is the Nth record of the file, of whatever type.

A response, resource or conversion record is a page. The other types of the standard are none by
definition and leave no trace: warcinfo, request, metadata, revisit (the same page again), continuation,
and answers of name servers. A response that is no text, or whose status is not 2xx, is refused.

fastwarc (1,100 MB/s, gzip 420) and warcio (120, 110) end at the first damaged record with an exception and
pass over a truncated last one in silence, so records are found here.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping

from dataset.read.fields import day_at, url_of
from dataset.read.http import content_type_of, headers_of, response_of
from dataset.read.options import ReadOptions
from dataset.read.page import Media, PageMeta, Raw, Refused
from dataset.read.place import Place, place_in
from dataset.read.sniff import is_html
from dataset.read.stream import Stream, StreamError

_START = b"WARC/"
_END_OF_HEADER = re.compile(rb"\r?\n\r?\n")
_LONGEST_HEADER = 1 << 16
_FIRST_LINE = re.compile(rb"WARC/1\.\d\r?\n")
_LOOK = 1 << 16
_PAGES = {"response", "resource", "conversion"}
_NO_PAGES = {"warcinfo", "request", "metadata", "revisit", "continuation"}
_HTML = {"text/html", "application/xhtml+xml"}


def read_warc(source_path: str, stream: Stream, options: ReadOptions) -> Iterator[Raw | Refused]:
    """A page a record. After a damaged record reading goes on at the next one that is whole."""
    while True:
        stream.record += 1
        name = f"{source_path}#{stream.record}"
        start, mark = stream.position, stream.mark()
        try:
            start = _skip_blank(stream)
            if not stream.peek(1):
                return
            mark = stream.mark()
            yield from _record(stream, name, start, options)
        except StreamError as broken:
            place = place_in(stream, name, start, 0)
            if stream.position == start:
                mark = stream.mark()
            sha256 = stream.resume(_START, mark)
            if sha256 is None:
                raise
            yield Refused(name, broken.reason, broken.detail, sha256, byte_start=place.byte_start)


def _record(stream: Stream, name: str, start: int, options: ReadOptions) -> Iterator[Raw | Refused]:
    """The page of the record at which the stream stands, if it is one; the stream stands behind it then."""
    header = _header(stream)
    length = header.get("content-length", "")
    if not header or not (length.isascii() and length.isdigit()):
        yield _lost(stream, name, start, "a WARC record without a length" if header else "no WARC record")
        return
    size = int(length[:18])
    is_page = header.get("warc-type", "").lower() not in _NO_PAGES
    if size > options.max_page_bytes:
        yield from _passed(stream, name, start, size, is_page, options)
        return
    data = stream.read(size)
    if len(data) < size or not _ends_well(stream, start):
        # What the record swallowed of the next one, or left of itself, is looked through again.
        stream.unread(data)
        yield _lost(stream, name, start, "no record begins where its Content-Length says")
    elif is_page:
        yield from _page(header, data, place_in(stream, name, start, stream.position - start), options)


def _passed(
    stream: Stream, name: str, start: int, size: int, is_page: bool, options: ReadOptions
) -> Iterator[Refused]:
    """Pass over a record that is too large to hold, unless its length cannot be true."""
    content = stream.position
    digest = hashlib.sha256()
    for part in stream.skip(size):
        digest.update(part)
    if stream.position - content == size and _ends_well(stream, start):
        if is_page:
            place = place_in(stream, name, start, stream.position - start)
            yield place.too_large(size, digest.hexdigest(), options.max_page_bytes)
    elif stream.codec is None:
        stream.go_back(content)
        yield _lost(stream, name, start, "no record begins where its Content-Length says")
    else:
        raise StreamError("broken", "no record begins where its Content-Length says")


def _page(
    header: Mapping[str, str], data: bytes, place: Place, options: ReadOptions
) -> Iterator[Raw | Refused]:
    target = header.get("warc-target-uri", "").strip("<>")
    if target.startswith("dns:"):
        return
    kind = header.get("warc-type", "").lower()
    if kind not in _PAGES:
        yield place.refused("unsupported", f"a WARC record of type {kind!r}", data)
        return
    media_type, charset = content_type_of(header.get("content-type", ""))
    body = data
    if kind == "response" and (media_type == "application/http" or data.startswith(b"HTTP/")):
        try:
            response = response_of(data, options)
        except StreamError as broken:
            yield place.refused(broken.reason, broken.detail, data)
            return
        if not 200 <= response.status < 300:
            yield place.refused("error_page", f"the site answered with HTTP status {response.status}", data)
            return
        media_type, charset, body = response.media_type, response.charset, response.body
    media = _media(media_type, body)
    if media is None:
        yield place.refused("unsupported", f"of type {media_type or 'unknown'}, no text", data)
    elif ":" in target and not target.lower().startswith(("http://", "https://")):
        yield place.refused("unsupported", f"not fetched by HTTP: {target[:80]}", data)
    elif target.endswith("/robots.txt"):
        yield place.refused("unsupported", "rules for crawlers", data)
    elif not body or body.isspace():
        yield place.refused("empty", "its body is empty", data)
    else:
        meta = PageMeta(url=url_of(target), crawled=day_at(header.get("warc-date", "")[:10]))
        yield place.raw(body, media=media, charset=charset, meta=meta)


def _media(media_type: str, body: bytes) -> Media | None:
    if media_type in _HTML or (media_type in ("", "application/octet-stream") and is_html(body)):
        return "html"
    return "unknown" if media_type == "text/plain" else None


def _header(stream: Stream) -> dict[str, str]:
    """The header of the record at which the stream stands, taken from it; empty if there is none."""
    if stream.need(len(_START)) != _START:
        return {}
    size = 2048
    while True:
        block = stream.peek(size)
        if end := _END_OF_HEADER.search(block):
            if _FIRST_LINE.search(block, 1, end.end()):
                return {}  # cut short, and the next record follows
            return headers_of(stream.read(end.end()))
        if len(stream.need(size)) < size or size >= _LONGEST_HEADER:
            return {}
        size *= 4


def _skip_blank(stream: Stream) -> int:
    """Take the line breaks between records; the position behind them."""
    blank = 64
    while blank == 64:
        ahead = stream.peek(64)
        blank = len(ahead) - len(ahead.lstrip(b"\r\n"))
        stream.read(blank)
    return stream.position


def _ends_well(stream: Stream, start: int) -> bool:
    """Whether the record that began at `start` ends where the stream stands, as far as what follows can tell.

    Raises:
        StreamError: the compressed data of this very record are damaged.
    """
    try:
        following = stream.peek(16)
    except StreamError:
        following = b""
    stream.check(start)
    return following.startswith(b"\r\n\r\n") or _START.startswith(following.lstrip(b"\r\n")[: len(_START)])


def _lost(stream: Stream, name: str, start: int, detail: str) -> Refused:
    """Go to where the next record begins, or to the end; what lies before it is refused."""
    digest = hashlib.sha256()
    found = None
    while found is None:
        block = stream.peek(_LOOK)
        found = _FIRST_LINE.search(block, 1)
        ends = found is None and len(stream.need(_LOOK)) < _LOOK
        passed = stream.read(found.start() if found else len(block) if ends else len(block) - 16)
        digest.update(passed)
        if ends:
            break
    size = stream.position - start
    place = place_in(stream, name, start, size)
    return Refused(name, "broken", detail, digest.hexdigest(), size, place.byte_start, place.byte_end)

"""An HTTP response as a crawler kept it: status, type, and the body without its transfer and content coding."""

import io
import re
import zlib
from dataclasses import dataclass
from functools import lru_cache

from dataset.read.options import ReadOptions
from dataset.read.stream import Stream, StreamError

_HEAD_END = re.compile(rb"\r?\n\r?\n")
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?\s+(\d{3})\b")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:+-]+)", re.IGNORECASE)
_FOLD = re.compile(r"\r?\n[ \t]+")
_CHUNK = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")


@dataclass(frozen=True, slots=True)
class Response:
    """`media_type` is in lower case, "" where none is stated."""

    status: int
    media_type: str
    charset: str | None
    body: bytes


def response_of(data: bytes, options: ReadOptions) -> Response:
    """Take an HTTP response apart.

    Raises:
        StreamError: it is no HTTP response; its coding is damaged, a bomb, or one that nobody here unpacks.
    """
    end = _HEAD_END.search(data)
    status = _STATUS.match(data)
    if status is None:
        raise StreamError("broken", "no HTTP response")
    headers = headers_of(data[: end.start()] if end else data)
    body = data[end.end() :] if end else b""
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = _joined(body)
    for coding in reversed(headers.get("content-encoding", "").lower().replace(",", " ").split()):
        body = _unpacked(body, coding, options)
    media_type, charset = content_type_of(headers.get("content-type", ""))
    return Response(int(status[1]), media_type, charset, body)


def headers_of(head: bytes) -> dict[str, str]:
    """Header fields by their name in lower case, the first of a name; folded lines are joined."""
    headers: dict[str, str] = {}
    text = head.decode("utf-8", "replace")
    if "\n " in text or "\n\t" in text:
        text = _FOLD.sub(" ", text)
    for line in text.split("\n")[1:]:
        name, colon, value = line.partition(":")
        if colon:
            headers.setdefault(name.strip().lower(), value.strip())
    return headers


@lru_cache(1024)  # a crawl has a handful
def content_type_of(value: str) -> tuple[str, str | None]:
    """Media type and charset of a Content-Type field."""
    charset = _CHARSET.search(value)
    return value.partition(";")[0].strip().lower(), charset[1] if charset else None


def _joined(body: bytes) -> bytes:
    """The chunks of a body; a body that is in none stays, since many crawlers join them and keep the header."""
    parts = []
    place = 0
    while found := _CHUNK.match(body, place):
        size = int(found[1], 16)
        parts.append(body[found.end() : found.end() + size])
        place = found.end() + size
        if size == 0:
            break
        place += 2 if body.startswith(b"\r\n", place) else 1
    return b"".join(parts) if parts else body


def _unpacked(body: bytes, coding: str, options: ReadOptions) -> bytes:
    """A body that is not in the coding it states stays: many crawlers unpack it and keep the header."""
    if coding == "br":
        raise StreamError("unsupported", "its body is in brotli")
    if coding == "deflate":
        return _inflated(body, options.max_page_bytes)
    if coding in ("gzip", "x-gzip", "zstd"):
        stream = Stream(io.BytesIO(body), options.max_page_bytes, options.max_ratio)
        body = stream.read(options.max_page_bytes + 1)
        if len(body) > options.max_page_bytes:
            raise StreamError("too_large", f"unpacked it has more than {options.max_page_bytes} bytes")
    return body


def _inflated(body: bytes, most: int) -> bytes:
    for wbits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        unpacker = zlib.decompressobj(wbits)
        try:
            out = unpacker.decompress(body, most)
        except zlib.error:
            continue
        if unpacker.unconsumed_tail:
            raise StreamError("too_large", f"unpacked it has more than {most} bytes")
        if unpacker.eof:
            return out
    return body

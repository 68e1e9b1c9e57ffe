"""A file that is one page: text, or HTML."""

import hashlib
from collections.abc import Iterator

from dataset.read.options import ReadOptions
from dataset.read.page import Media, Raw, Refused
from dataset.read.place import Place
from dataset.read.stream import Stream


def read_text(source_path: str, stream: Stream, options: ReadOptions) -> Iterator[Raw | Refused]:
    """The page of a text file; it may yet turn out to be HTML."""
    yield _page(source_path, stream, options, "unknown")


def read_html(source_path: str, stream: Stream, options: ReadOptions) -> Iterator[Raw | Refused]:
    """The page of an HTML file."""
    yield _page(source_path, stream, options, "html")


def _page(source_path: str, stream: Stream, options: ReadOptions, media: Media) -> Raw | Refused:
    data = stream.read(options.max_page_bytes + 1)
    digest = hashlib.sha256(data)
    if len(data) <= options.max_page_bytes:
        return Raw(source_path, data, digest.hexdigest(), media, byte_start=0, byte_end=len(data))
    size = len(data)
    while chunk := stream.chunk():
        digest.update(chunk)
        size += len(chunk)
    return Place(source_path, 0, size).too_large(size, digest.hexdigest(), options.max_page_bytes)

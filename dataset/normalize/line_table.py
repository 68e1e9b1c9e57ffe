"""A batch of pages as one flat table of lines that are not blank."""

from dataclasses import dataclass

import numpy as np
import polars as pl
import pyarrow as pa

from dataset.native import call
from dataset.normalize.arrays import whole
from dataset.normalize.marks import without_endmark
from dataset.normalize.words import (
    MASKS,
    PAD,
    Bytes,
    Flags,
    Keys,
    Places,
    Words,
    eight_from,
    words_of,
)


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines in order. `start:end` are byte offsets into `raw`, `number` counts the page's lines from 1.

    `first` holds each page's first line, and the total; `after` the number that a line behind the page's last
    would have. Lines of one `key` are the same, byte for byte.
    """

    raw: Bytes
    page: Places
    number: Places
    start: Places
    end: Places
    first: Places
    after: Places
    key: Keys

    def __len__(self) -> int:
        return len(self.page)


@dataclass(frozen=True, slots=True)
class LineTable(Lines):
    """Lines with their text and words. `gap` is the number of blank lines above, at most 3. `closing`: an
    agency's end mark was taken off the text."""

    text: pl.Series
    gap: Places
    closing: Flags
    words: Words


def raw_lines(texts: pl.Series | pa.ChunkedArray) -> Lines:
    """The lines of cleaned pages, each a string of lines joined by LF; Arrow's are large strings."""
    # The bytes as they lie in Arrow's buffer: a Python string of all would cost three copies.
    if isinstance(texts, pl.Series):
        array = texts.to_arrow(compat_level=pl.CompatLevel.oldest()).cast(pa.large_string())
    else:
        array = whole(texts)
    _, places, data = array.buffers()
    offsets: Places = np.zeros(1, np.int64)
    if len(array):
        offsets = np.frombuffer(places, np.int64)[array.offset : array.offset + len(array) + 1]
    body = np.frombuffer(data, np.uint8) if data is not None and data.size else np.zeros(0, np.uint8)
    raw = np.empty(int(offsets[-1] - offsets[0]) + len(array) + 1 + PAD, np.uint8)
    most = call("lay_out", body, offsets, len(array), raw, len(raw))
    page, number, start, end = (np.empty(most, np.int64) for _ in range(4))
    key = np.empty(most, np.uint64)
    first, after = np.empty(len(array) + 1, np.int64), np.empty(len(array), np.int64)
    count = call("split_lines", raw, offsets, len(array), page, number, start, end, key, first, after)
    return Lines(raw, page[:count], number[:count], start[:count], end[:count], first, after, key[:count])


def lines_of(texts: pl.Series | pa.ChunkedArray) -> LineTable:
    """The lines of cleaned pages with their words."""
    lines = raw_lines(texts)
    above = np.concatenate([[0], lines.number[:-1]])[: len(lines)]
    above[lines.first[:-1][lines.first[1:] > lines.first[:-1]]] = 0
    text, closing = _without_endmarks(_strings(lines), lines.raw, lines.start, lines.end)
    return LineTable(
        raw=lines.raw,
        page=lines.page,
        number=lines.number,
        start=lines.start,
        end=lines.end,
        first=lines.first,
        after=lines.after,
        key=lines.key,
        text=text,
        gap=np.minimum(lines.number - above - 1, 3),
        closing=closing,
        words=words_of(lines.raw, lines.start, lines.end),
    )


def _strings(lines: Lines) -> pl.Series:
    """The lines as strings that stay where they are: views into `raw`, as Arrow lays them out.

    A view is 16 bytes: the size, then the string itself if it has 12 bytes at most, else its first four, the
    number of the buffer and the place there.
    """
    if len(lines.raw) >> 31:
        raise ValueError(f"{len(lines.raw)} bytes of text in one batch: a view reaches 2 GiB")
    size = lines.end - lines.start
    views = np.zeros((len(lines), 2), dtype="<u8")
    eight = eight_from(lines.raw)
    opening = eight[lines.start] & MASKS[np.minimum(size, 4)]
    views[:, 0] = size.astype(np.uint64) | opening << np.uint64(32)
    views[:, 1] = lines.start.astype(np.uint64) << np.uint64(32)
    short = np.flatnonzero(size <= 12)
    views[short, 1] = eight[lines.start[short] + 4] & MASKS[np.maximum(size[short] - 4, 0)]
    buffers = [None, pa.py_buffer(views), pa.py_buffer(lines.raw)]
    found = pl.from_arrow(pa.Array.from_buffers(pa.string_view(), len(lines), buffers))
    assert isinstance(found, pl.Series)
    return found.alias("text")


def _without_endmarks(text: pl.Series, raw: Bytes, start: Places, end: Places) -> tuple[pl.Series, Flags]:
    """At most one line of a page has such a mark: they are few enough to go through one by one."""
    closing = np.zeros(len(end), dtype=np.bool_)
    stopped = np.flatnonzero(raw[end - 1] == 0x2E)
    last = end[stopped] - 1
    slash = (raw[last - 1] == 0x2F) | ((raw[last - 1] == 0x20) & (raw[np.maximum(last - 2, 0)] == 0x2F))
    places = stopped[slash]
    if not len(places):
        return text, closing
    stretches = zip(start[places].tolist(), end[places].tolist(), strict=True)
    found = [without_endmark(str(raw.data[first:behind], "utf-8")) for first, behind in stretches]
    closing[places] = [ended for _, ended in found]
    return text.scatter(places.tolist(), [line for line, _ in found]), closing

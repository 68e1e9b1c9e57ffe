"""A batch of pages as one flat table of lines that are not blank."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from dataset.normalize.marks import without_endmark
from dataset.normalize.same_lines import byte_keys
from dataset.normalize.words import Bytes, Flags, Keys, Places, Words, padded, words_of


@dataclass(frozen=True, slots=True)
class LineTable:
    """Lines in order. `start:end` are byte offsets into `raw`, `number` counts the page's lines from 1.

    `first` holds each page's first line, and the total; `gap` is the number of blank lines above, at most 3;
    `after` the number that a line behind the page's last would have. `closing`: an agency's end mark was
    taken off. Lines of one `key` are the same, byte for byte.
    """

    raw: Bytes
    text: pl.Series
    page: Places
    number: Places
    gap: Places
    start: Places
    end: Places
    first: Places
    after: Places
    closing: Flags
    key: Keys
    words: Words

    def __len__(self) -> int:
        return len(self.page)


def lines_of(texts: pl.Series) -> LineTable:
    """The lines of cleaned pages, each a string of lines joined by LF."""
    # The bytes as they lie in Arrow's buffer: a Python string of all would cost three copies.
    sizes = texts.str.len_bytes().to_numpy().astype(np.int64) + 1
    buffer = (texts + "\n").to_arrow().cast("large_string").buffers()[2]
    body = memoryview(buffer)[: sizes.sum() - 1] if len(texts) else b""
    raw = padded(body)
    breaks = np.flatnonzero(raw[: len(body) + 2] == 10)
    start, end = breaks[:-1] + 1, breaks[1:]
    page_start = np.concatenate([[1], 1 + np.cumsum(sizes)])
    first_line = np.searchsorted(start, page_start[:-1])
    count = np.diff(np.concatenate([first_line, [len(start)]]))
    page = np.repeat(np.arange(len(texts)), count)
    filled = np.flatnonzero(end > start)
    number = np.arange(len(start)) - first_line[page] + 1
    text = texts.alias("text").str.split("\n").explode().gather(filled)
    start, end, page = start[filled], end[filled], page[filled]
    order = number[filled]
    above = np.concatenate([[0], order[:-1]])
    above[np.concatenate([[True], page[1:] != page[:-1]])[: len(above)]] = 0
    text, closing = _without_endmarks(text, raw, end)
    return LineTable(
        raw=raw,
        text=text,
        page=page,
        number=order,
        gap=np.minimum(order - above[: len(order)] - 1, 3),
        start=start,
        end=end,
        first=np.searchsorted(page, np.arange(len(texts) + 1)),
        after=count + 1,
        closing=closing,
        key=byte_keys(raw, start, end),
        words=words_of(raw, start, end),
    )


def _without_endmarks(text: pl.Series, raw: Bytes, end: Places) -> tuple[pl.Series, Flags]:
    """At most one line of a page has such a mark: they are few enough to go through one by one."""
    closing = np.zeros(len(end), dtype=np.bool_)
    slash = (raw[end - 2] == 0x2F) | ((raw[end - 2] == 0x20) & (raw[np.maximum(end - 3, 0)] == 0x2F))
    places = np.flatnonzero((raw[end - 1] == 0x2E) & slash)
    if not len(places):
        return text, closing
    found = [without_endmark(line) for line in text.gather(places).to_list()]
    closing[places] = [ended for _, ended in found]
    return text.scatter(places.tolist(), [line for line, _ in found]), closing

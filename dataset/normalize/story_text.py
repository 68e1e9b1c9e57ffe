"""The story's paragraphs of every page of a batch, without markup, and the text that they give."""

from dataclasses import dataclass

import numpy as np
import polars as pl
import pyarrow as pa

from dataset.native import call
from dataset.normalize.arrays import from_numpy
from dataset.normalize.kinds import FIRST_STORY, LAST_STORY
from dataset.normalize.line_table import LineTable
from dataset.normalize.markup import plain
from dataset.normalize.text_bytes import text_bytes
from dataset.normalize.words import Flags, Places

# Between two paragraphs.
_BREAK = "\n\n"


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """Paragraphs in order: page and text of each; per page its text, and `of` its first paragraph, and the total."""

    page: Places
    text: pl.Series
    joined: pl.Series
    of: Places


def paragraphs_of(table: LineTable, kinds: Places) -> Paragraphs:
    """What lines of the story's kinds tell."""
    chosen = np.flatnonzero((kinds >= FIRST_STORY) & (kinds <= LAST_STORY))
    text = plain(table.text[chosen])
    page = table.page[chosen]
    told = text.str.len_bytes().to_numpy() > 0
    if not told.all():
        text, page = text.filter(pl.Series(told)), page[told]
    of = np.searchsorted(page, np.arange(len(table.first)))
    return Paragraphs(page, text, _joined(text, of), of)


def _joined(text: pl.Series, of: Places) -> pl.Series:
    """The text of each page. All paragraphs lie in one buffer, of which a page's are a part."""
    raw, first = text_bytes(text)
    gaps = np.full(len(text), len(_BREAK))
    gaps[of[1:][of[1:] > of[:-1]] - 1] = 0
    behind = np.concatenate([[0], np.cumsum(np.diff(first) + gaps)])
    # What no paragraph is copied over is a line break.
    buffer = np.full(behind[-1], ord("\n"), np.uint8)
    copied = call(
        "copy_pieces",
        *(raw, len(raw), first[:-1], first[1:], behind[:-1], len(text)),
        *(buffer, len(buffer)),
    )
    assert copied == len(text)
    places = pa.py_buffer(np.ascontiguousarray(behind[of]))
    return pl.Series("text", pa.LargeStringArray.from_buffers(len(of) - 1, places, pa.py_buffer(buffer)))


def places_of(paragraphs: Paragraphs, wanted: Flags) -> pl.Series:
    """Start and end of each paragraph in its page's text, for wanted pages: code points, end exclusive."""
    size = paragraphs.text.str.len_chars().to_numpy().astype(np.int64)
    total = np.concatenate([[0], np.cumsum(size + len(_BREAK))])
    start = total[:-1] - total[paragraphs.of[:-1]][paragraphs.page]
    own = np.flatnonzero(wanted[paragraphs.page])
    spans = [from_numpy(place[own].astype(np.int32)) for place in (start, start + size)]
    many = np.where(wanted, np.diff(paragraphs.of), 0)
    offsets = from_numpy(np.concatenate([[0], np.cumsum(many)]).astype(np.int32))
    # Grouping rows into lists takes Polars ten times as long.
    lists = pa.ListArray.from_arrays(offsets, pa.StructArray.from_arrays(spans, ["start", "end"]))
    return pl.Series("paragraphs", lists)

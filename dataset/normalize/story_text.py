"""The story's paragraphs of every page of a batch, without markup, and the text that they give."""

from dataclasses import dataclass

import numpy as np
import polars as pl
import pyarrow as pa

from dataset.normalize.arrays import from_numpy
from dataset.normalize.kinds import FIRST_STORY, LAST_STORY
from dataset.normalize.line_table import LineTable
from dataset.normalize.markup import plain
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
    text = plain(table.text.gather(chosen))
    page = table.page[chosen]
    told = text.str.len_bytes().to_numpy() > 0
    if not told.all():
        text, page = text.filter(pl.Series(told)), page[told]
    of = np.searchsorted(page, np.arange(len(table.first)))
    return Paragraphs(page, text, _joined(text, of), of)


def _joined(text: pl.Series, of: Places) -> pl.Series:
    """The text of each page. All paragraphs lie in one buffer, of which a page's are a part."""
    last = np.zeros(len(text), np.bool_)
    last[of[1:][of[1:] > of[:-1]] - 1] = True
    breaks = pl.select(pl.when(pl.Series(last)).then(pl.lit("")).otherwise(pl.lit(_BREAK))).to_series()
    buffer = (text + breaks).to_arrow().cast(pa.large_string()).buffers()[2]
    size = text.str.len_bytes().to_numpy().astype(np.int64) + np.where(last, 0, len(_BREAK))
    places = np.concatenate([[0], np.cumsum(size)])[of]
    return pl.Series("text", pa.LargeStringArray.from_buffers(len(of) - 1, pa.py_buffer(places), buffer))


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

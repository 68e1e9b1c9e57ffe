"""A batch of pages, decided: one row per page, and one row per line that is not blank."""

from dataclasses import dataclass

import polars as pl

from dataset.normalize.kinds import KINDS, RULES

PAGES = pl.Schema(
    {
        "kind": pl.String(),  # article, listing, media, error, empty
        "reason": pl.String(),  # why it is refused, or ""
        "detail": pl.String(),
        "title": pl.String(),
        "author": pl.String(),
        "url": pl.String(),
        "source": pl.String(),
        "section": pl.String(),
        "published_at": pl.Date(),
        "published_precision": pl.String(),
        "event_date": pl.String(),
        "language": pl.String(),
        "captions": pl.List(pl.String()),
        "text": pl.String(),  # paragraphs joined by a blank line; "" unless an article is kept
        "paragraphs": pl.List(pl.Struct({"start": pl.Int32(), "end": pl.Int32()})),
        "entries": pl.List(pl.Struct({"text": pl.String(), "title": pl.String(), "event_date": pl.String()})),
    }
)
LINES = pl.Schema(
    {
        "page": pl.UInt32(),  # row of the page in the batch
        "line": pl.Int32(),  # from 1; lines outside an HTML page's text go on after its last
        "kind": pl.Enum(KINDS),
        "rule": pl.Enum(RULES),
        "confidence": pl.Float32(),
        "text": pl.String(),
        "kept": pl.Boolean(),  # is in an article's text, or is an entry of a listing
        # Where the text lies in the bytes of the batch's cleaned texts, -1 where they do not hold it as it is.
        "place": pl.Int64(),
    }
)


@dataclass(frozen=True, slots=True)
class Decided:
    """`pages` has the columns of PAGES and one row per page of the batch, in order; `lines` those of LINES."""

    pages: pl.DataFrame
    lines: pl.DataFrame

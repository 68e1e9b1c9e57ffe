"""What makes a breach the same breach in the next run, though rows moved and offsets shifted.

Made of the check, the table, the record, its article and

- the text that the breach points at, at most 140 code points of it;
- where it points at none, the column that its message begins with ("title holds ...");
- where it has no record either, its message, with # for every number: an agreement of .61 instead of .62 is no
  other breach, nor is one more row that was counted;
- for an expectation, what is expected of which table: it is one breach, whichever and however many rows break it.

Equal ones are numbered in their order, so that one more is new. So a list of known breaches survives new rows, another
order, an edit elsewhere in the article, and new words for what a check says of a record.
"""

from hashlib import blake2b

import polars as pl

from validation.snippet import BEFORE, LENGTH

VERSION = 1
"""Goes up when the same breach gets another fingerprint; a baseline of another version is refused."""

# Wherever a span starts, this much of it is in its snippet.
_SURFACE = LENGTH - BEFORE
_NUMBER = r"(^|[\s(\[=<>~±])[-+]?[\d.]*\d(?:,\d+)*\b"
_EXPECTED = r"(?s)^(\S+ \{.*?\}): "
_KEY = ("check_id", "table", "record_id", "article_id", "what")


def fingerprints(violations: pl.DataFrame) -> pl.Series:
    """32 hex digits for each row of a frame with the columns of engine/log.py's FINDING."""
    message = pl.col("message")
    expected = pl.when(pl.col("check_id").str.starts_with("GX")).then(message.str.extract(_EXPECTED))
    nowhere = pl.col("record_id").is_null() & pl.col("article_id").is_null()
    counted = pl.when(nowhere).then(message.str.replace_all(_NUMBER, "${1}#"))
    column = message.str.extract(r"^([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)?) ")
    keyed = violations.select(
        pl.col("check_id", "table"),
        *(pl.when(expected.is_null()).then(pl.col(name)).alias(name) for name in ("record_id", "article_id")),
        pl.coalesce(expected, counted, _marked(), column).alias("what"),
    )
    nth = pl.int_range(pl.len()).over(_KEY).cast(pl.String)
    said = keyed.select(pl.concat_str(nth, *map(_part, _KEY), separator="\x1f")).to_series()
    made = [blake2b(one.encode(), digest_size=16).hexdigest() for one in said]
    return pl.Series("fingerprint", made, dtype=pl.String)


def _part(name: str) -> pl.Expr:
    """The column as a part between separators: nothing it holds reads as one, nor as the null that it is not."""
    escaped = pl.col(name).str.replace_all("\x1e", "\x1e0").str.replace_all("\x1f", "\x1e1")
    return escaped.fill_null("\x1e")


def _marked() -> pl.Expr:
    """The surface that the breach points at; null where it points at no text."""
    start, end = pl.col("start"), pl.col("end")
    low = pl.min_horizontal(start, pl.lit(BEFORE))  # of the snippet: validation/snippet.py
    many = (end - start).clip(upper_bound=_SURFACE)
    there = pl.col("snippet").is_not_null() & (start >= 0) & (start < end)
    return pl.when(there).then(
        pl.col("snippet").str.slice(
            pl.when(there).then(low).otherwise(0), pl.when(there).then(many).otherwise(0)
        )
    )

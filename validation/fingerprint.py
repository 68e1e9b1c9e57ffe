"""What makes a breach the same breach in the next run, though rows moved and offsets shifted.

Made of the check, the table, the record, its article and, where a span of text is concerned, the text itself; of the message
alone where there is none of these. Equal ones are numbered in their order. So a list of known breaches survives new rows,
another order and an edit elsewhere in the article.
"""

from hashlib import blake2b

import polars as pl

from validation.snippet import snippet_start


def fingerprints(violations: pl.DataFrame) -> pl.Series:
    """32 hex digits for each row of a frame with the columns of engine/log.py's FINDING."""
    seen: dict[tuple[object, ...], int] = {}
    made = []
    for check, table, record, article, start, end, message, snippet in violations.select(
        "check_id", "table", "record_id", "article_id", "start", "end", "message", "snippet"
    ).iter_rows():
        what = message if record is None and article is None else _marked(snippet, start, end)
        key = (check, table, record, article, what)
        nth = seen[key] = seen.get(key, -1) + 1
        said = "\x1f".join("" if part is None else str(part) for part in (*key, nth))
        made.append(blake2b(said.encode(errors="surrogatepass"), digest_size=16).hexdigest())
    return pl.Series("fingerprint", made, dtype=pl.String)


def _marked(snippet: str | None, start: int | None, end: int | None) -> str | None:
    """The surface that the breach points at; None where it points at no text."""
    if snippet is None or start is None or end is None or not 0 <= start < end:
        return None
    low = start - snippet_start(start)
    return snippet[low : low + end - start]

"""What columns an expression may look at, with their types: a frame without rows for each scope of each table."""

import polars as pl

from schemas.arrow import arrow_schema
from schemas.contract import Contract

_TEXT = {"text": pl.String(), "chars": pl.UInt32()}
_SPAN = {
    "label": pl.String(),
    "surface": pl.String(),
    "start": pl.Int64(),
    "end": pl.Int64(),
    "found": pl.String(),
    "text": pl.String(),
    "chars": pl.Int64(),
    "article_id": pl.String(),
    "record_id": pl.String(),
}


def empty_frame(contract: Contract, table: str, scope: str) -> pl.DataFrame:
    """No rows, and the columns that a check of this scope may name.

    article, record: the contract's columns of the table. article adds `chars`, the code points of `text`; record the
    article's `text` and `chars`, `n_entities` and `n_topics`. span: `label`, `surface` (as the labels say it), `start` and
    `end` in code points, `found` (what the text has there), the article's `text` and `chars`, `record_id`, `article_id`.
    """
    if scope == "span":
        return pl.DataFrame(schema=_SPAN)
    columns = dict(pl.DataFrame(pl.from_arrow(arrow_schema(contract, table).empty_table())).schema)
    if scope == "record":
        columns |= _TEXT | {"n_entities": pl.Int32(), "n_topics": pl.Int32()}
    return pl.DataFrame(schema=columns | {"chars": pl.UInt32()})


def needed(contract: Contract, table: str, scope: str, named: set[str]) -> tuple[str, ...]:
    """The table's own columns without which the check cannot run."""
    if scope == "span":
        return ("entities",)
    own = {field.name for field in contract.table(table).fields}
    also = {"chars": "text", "n_entities": "entities", "n_topics": "topics"}
    return tuple(sorted({also.get(name, name) for name in named} & own))

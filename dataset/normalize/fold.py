"""Exact duplicates: one text is kept once, by the record in use, else by the one whose source key is smallest.

Folding is a function of all pages of a workspace and of the ids in use, never of the order in which pages
came. What is folded is stored beside the tables, so that it comes back when the page that it was folded
into changes. An id is in use when people have labelled it or it was released: a copy that comes later must
not take its place, or labels would belong to no article.
"""

from collections.abc import Collection
from dataclasses import dataclass

import polars as pl
import pyarrow as pa

from dataset.normalize.gather import gather
from dataset.normalize.holdings import ID, NAME, TEXT, Holdings
from dataset.normalize.rows import STAGE, conformed
from schemas.arrow import arrow_schema
from schemas.contract import Contract

DUPLICATE = "duplicate"

_RECORD = ("id", "source_path", "source_sha256")


@dataclass(frozen=True, slots=True)
class Folding:
    """What is folded away: rows of `Holdings.articles`, names of whole pages, and rows of quarantine that say so."""

    lost: pl.Series
    gone: pl.DataFrame
    quarantine: pa.Table


def fold(holdings: Holdings, contract: Contract, *, in_use: Collection[str] = frozenset()) -> Folding:
    """Fold records with one id or one text; the rest of a listing stays when some of its entries go."""
    articles = holdings.articles.with_row_index("place")
    repeated = articles.select(pl.struct(ID).is_duplicated() | pl.struct(TEXT).is_duplicated()).to_series()
    # Who shares neither id nor text with anybody neither goes nor takes the place of another.
    some = _described(articles.filter(repeated), holdings, contract)
    ranked = some.sort(
        ~pl.col("id").is_in(list(in_use)), pl.col("item") > 0, "source_key", "source_path", "item"
    ).with_row_index("order")
    ranked = ranked.with_columns(same_id=pl.col("order").first().over(ID))
    by_id = pl.col("same_id") != pl.col("order")
    # Who goes by id takes no text away from others.
    firsts = ranked.filter(~by_id).with_columns(same_text=pl.col("order").first().over(TEXT))
    by_text = firsts.filter(pl.col("same_text") != pl.col("order"))
    lost = pl.concat(
        [
            ranked.filter(by_id).with_columns(into="same_id", why=pl.lit("the same address")),
            by_text.with_columns(into="same_text", why=pl.lit("the same text")).drop("same_text"),
        ]
    )
    kept = ranked.select(into="order", into_id="id", into_path="source_path")
    lost = lost.join(kept, on="into", how="left", maintain_order="left")
    gone = _gone(articles, lost)
    return Folding(
        lost=articles["place"].is_in(lost["place"].implode()),
        gone=gone,
        quarantine=_duplicates(lost, gone, contract),
    )


def _described(some: pl.DataFrame, holdings: Holdings, contract: Contract) -> pl.DataFrame:
    """Records with their strings, and those of their pages."""
    schema = arrow_schema(contract, "articles")
    records = gather(
        holdings.sources,
        some["source"].to_numpy(),
        some["row"].to_numpy(),
        _RECORD,
        pa.schema([schema.field(name) for name in _RECORD]),
    )
    page = some.select(NAME).join(holdings.pages, on=NAME, how="left", maintain_order="left")
    schema = arrow_schema(contract, "pages")
    pages = gather(
        holdings.sources,
        page["source"].to_numpy(),
        page["row"].to_numpy(),
        ("source_key", "id"),
        pa.schema([schema.field(name) for name in ("source_key", "id")]),
    )
    return some.hstack(pl.DataFrame(records)).hstack(
        pl.DataFrame(pages.rename_columns(["source_key", "page_id"]))
    )


def _gone(articles: pl.DataFrame, lost: pl.DataFrame) -> pl.DataFrame:
    """Names of pages that keep no record of their own."""
    went = lost.group_by(NAME).len("went")
    had = articles.join(went, on=NAME, how="semi").group_by(NAME).len("had")
    return went.join(had, on=NAME).filter(pl.col("went") == pl.col("had")).select(NAME)


def _duplicates(lost: pl.DataFrame, gone: pl.DataFrame, contract: Contract) -> pa.Table:
    """A row for each record that goes, but one alone for a page that goes whole."""
    whole = lost.join(gone, on=NAME, how="semi").sort("item").unique(NAME, keep="first", maintain_order=True)
    entries = lost.join(gone, on=NAME, how="anti")
    rows = pl.concat(
        [
            whole.with_columns(id="page_id", item_index=pl.lit(None, pl.Int32)),
            entries.with_columns(item_index=pl.when(pl.col("item") > 0).then("item")),
        ]
    ).with_columns(
        stage=pl.lit(STAGE),
        reason=pl.lit(DUPLICATE),
        detail=pl.format("{} as {} from {}", "why", "into_id", "into_path"),
        byte_start=pl.lit(None, pl.Int64),
        byte_end=pl.lit(None, pl.Int64),
        raw_sha256="source_sha256",
    )
    return conformed(rows, arrow_schema(contract, "quarantine"))

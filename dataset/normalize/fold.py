"""Exact duplicates: one text is kept once, by the record in use, else by the one whose source key is smallest.

Folding is a function of all pages of a workspace and of the ids in use, never of the order in which pages
came. What is folded is stored beside the tables, so that it comes back when the page that it was folded
into changes. An id is in use when people have labelled it or it was released: a copy that comes later must
not take its place, or labels would belong to no article.
"""

from collections.abc import Collection
from dataclasses import dataclass

import polars as pl

from dataset.normalize.holdings import ADDRESS, ID, NAME, TEXT, Holdings, column_of


@dataclass(frozen=True, slots=True)
class Folding:
    """What is folded away: rows of `Holdings.articles`, names of whole pages, and what quarantine says of them.

    `duplicates` are numbers alone, as holdings are: the address and name of a record that goes, its ID or, where
    its page goes whole, the page's, with no `item` then; whether it is the id that is the same (`same_id`), else
    the text; and the address and ID of the record that stays (`into_source`, `into_row`, `into_i1`, `into_i2`).
    """

    lost: pl.Series
    gone: pl.DataFrame
    duplicates: pl.DataFrame


def fold(holdings: Holdings, *, in_use: Collection[str] = frozenset()) -> Folding:
    """Fold records with one id or one text; the rest of a listing stays when some of its entries go."""
    articles = holdings.articles.with_row_index("place")
    repeated = articles.select(pl.struct(ID).is_duplicated() | pl.struct(TEXT).is_duplicated()).to_series()
    # Who shares neither id nor text with anybody neither goes nor takes the place of another.
    lost = _lost(_ranked(articles.filter(repeated), holdings, in_use))
    folded = articles["place"].is_in(lost["place"].implode())
    kept = articles.filter(~folded).join(lost, on=NAME, how="semi")
    # Pages that keep no record of their own.
    gone = lost.select(NAME).unique().join(kept, on=NAME, how="anti")
    return Folding(folded, gone, _duplicates(lost, gone, holdings.pages))


def _ranked(some: pl.DataFrame, holdings: Holdings, in_use: Collection[str]) -> pl.DataFrame:
    """Records with their `order`: who comes first stays.

    Strings give way to their ranks one column at a time: those of a million copies took 2 GB at once.
    """
    page = some.select(NAME).join(
        holdings.pages.select(*NAME, *ADDRESS), on=NAME, how="left", maintain_order="left"
    )
    used = column_of(holdings.sources, some, "id").is_in(list(in_use)) if in_use else pl.lit(value=False)
    some = some.with_columns(used=used, key=column_of(holdings.sources, page, "source_key").rank("dense"))
    some = some.with_columns(path=column_of(holdings.sources, some, "source_path").rank("dense"))
    ranked = some.sort(~pl.col("used"), pl.col("item") > 0, "key", "path", "item")
    return ranked.drop("used", "key", "path").with_row_index("order")


def _lost(ranked: pl.DataFrame) -> pl.DataFrame:
    """The records that go, each with the record that stays for it."""
    ranked = ranked.with_columns(same_id=pl.col("order").first().over(ID))
    by_id = pl.col("same_id") != pl.col("order")
    # Who goes by id takes no text away from others.
    firsts = ranked.filter(~by_id).with_columns(same_text=pl.col("order").first().over(TEXT))
    by_text = firsts.filter(pl.col("same_text") != pl.col("order"))
    columns = ("place", *ADDRESS, *NAME, *ID, "item")
    lost = pl.concat(
        [
            ranked.filter(by_id).select(*columns, into="same_id", same_id=pl.lit(value=True)),
            by_text.select(*columns, into="same_text", same_id=pl.lit(value=False)),
        ]
    )
    into = ranked.select(pl.col(*ADDRESS, *ID).gather(lost["into"]).name.prefix("into_"))
    return lost.hstack(into)


def _duplicates(lost: pl.DataFrame, gone: pl.DataFrame, pages: pl.DataFrame) -> pl.DataFrame:
    """A row for each record that goes, but one alone for a page that goes whole."""
    whole = lost.join(gone, on=NAME, how="semi").sort("item").unique(NAME, keep="first", maintain_order=True)
    whole = whole.drop(ID).join(pages.select(*NAME, *ID), on=NAME, how="left")
    entries = lost.join(gone, on=NAME, how="anti")
    columns = (*ADDRESS, *NAME, *ID, "item", "same_id", "into_source", "into_row", "into_i1", "into_i2")
    return pl.concat(
        [
            whole.with_columns(item=pl.lit(None, pl.Int32)).select(columns),
            entries.with_columns(item=pl.when(pl.col("item") > 0).then("item")).select(columns),
        ]
    ).sort(ADDRESS)

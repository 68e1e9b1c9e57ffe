"""Which rows of a table have no article, and which articles have no row."""

from collections.abc import Iterator

import polars as pl

from schemas.visible import quoted
from validation.check import Flaw, of_article
from validation.engine.whole import Whole


def without(whole: Whole, table: str, says: str) -> Iterator[Flaw]:
    """A flaw for each whole article (teasers may stay out) that `table` does not hold."""
    articles = whole.tables["articles"].filter(pl.col("kind") == "article")
    lacking = articles.join(whole.tables[table].select("key"), on="key", how="anti").sort("row")
    for row in lacking["row"]:
        record = whole.value("articles", "id", row)
        yield of_article(f"article {quoted(record)} {says}", row, record)


def strangers(whole: Whole, table: str) -> Iterator[Flaw]:
    """A flaw for each row of `table` whose article does not exist."""
    unknown = whole.tables[table].join(whole.tables["articles"].select("key"), on="key", how="anti")
    for row in unknown.sort("row")["row"]:
        record = whole.value(table, "id", row)
        yield of_article(f"there is no article {quoted(record)}", row, record, table)

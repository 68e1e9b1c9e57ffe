"""ART104: the publisher is known."""

import polars as pl

from validation.check import RowCheck

CHECK = RowCheck(
    id="ART104",
    title="The source is known",
    scope="article",
    tables=("articles",),
    meaning="Without a publisher nobody can be credited or asked, and nobody can see how sources are mixed.",
    example="source is null.",
    fix="Unknown is an honest answer; if the input tells the site in another way, name it in the record.",
    needs=("kind", "source"),
    breach=lambda _: (pl.col("kind") == "article") & pl.col("source").is_null(),
    message="no publisher is known for this text",
)

"""ART004: an article has text."""

import polars as pl

from validation.check import RowCheck

CHECK = RowCheck(
    id="ART004",
    title="Text is not empty",
    scope="article",
    tables=("articles",),
    meaning="The text holds at least one letter or digit.",
    example="A page of pictures alone, kept as an article with the text “./.”.",
    fix="Such pages belong in quarantine: run tinbai normalize again with this version.",
    needs=("text",),
    breach=lambda _: ~pl.col("text").str.contains(r"[\p{L}\p{N}]"),
    message="there is no letter or digit in the text",
)

"""ART013: text_sha256 is the text's."""

import polars as pl

from validation.check import RowCheck

CHECK = RowCheck(
    id="ART013",
    title="text_sha256 is the text's",
    scope="article",
    tables=("articles",),
    meaning="Labels pin a text by its sha256. If it is not the text's own, nobody can tell whether the labels "
    "still belong to it.",
    example="Somebody corrected a typing error in the Parquet file and left the hash.",
    fix="Texts are not edited in place: correct the page and run tinbai normalize again.",
    needs=("text", "text_sha256"),
    breach=lambda _: pl.col("text_sha256") != pl.col("found_sha256"),
    message="text_sha256 is not the sha256 of text",
)

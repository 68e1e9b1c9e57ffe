"""ART014: paragraphs cover the text."""

import polars as pl

from validation.check import RowCheck

CHECK = RowCheck(
    id="ART014",
    title="Paragraphs cover the text",
    scope="article",
    tables=("articles",),
    meaning="The paragraphs' offsets are exactly the stretches between two line feeds: the first starts at 0, "
    "the last ends with the text, none is empty.",
    example="The last paragraph ends 12 code points before the text does.",
    fix="Run tinbai normalize again.",
    needs=("text", "paragraphs"),
    breach=lambda _: ~pl.col("whole_paragraphs"),
    message="paragraphs are not the stretches between the text's double line feeds",
)

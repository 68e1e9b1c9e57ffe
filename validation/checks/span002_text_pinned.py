"""SPAN002: labels are of the text as it is now."""

import polars as pl

from validation.check import RowCheck
from validation.inputs import LABELS

CHECK = RowCheck(
    id="SPAN002",
    title="Labels are of the text as it is now",
    scope="record",
    tables=LABELS,
    meaning="The text_sha256 that the labels pin is that of the article's text. Where it is not, the text has "
    "changed under the labels and their offsets mean nothing, so the other checks of them are left out.",
    example="A page was crawled again with a correction in its first line: every label after it is shifted.",
    fix="Bring the old page back, or push the changed text to be labelled again.",
    needs=("text_sha256",),
    breach=lambda _: pl.col("known") & (pl.col("text_sha256") != pl.col("article_sha256")),
    message="the labels pin another text than the article has now",
)

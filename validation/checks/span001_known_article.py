"""SPAN001: labels are of articles that exist."""

import polars as pl

from validation.check import RowCheck
from validation.inputs import LABELS

CHECK = RowCheck(
    id="SPAN001",
    title="Labels are of articles that exist",
    scope="record",
    tables=LABELS,
    meaning="Each row of annotations, gold and suggestions names an article in articles.",
    example="An annotation of a page that was taken out of the corpus.",
    fix="Bring the page back and run tinbai normalize, or remove the rows on purpose; a released article that "
    "goes is a MAJOR version.",
    needs=("id",),
    breach=lambda _: ~pl.col("known"),
    message="its article is not in articles",
)

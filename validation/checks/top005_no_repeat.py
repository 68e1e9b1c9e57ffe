"""TOP005: no topic stands twice in a record."""

import polars as pl

from validation.check import RowCheck
from validation.inputs import LABELS

CHECK = RowCheck(
    id="TOP005",
    title="No topic stands twice",
    scope="record",
    tables=LABELS,
    meaning="A record names each topic once.",
    example="medtop:15000000 as the primary and again as a secondary topic.",
    fix="Pull the annotations again.",
    needs=("topics", "primary_topic"),
    breach=lambda _: pl.col("topics").list.n_unique() < pl.col("topics").list.len(),
    message="a topic stands twice",
)

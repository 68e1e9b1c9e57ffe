"""ART010: every article has a licence."""

import polars as pl

from validation.check import RowCheck

CHECK = RowCheck(
    id="ART010",
    title="A licence is stated",
    scope="article",
    tables=("articles",),
    meaning="Whoever gets the dataset must know what they may do with each text. Crawled pages rarely say, so "
    "this is a warning; set the severity to error where your project needs certainty.",
    example="license is null.",
    fix="State the licence for the whole corpus in tinbai.toml under [normalize], or in the input per record.",
    needs=("license",),
    breach=lambda _: pl.col("license").is_null() | (pl.col("license").str.strip_chars() == ""),
    message="no licence is known for this text",
)

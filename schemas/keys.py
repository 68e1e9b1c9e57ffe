"""Keys of 64 bits that stand for ids while one corpus is compared with another, or with itself."""

import polars as pl


def key_of(value: pl.Expr) -> pl.Expr:
    """64 bits of a string; null stays null."""
    return pl.when(value.is_not_null()).then(value.hash(seed=0))

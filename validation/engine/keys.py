"""Which URLs say the same, and which keys (schemas/keys.py) stand there more than once.

Whatever two equal keys would make a finding of is confirmed on the values: validation/engine/whole.py.
"""

import numpy as np
import polars as pl


def url_identity() -> pl.Expr:
    """`schemas.urls.url_identity` of an article; null for teasers and where there is no URL."""
    # No patterns: over 100k URLs they took longer than reading them.
    bare = pl.col("url").str.strip_prefix("https://").str.strip_prefix("http://").str.strip_prefix("www.")
    bare = bare.str.split("#").list.first().str.strip_chars_end("/")
    return pl.when(pl.col("kind") == "article").then(bare)


def repeated_keys(keys: pl.Series) -> pl.Series:
    """The keys that stand there more than once. Sorted, not hashed: that takes a third of the memory."""
    ordered = np.sort(keys.drop_nulls().to_numpy())
    return pl.Series(keys.name, np.unique(ordered[1:][ordered[1:] == ordered[:-1]]), dtype=keys.dtype)

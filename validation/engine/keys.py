"""Keys of 64 bits that stand for ids, texts and URLs while a corpus is compared with itself.

Whatever two equal keys would make a finding of is confirmed on the values: validation/engine/whole.py.
"""

import polars as pl


def url_identity() -> pl.Expr:
    """What makes two URLs one: without scheme, www., fragment, final slash; null for teasers and no URL.

    The source goes with it, because several sites may name the one URL that they took a story from.
    """
    # No patterns: over 100k URLs they took longer than reading them.
    bare = pl.col("url").str.strip_prefix("https://").str.strip_prefix("http://").str.strip_prefix("www.")
    bare = bare.str.split("#").list.first().str.strip_chars_end("/")
    named = pl.concat_str(pl.col("source").fill_null(""), pl.lit("\n"), bare)
    return pl.when(pl.col("kind") == "article").then(named)


def key_of(value: pl.Expr) -> pl.Expr:
    """64 bits of a string; null stays null."""
    return pl.when(value.is_not_null()).then(value.hash(seed=0))

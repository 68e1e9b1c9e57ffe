"""What crawlers leave of HTML in a line: images, links, the bars of tables."""

import numpy as np
import polars as pl

from dataset.normalize.words import Flags

_IMAGE = r"!\[.{0,300}?\]\((?:[^()\s]*(?:\([^()]*\)[^()\s]*)*)[^()]*\)"
_LINK = r"\[([^\[\]]+)\]\((?:https?://|/)[^()\s]*\)"
_LONGEST_NAME = 300


def split_images(rows: pl.Series) -> tuple[Flags, pl.Series]:
    """Which lines that begin like an image are one, and what all say besides images, without the bars around it."""
    named = rows.str.splitn("](", 2).struct.unnest()
    parts = named["field_1"].str.splitn(")", 2).struct.unnest()
    rest = parts["field_1"]
    # One image, and no bracket in its address: what nearly all rows have needs no pattern.
    usual = rest.is_not_null() & ~parts["field_0"].str.contains("(", literal=True)
    usual &= named["field_0"].str.len_chars() <= len("![") + _LONGEST_NAME
    usual &= ~rest.str.contains("![", literal=True)
    image = usual.fill_null(value=False).to_numpy(writable=True)
    others = np.flatnonzero(~image)
    if len(others):
        odd = rows.gather(others)
        image[others] = odd.str.contains(f"^{_IMAGE}").to_numpy()
        rest = rest.scatter(others, odd.str.replace_all(_IMAGE, ""))
    return image, rest.str.strip_chars(" |")


def plain(lines: pl.Series) -> pl.Series:
    """Story text without markup: inline images go, links leave their words, no table bar."""
    marked = (lines.str.contains("](", literal=True) | lines.str.ends_with("|")).arg_true()
    if not len(marked):
        return lines
    bare = (
        lines.gather(marked)
        .str.replace_all(_IMAGE, "")
        .str.replace_all(_LINK, "${1}")
        .str.replace_all("  +", " ")
        .str.replace(r" ?\|$", "")
        .str.strip_chars()
    )
    return lines.scatter(marked, bare)

"""What crawlers leave of HTML in a line: images, links, the bars of tables."""

import numpy as np
import polars as pl

from dataset.normalize.words import Flags

_IMAGE = r"!\[.{0,300}?\]\((?:[^()\s]*(?:\([^()]*\)[^()\s]*)*)[^()]*\)"
_LINK = r"\[([^\[\]]+)\]\((?:https?://|/)[^()\s]*\)"
# The image of nearly every row, which ends at the row's first closing bracket.
_USUAL = r"^!\[[^\[\]()]*\]\([^()]*\)"
_LONGEST_NAME = 300


def split_images(rows: pl.Series) -> tuple[Flags, pl.Series]:
    """Which lines open with an image, and what all say besides images, without the bars around it."""
    rest = rows.str.splitn(")", 2).struct.field("field_1").fill_null("")
    alone = (rows.str.len_chars() <= _LONGEST_NAME) & ~rest.str.contains("![", literal=True)
    image = (alone & rows.str.contains(_USUAL)).to_numpy(writable=True)
    # The pattern that allows for all else is three times as slow.
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

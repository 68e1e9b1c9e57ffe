"""What crawlers leave of HTML in a line: images, links, the bars of tables."""

import numpy as np
import polars as pl

from dataset.native import call
from dataset.normalize.words import Bytes, Flags, Places

_IMAGE = r"!\[.{0,300}?\]\((?:[^()\s]*(?:\([^()]*\)[^()\s]*)*)[^()]*\)"
_LINK = r"\[([^\[\]]+)\]\((?:https?://|/)[^()\s]*\)"
_LONGEST_NAME = 300


def image_rests(raw: Bytes, start: Places, end: Places) -> tuple[Places, Places]:
    """For lines `start:end` that begin like an image: where the stretch lies that stands behind it.

    The bars around it do not count. Both are -1 where it takes `split_images` to say: nearly all rows are one
    image, no bracket in its address, and words of a story beside it.
    """
    rest, behind = np.empty(len(start), np.int64), np.empty(len(start), np.int64)
    call("image_rests", raw, start, end, len(start), _LONGEST_NAME, rest, behind)
    return rest, behind


def split_images(rows: pl.Series) -> tuple[Flags, pl.Series]:
    """Which lines that begin like an image are one, and what all say besides images, without the bars around it."""
    image = rows.str.contains(f"^{_IMAGE}").to_numpy()
    return image, rows.str.replace_all(_IMAGE, "").str.strip_chars(" |")


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

"""What crawlers leave of HTML in a line: images, links, the bars of tables."""

import re

import numpy as np
import polars as pl

from dataset.native import call
from dataset.normalize.words import Bytes, Flags, Places

_ADDRESS = r"\]\((?:[^()\s]*(?:\([^()]*\)[^()\s]*)*)[^()]*\)"
_IMAGE = rf"!\[.{{0,300}}?{_ADDRESS}"
# The same where no name can be too long, at a third of the cost: Polars counts in many states, Python does not.
_SHORT_IMAGE = rf"!\[.*?{_ADDRESS}"
_COUNTED_IMAGE = re.compile(_IMAGE)
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
    return image, without_images(rows).str.strip_chars(" |")


def without_images(rows: pl.Series) -> pl.Series:
    """What rows say besides images."""
    rest = rows.str.replace_all(_SHORT_IMAGE, "")
    long = (rows.str.len_bytes() > _LONGEST_NAME).arg_true()
    if not len(long):
        return rest
    return rest.scatter(long, [_COUNTED_IMAGE.sub("", row) for row in rows[long].to_list()])


def plain(lines: pl.Series) -> pl.Series:
    """Story text without markup: inline images go, links leave their words, no table bar."""
    marked = (lines.str.contains("](", literal=True) | lines.str.ends_with("|")).arg_true()
    if not len(marked):
        return lines
    bare = (
        without_images(lines[marked])
        .str.replace_all(_LINK, "${1}")
        .str.replace_all("  +", " ")
        .str.replace(r" ?\|$", "")
        .str.strip_chars()
    )
    return lines.scatter(marked, bare)

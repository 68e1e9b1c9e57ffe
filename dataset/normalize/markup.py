"""What crawlers leave of HTML in a line: images, links, the bars of tables."""

import polars as pl

IMAGE = r"!\[.{0,300}?\]\((?:[^()\s]*(?:\([^()]*\)[^()\s]*)*)[^()]*\)"
_LINK = r"\[([^\[\]]+)\]\((?:https?://|/)[^()\s]*\)"


def plain(lines: pl.Series) -> pl.Series:
    """Story text without markup: inline images go, links leave their words, no table bar."""
    marked = (lines.str.contains("](", literal=True) | lines.str.ends_with("|")).arg_true()
    if not len(marked):
        return lines
    bare = (
        lines.gather(marked)
        .str.replace_all(IMAGE, "")
        .str.replace_all(_LINK, "${1}")
        .str.replace_all("  +", " ")
        .str.replace(r" ?\|$", "")
        .str.strip_chars()
    )
    return lines.scatter(marked, bare)

"""Paths and bars in lines, against the patterns that say what they are."""

import re

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from dataset.native import call
from dataset.normalize.line_table import lines_of
from tests.fuzz import tried

CRUMB = re.compile(r" ?[›»>❯→/\\] ?")
TARGET = re.compile(r"\]\([^() \t]*\)")
SIGNS = [
    "›",
    "»",
    ">",
    "❯",
    "→",
    "/",
    "\\",
    "|",
    " ",
    "  ",
    " › ",
    "“",
    "\u2039",
    "\u00ab",
    "\u2192\u2192",
    "](",
    ")",
    "](/)",
    "](/a/3/4|x)",
]
LINES = st.lists(
    st.one_of(
        st.lists(st.sampled_from([*SIGNS, "Hà Nội", "a", "12", "é" * 29, "é" * 30, "٣"]), max_size=9).map(
            "".join
        ),
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n"), max_size=30),
    ),
    max_size=12,
)


def is_path(line: str) -> bool:
    shown = TARGET.sub("]", line)
    names = [name for name in CRUMB.split(shown) if name]
    slash = "/" in shown or "\\" in shown
    return len(names) - slash > 1 and max(map(len, names)) <= 30 and not re.search(r"[0-9]/[0-9]", line)


@given(LINES)
@tried(500)
def test_paths_and_bars(given_lines: list[str]) -> None:
    lines = [line for line in given_lines if line]
    table = lines_of(pl.Series(["\n".join(lines)], dtype=pl.String))
    found = np.empty(len(lines), np.uint8)
    every = np.arange(len(lines))
    count = call("parted_lines", table.raw, table.start, table.end, every, len(lines), 30, found)
    assert found.tolist() == [is_path(line) + 2 * (line.count("|") > 1) for line in lines]
    assert count == np.count_nonzero(found)

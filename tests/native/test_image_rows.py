"""What stands beside images in a row: the look at brackets says what the pattern says, or nothing."""

import re

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from dataset.normalize.line_table import lines_of
from dataset.normalize.markup import image_rests, split_images, without_images
from tests.fuzz import tried

IMAGE = re.compile(r"!\[.{0,300}?\]\((?:[^()\s]*(?:\([^()]*\)[^()\s]*)*)[^()]*\)")
PARTS = [
    "![",
    "](",
    ")",
    "(",
    "[",
    "]",
    "!",
    " ",
    "|",
    "/a(1).jpg",
    "Ảnh: Lan",
    "x",
    "é" * 149,
    "é" * 150,
    "😀",
    "\u00a0",
]
ROWS = st.lists(
    st.one_of(
        st.lists(st.sampled_from(PARTS), max_size=9).map("".join),
        st.text("![]() |a", max_size=40),
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n"), max_size=20),
    ),
    min_size=1,
    max_size=20,
)


def rests(rows: list[str]) -> list[str | None]:
    """What the kernel says, None where it leaves the row to the pattern."""
    table = lines_of(pl.Series(["\n".join(rows)]))
    rest, behind = image_rests(table.raw, table.start, table.end)
    pairs = zip(rest.tolist(), behind.tolist(), strict=True)
    return [None if one < 0 else bytes(table.raw[one:end]).decode() for one, end in pairs]


@given(ROWS)
@tried(500)
def test_they_say_what_the_pattern_says(given_rows: list[str]) -> None:
    rows = [f"![{row}" for row in given_rows]
    for row, rest in zip(rows, rests(rows), strict=True):
        if rest is not None:
            assert IMAGE.match(row) is not None
            assert rest == IMAGE.sub("", row).strip(" |")


@given(ROWS)
@tried(200)
def test_the_pattern_in_polars_is_the_same(given_rows: list[str]) -> None:
    rows = [f"![{row}" for row in given_rows]
    image, rest = split_images(pl.Series(rows))
    assert image.tolist() == [IMAGE.match(row) is not None for row in rows]
    assert rest.to_list() == [IMAGE.sub("", row).strip(" |") for row in rows]


@given(ROWS, st.integers(295, 301))
@tried(200)
def test_images_go_from_rows_of_any_length(given_rows: list[str], length: int) -> None:
    rows = [*given_rows, f"![{'x' * length}](/b.jpg) ![a](/c.jpg) |", f"![{'é' * length}](/b.jpg)"]
    assert without_images(pl.Series(rows)).to_list() == [IMAGE.sub("", row) for row in rows]


def test_what_nearly_all_rows_are_needs_no_pattern() -> None:
    assert rests(
        [
            "![a](/b.jpg)",
            "| ![a](/b.jpg) |"[2:],
            "![a](/b.jpg) | words of a story |",
            "![![](/a.jpg)](/b.jpg) | ![](/a.jpg)",
            "![a](/b(1).jpg)",
            f"![{'é' * 300}](/b.jpg)x",
            f"![{'é' * 301}](/b.jpg)x",
            "![a](/b.jpg) one ![c](/d.jpg) other",
            "![no image",
        ]
    ) == ["", "", "words of a story", "](/b.jpg)", "", "x", None, None, None]


def test_no_rows_at_all() -> None:
    none = np.zeros(0, np.int64)
    assert [len(each) for each in image_rests(np.full(25, 10, np.uint8), none, none)] == [0, 0]

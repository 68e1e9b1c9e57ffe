"""Rows that open with an image: the short way there says what the long one says."""

import re

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset.normalize.markup import split_images

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
    "http://a/b.jpg",
    "a(1).jpg",
    "Ảnh: Lan",
    "x",
    "é" * 150,
]


@given(st.lists(st.lists(st.sampled_from(PARTS), max_size=9).map("".join), min_size=1, max_size=20))
@settings(max_examples=300, deadline=None)
def test_images_and_what_stands_beside_them(rests: list[str]) -> None:
    rows = [f"![{rest}" for rest in rests]
    image, rest = split_images(pl.Series(rows))
    assert image.tolist() == [IMAGE.match(row) is not None for row in rows]
    assert rest.to_list() == [IMAGE.sub("", row).strip(" |") for row in rows]

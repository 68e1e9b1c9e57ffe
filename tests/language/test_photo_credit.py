"""A photo's credit at the end of a line, however long the line."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from schemas.language.credit import credit_of, is_photo_credit

PARTS = [
    "Ảnh",
    "ảnh",
    "Nguồn ảnh",
    "Nguồn clip",
    "Video",
    "Đồ họa",
    " nhân vật cung cấp",
    " minh họa",
    " chụp màn hình",
]
SIGNS = [
    ": ",
    " : ",
    ":",
    "(",
    ")",
    "[",
    "]",
    "- ",
    "– ",
    "|",
    " |",
    ".",
    " ",
    "”",
    "…",
    "Lan",
    "T.L",
    "x" * 29,
    "y" * 31,
]


@given(st.lists(st.sampled_from([*PARTS, *SIGNS]), max_size=9).map("".join))
@example(f"(– Nguồn clip nhân vật cung cấp : {'x' * 60}). |")
@settings(max_examples=500, deadline=None)
def test_its_length_does_not_matter(end: str) -> None:
    short, long = f"Chữ {end}", f"{'Chữ ' * 100}{end}"
    assert is_photo_credit(short) == is_photo_credit(long)
    for line in (end, short, long):
        credit = credit_of(line)
        assert is_photo_credit(line) == (credit is not None and credit.kind == "photo")

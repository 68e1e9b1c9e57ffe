"""Lines that are the same have one key, and one of them stands for all."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from dataset.normalize.line_table import lines_of, raw_lines
from dataset.normalize.same_lines import one_of_each
from tests.fuzz import tried

# Few letters and many lengths: lines that differ in one byte, at any place of eight.
LINE = st.text("aAá. ", max_size=40).map(str.strip)


@given(st.lists(st.lists(LINE, max_size=8).map("\n".join), max_size=6))
@tried(300)
def test_one_key_for_one_line(pages: list[str]) -> None:
    table = lines_of(pl.Series(pages, dtype=pl.String))
    lines = [line for page in pages for line in page.split("\n") if line]
    assert len(table) == len(lines)
    by_key = dict(zip(table.key.tolist(), lines, strict=True))
    assert [by_key[key] for key in table.key.tolist()] == lines
    assert len(by_key) == len(set(lines))
    chosen, of = one_of_each(table.key)
    assert len(chosen) == len(by_key)
    assert [lines[place] for place in chosen[of].tolist()] == lines


def test_a_key_is_the_same_wherever_the_line_stands() -> None:
    line = "Tin liên quan: đường sắt"
    alone = raw_lines(pl.Series([line])).key.tolist()
    assert raw_lines(pl.Series(["abc\n" + line, "", line])).key.tolist()[1:] == alone * 2
    # Evidence of earlier runs is kept by these keys: another number here asks for another NORM_VERSION.
    assert alone == [11448742212597157091]

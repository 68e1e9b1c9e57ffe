"""What the engine keeps of a table that streams by is the table, however it came."""

from collections import Counter

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from validation.engine.kept import Kept
from validation.engine.keys import repeated_keys

BATCHES = st.lists(st.lists(st.integers(0, 3), min_size=1, max_size=4), max_size=120)


@given(BATCHES, st.booleans(), st.integers(0, 5))
def test_it_is_what_was_added(batches: list[list[int]], gapless: bool, first: int) -> None:
    kept, rows, at = Kept(), [], first
    for gaps in batches:
        numbers = []
        for gap in gaps:
            at += 0 if gapless else gap
            numbers.append(at)
            at += 1
        rows += numbers
        kept.add(pl.DataFrame({"row": numbers, "twice": [2 * number for number in numbers]}))
    whole = kept.whole()
    if not rows:
        assert whole is None
        return
    assert whole is not None
    assert whole.schema == {"row": pl.Int64, "twice": pl.Int64}
    assert whole["row"].to_list() == rows
    assert whole["twice"].to_list() == [2 * row for row in rows]


def test_rows_out_of_order_keep_their_numbers_and_lacking_columns_are_null() -> None:
    kept = Kept()
    kept.add(pl.DataFrame({"row": [0, 1], "a": ["x", "y"]}))
    kept.add(pl.DataFrame(schema={"row": pl.Int64, "a": pl.String}))
    kept.add(pl.DataFrame({"row": [5, 4], "a": ["z", "u"]}))
    kept.add(pl.DataFrame({"row": [2], "b": [True]}))
    whole = kept.whole()
    assert whole is not None
    assert whole.rows() == [(0, "x", None), (1, "y", None), (5, "z", None), (4, "u", None), (2, None, True)]


@given(st.lists(st.one_of(st.none(), st.integers(0, 9), st.integers(2**64 - 3, 2**64 - 1))))
def test_repeated_keys_are_those_that_stand_twice(keys: list[int | None]) -> None:
    found = repeated_keys(pl.Series("key", keys, dtype=pl.UInt64))
    counted = Counter(key for key in keys if key is not None)
    assert found.dtype == pl.UInt64
    assert found.to_list() == sorted(key for key, many in counted.items() if many > 1)

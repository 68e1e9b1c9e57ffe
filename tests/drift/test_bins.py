from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from schemas.drift.bins import MOST_NAMES, MOST_RANGES, Bin, named, ranges

NUMBERS = st.lists(st.integers(-50, 5_000), max_size=300).map(lambda values: np.array(values, dtype=np.int64))


def _said(first: int | None, end: int | None) -> str:
    return f"{first}-{end}"


@given(NUMBERS, NUMBERS)
def test_every_value_is_in_one_range(before: np.ndarray, now: np.ndarray) -> None:
    bins = ranges(before, now, _said)
    if not len(before):
        assert bins == ()
        return
    assert 1 <= len(bins) <= MOST_RANGES
    assert sum(one.before for one in bins) == len(before)
    assert sum(one.now for one in bins) == len(now)
    assert all(one.before for one in bins), "each holds some of the sample that it was made from"


def test_ranges_hold_a_tenth_each_and_say_where_they_are() -> None:
    bins = ranges(np.arange(1_000), np.full(7, 950), _said)
    assert [one.before for one in bins] == [100] * 10
    assert (bins[0].name, bins[1].name, bins[-1].name) == ("None-100", "100-200", "900-None")
    assert [one.now for one in bins] == [0] * 9 + [7]


def test_a_small_sample_has_few_ranges_and_one_value_has_one() -> None:
    assert len(ranges(np.arange(25), np.arange(25), _said)) == 2
    assert ranges(np.full(40, 3), np.array([2, 3, 4]), _said) == (Bin("None-None", 40, 3),)


def test_rare_names_share_a_bin() -> None:
    before = Counter({f"source {place:02d}": 100 - place for place in range(20)})
    now = Counter(before) + Counter({"new": 400})
    bins = named(before, now, lambda name: (name.upper(), "note"))
    assert len(bins) == MOST_NAMES + 1
    assert bins[0] == Bin("NEW", 0, 400, "note")
    assert bins[-1].name == "9 others"
    assert sum(one.before for one in bins) == before.total()
    assert sum(one.now for one in bins) == now.total()
    assert named(dict(reversed(before.items())), now, lambda name: (name.upper(), "note")) == bins

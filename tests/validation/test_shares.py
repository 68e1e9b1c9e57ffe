"""Statistics of two sets of counts against others' implementations, and against what chance gives."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_effectsize, proportions_ztest

from validation.checks.shares import cohens_h, two_proportions

COUNTS = st.tuples(st.integers(1, 400), st.integers(0, 400), st.integers(1, 400), st.integers(0, 400))


@settings(deadline=None)
@given(COUNTS)
def test_as_statsmodels_has_it(counts: tuple[int, int, int, int]) -> None:
    hits, misses, other_hits, other_misses = counts
    of, other_of = hits + misses, other_hits + other_misses
    assert cohens_h(hits / of, other_hits / other_of) == pytest.approx(
        proportion_effectsize(hits / of, other_hits / other_of)
    )
    if misses or other_misses:
        _, p = proportions_ztest([hits, other_hits], [of, other_of])
        assert two_proportions(hits, of, other_hits, other_of) == pytest.approx(p, abs=1e-12)


def test_nothing_differs_where_all_is_one_thing() -> None:
    assert two_proportions(7, 7, 9, 9) == 1.0

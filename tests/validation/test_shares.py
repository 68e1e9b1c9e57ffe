"""Statistics of two sets of counts against others' implementations, and against what chance gives."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_effectsize, proportions_ztest

from validation.checks.shares import cohens_h, stability_index, two_proportions

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
    assert stability_index([10, 0], [20, 0]) == 0.0


def test_the_index_of_two_samples_of_one_population_is_near_nought() -> None:
    chance = np.random.default_rng(3)
    shares = [0.3, 0.25, 0.2, 0.1, 0.08, 0.05, 0.02]
    found = [
        stability_index(chance.multinomial(300, shares).tolist(), chance.multinomial(300, shares).tolist())
        for _ in range(200)
    ]
    assert np.mean(found) < 0.02
    assert np.quantile(found, 0.99) < 0.1


def test_the_index_of_populations_that_differ() -> None:
    # (0.5 - 0.3) * ln(0.5 / 0.3), twice.
    large = 1_000_000
    assert stability_index(
        [3 * large, 5 * large, 2 * large], [5 * large, 3 * large, 2 * large]
    ) == pytest.approx(2 * 0.2 * np.log(5 / 3), abs=1e-4)

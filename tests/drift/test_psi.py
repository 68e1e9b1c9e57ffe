"""The index against another library, and against what chance makes of it."""

from itertools import pairwise
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2

from schemas.drift.psi import LEAST, chance, psi

# Made with evidently 0.7.23 (its statistical test "psi" on categorical columns with these counts), pandas 2.3.3.
EVIDENTLY = [
    ((400, 300, 300), (350, 250, 400), 0.044560854716101994),
    ((520, 310, 450, 90, 260), (610, 280, 700, 150, 410), 0.04398112703162066),
    ((10, 90), (90, 10), 3.515559323737951),
]
COUNTS = st.lists(st.tuples(st.integers(0, 5_000), st.integers(0, 5_000)), min_size=1, max_size=14)


@pytest.mark.parametrize(("before", "now", "expected"), EVIDENTLY)
def test_it_is_what_another_library_says(
    before: tuple[int, ...], now: tuple[int, ...], expected: float
) -> None:
    assert psi(before, now) == pytest.approx(expected, rel=1e-12)


@given(COUNTS, st.randoms())
def test_it_is_symmetric_never_negative_and_knows_no_order(
    counts: list[tuple[int, int]], random: Random
) -> None:
    before, now = zip(*counts, strict=True)
    index = psi(before, now)
    if index is None:
        assert not sum(before) or not sum(now)
        return
    assert index >= 0
    assert psi(now, before) == pytest.approx(index, rel=1e-9, abs=1e-12)
    random.shuffle(counts)
    assert psi(*zip(*counts, strict=True)) == pytest.approx(index, rel=1e-9, abs=1e-12)
    assert psi([*before, 0], [*now, 0]) == pytest.approx(index, rel=1e-9, abs=1e-12)


@given(st.lists(st.integers(0, 500), min_size=1, max_size=14).filter(any), st.integers(1, 40))
def test_the_same_mix_is_0_however_much_it_grew(counts: list[int], times: int) -> None:
    assert psi(counts, [times * count for count in counts]) == pytest.approx(0, abs=1e-12)


def test_what_is_new_weighs_the_same_in_any_corpus_that_is_large_enough() -> None:
    """With half an observation for an empty bin alone, the index of one new source grows for ever."""
    sizes = [1_000, 100_000, 10_000_000]
    indices = [psi([size, 0], [size * 95 // 100, size * 5 // 100]) for size in sizes]
    assert indices == pytest.approx([indices[0]] * 3)
    assert indices[0] == pytest.approx((0.05 - LEAST) * np.log(0.05 / LEAST) + 0.05 * np.log(1 / 0.95))
    small = psi([20, 0], [19, 1])
    assert small is not None
    assert small < indices[0]


@pytest.mark.parametrize("bins", [2, 3, 6, 10, 13])
def test_chance_is_a_quantile_of_chi_squared(bins: int) -> None:
    exact = chi2.ppf(0.999, bins - 1) * (1 / 300 + 1 / 500)
    assert chance(bins, 300, 500) == pytest.approx(exact, rel=0.035)


def test_chance_shrinks_with_the_samples_and_grows_with_the_bins() -> None:
    assert all(a > b for a, b in pairwise(chance(10, n, n) for n in (10, 100, 1_000, 10_000)))
    assert all(a < b for a, b in pairwise(chance(bins, 100, 100) for bins in range(1, 14)))
    assert chance(1, 10, 10) == chance(5, 0, 10) == chance(5, 10, 0) == 0


@pytest.mark.parametrize(("before", "now"), [(30, 60), (100, 100), (200, 500), (2_000, 3_000)])
@pytest.mark.parametrize("bins", [2, 5, 12])
def test_one_population_drawn_twice_hardly_ever_alarms(before: int, now: int, bins: int) -> None:
    """Where a limit of .1 alone would alarm in nearly every case, the chance level leaves a few in a thousand."""
    generator = np.random.default_rng(before * bins)
    mix = generator.dirichlet(np.full(bins, 3.0))
    draws = 2_000
    found = [
        psi(generator.multinomial(before, mix), generator.multinomial(now, mix)) or 0.0 for _ in range(draws)
    ]
    level = chance(bins, before, now)
    assert sum(index > max(0.1, level) for index in found) <= draws * 0.006
    if (before, bins) == (30, 12):
        assert sum(index > 0.1 for index in found) > draws * 0.9


@pytest.mark.parametrize("size", [200, 1_000, 20_000])
def test_a_real_shift_alarms(size: int) -> None:
    """A third of the mass of the largest of six bins goes to the smallest."""
    generator = np.random.default_rng(size)
    mix = np.array([0.45, 0.2, 0.15, 0.1, 0.06, 0.04])
    moved = mix + np.array([-0.15, 0, 0, 0, 0, 0.15])
    found = [
        psi(generator.multinomial(size, mix), generator.multinomial(size, moved)) or 0.0 for _ in range(300)
    ]
    alarms = sum(index > max(0.1, chance(6, size, size)) for index in found)
    assert alarms >= (300 if size > 200 else 255)

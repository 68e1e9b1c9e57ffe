"""Alpha and MASI against the published worked examples and other people's implementations."""

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from nltk.metrics import masi_distance
from nltk.metrics.agreement import AnnotationTask

from annotation.agreement.alpha import Alpha, code_values, masi_distances, nominal_distances


def nominal(*observers: str) -> float | None:
    codes, values = code_values(
        [None if value == "." else value for value in document]
        for document in zip(*(observer.split() for observer in observers), strict=True)
    )
    return Alpha(codes, nominal_distances(len(values))).value()


def test_krippendorff_a_binary() -> None:
    value = nominal("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0")
    assert value == pytest.approx(0.095, abs=6e-4)


def test_krippendorff_b_nominal() -> None:
    value = nominal("a a b b d c c c e d d a", "b a b b b c c c e d d d")
    assert value == pytest.approx(0.692, abs=6e-4)


def test_krippendorff_c_with_missing_values() -> None:
    value = nominal(
        "1 2 3 3 2 1 4 1 2 . . .",
        "1 2 3 3 2 2 4 1 2 5 . 3",
        ". 3 3 3 2 3 4 2 2 5 1 .",
        "1 2 3 3 2 4 4 1 2 5 1 .",
    )
    assert value == pytest.approx(0.743, abs=6e-4)


# Passonneau's nine pairs, in letters; "" is the empty set.
PAIRS = [
    ("", ""),
    ("A", ""),
    ("A", "A"),
    ("A", "B"),
    ("AB", "A"),
    ("AB", "AC"),
    ("ABC", "ABC"),
    ("C", "AC"),
    ("C", "AC"),
]


def test_masi_of_passonneau() -> None:
    distances = masi_distances([frozenset("12"), frozenset("1234"), frozenset()])
    assert distances[0, 1] == pytest.approx(0.667, abs=6e-4)
    assert distances[0, 2] == 1
    assert distances[2, 2] == 0
    codes, sets = code_values([frozenset(one), frozenset(other)] for one, other in PAIRS)
    value = Alpha(codes, masi_distances(sets)).value()  # type: ignore[arg-type]  # the values are the sets put in
    assert value == pytest.approx(0.273, abs=6e-4)


SETS = st.frozensets(st.sampled_from("abcde"), max_size=4)


@given(st.lists(SETS, min_size=1, max_size=6))
def test_masi_like_nltk(sets: list[frozenset[str]]) -> None:
    distances = masi_distances(sets)
    for row, one in enumerate(sets):
        for column, other in enumerate(sets):
            # nltk counts with 0.67 and 0.33 and cannot divide for two empty sets
            expected = masi_distance(one, other) if one or other else 0.0
            assert distances[row, column] == pytest.approx(expected, abs=5e-3)


@given(st.lists(st.tuples(SETS, SETS, SETS), min_size=2, max_size=12))
def test_alpha_of_sets_like_nltk(documents: list[tuple[frozenset[str], ...]]) -> None:
    codes, sets = code_values(documents)
    ours = Alpha(codes, masi_distances(sets)).value()  # type: ignore[arg-type]  # the values are the sets put in
    if ours is None:
        assert len(sets) == 1
        return
    task = AnnotationTask(
        data=[
            (coder, item, value)
            for item, values in enumerate(documents)
            for coder, value in enumerate(values)
        ],
        distance=lambda one, other: masi_distance(one, other) if one or other else 0.0,
    )
    assert ours == pytest.approx(task.alpha(), abs=0.03)


@given(arrays.arrays(np.int64, st.tuples(st.integers(2, 12), st.integers(2, 4)), elements=st.integers(-1, 3)))
def test_nominal_alpha_like_krippendorff(codes: np.ndarray) -> None:
    alpha = Alpha(codes, nominal_distances(4))
    ours = alpha.value()
    paired = [row[row >= 0] for row in codes if (row >= 0).sum() >= 2]
    if len({value for row in paired for value in row}) < 2:
        assert ours is None
        return
    data = np.where(codes < 0, np.nan, codes).T
    theirs = krippendorff.alpha(reliability_data=data, level_of_measurement="nominal", value_domain=range(4))
    assert ours == pytest.approx(theirs, abs=1e-4)
    assert ours <= 1
    swapped = Alpha(codes[:, ::-1].copy(), nominal_distances(4)).value()
    assert swapped == pytest.approx(ours, abs=1e-5)


def test_one_value_alone_is_undefined() -> None:
    assert nominal("a a a", "a a a") is None
    assert nominal("a .", ". a") is None

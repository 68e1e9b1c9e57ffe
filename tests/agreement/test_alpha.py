"""Alpha and the distances between sets like other people's implementations."""

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from annotation.agreement.alpha import Alpha, jaccard_distances, masi_distances, nominal_distances
from tests.agreement.columns import code_values

MEMBERS = "abcde"
SETS = st.frozensets(st.sampled_from(MEMBERS), max_size=4)


def matrix(sets: list[object]) -> np.ndarray:
    return np.array([[member in one for member in MEMBERS] for one in sets], dtype=bool)  # type: ignore[operator]


@given(st.lists(SETS, min_size=1, max_size=6))
def test_distances_like_nltk(sets: list[frozenset[str]]) -> None:
    # Half of nltk, scikit-learn and SciPy with it: two seconds, for the worker alone that runs this.
    from nltk.metrics import jaccard_distance, masi_distance

    masi, jaccard = masi_distances(matrix([*sets])), jaccard_distances(matrix([*sets]))
    for row, one in enumerate(sets):
        for column, other in enumerate(sets):
            # nltk counts with 0.67 and 0.33 and cannot divide for two empty sets
            expected = masi_distance(one, other) if one or other else 0.0
            assert masi[row, column] == pytest.approx(expected, abs=5e-3)
            expected = jaccard_distance(one, other) if one or other else 0.0
            assert jaccard[row, column] == pytest.approx(expected, abs=1e-6)


@given(st.lists(st.tuples(SETS, SETS, SETS), min_size=2, max_size=12))
def test_alpha_of_sets_like_nltk(documents: list[tuple[frozenset[str], ...]]) -> None:
    from nltk.metrics import jaccard_distance
    from nltk.metrics.agreement import AnnotationTask

    codes, sets = code_values(documents)
    ours = Alpha(codes, jaccard_distances(matrix(sets))).value()
    if ours is None:
        assert len(sets) == 1
        return
    task = AnnotationTask(
        data=[
            (coder, item, value)
            for item, values in enumerate(documents)
            for coder, value in enumerate(values)
        ],
        distance=lambda one, other: jaccard_distance(one, other) if one or other else 0.0,
    )
    assert ours == pytest.approx(task.alpha(), abs=1e-4)


@given(arrays.arrays(np.int64, st.tuples(st.integers(2, 12), st.integers(2, 4)), elements=st.integers(-1, 3)))
def test_nominal_alpha_like_krippendorff(codes: np.ndarray) -> None:
    ours = Alpha(codes, nominal_distances(4)).value()
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
    assert Alpha(np.zeros((3, 2), dtype=np.int64), nominal_distances(1)).value() is None
    assert Alpha(np.array([[0, -1], [-1, 1]]), nominal_distances(2)).value() is None

"""The published worked examples. The numbers stand here with their source, and must be those of `../shared`."""

import re
from pathlib import Path

import numpy as np
import pytest
from statsmodels.stats.inter_rater import fleiss_kappa as statsmodels_fleiss

from annotation.agreement.alpha import Alpha, masi_distances, nominal_distances
from annotation.agreement.dawid_skene import dawid_skene
from annotation.agreement.kappa import cohen_kappa, fleiss_kappa, fleiss_tally
from annotation.agreement.overlap import meetings_of
from annotation.agreement.pairs import pairs_of
from annotation.agreement.unitizing import unitizing_alpha
from tests.agreement.columns import Spans, Words, code_values, f1_of, said_of, values_of

CLOSE = 6e-4  # the examples are published with three decimals

# Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability".
BINARY = ("0100000010", "1110010000")
NOMINAL = ("a a b b d c c c e d d a", "b a b b b c c c e d d d")
MISSING = (
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)
# Fleiss 1971, "Measuring nominal scale agreement among many raters": 30 subjects, 6 raters, 5 categories.
DIAGNOSES = (
    "444444 222555 233335 555555 222444 113333 333355 113334 114444 555555 144444 124444 222333 144444 224445 "
    "333335 111455 111112 224444 133555 555555 244444 224555 114444 144445 222224 111155 224444 133333 555555"
)
# Dawid and Skene 1979: 45 patients, observer 1 with three readings, observers 2 to 5.
ANAESTHETICS = (
    "111 1 1 1 1; 333 4 3 3 4; 112 2 1 2 2; 222 3 1 2 1; 222 3 2 2 2; 222 3 3 2 2; 122 2 1 1 1; 333 3 4 3 3; "
    "222 2 2 2 3; 232 2 2 2 3; 444 4 4 4 4; 222 3 3 4 3; 111 1 1 1 1; 222 3 2 1 2; 121 1 1 1 1; 111 2 1 1 1; "
    "111 1 1 1 1; 111 1 1 1 1; 222 2 2 2 1; 222 1 3 2 2; 222 2 2 2 2; 222 2 2 2 1; 222 3 2 2 2; 221 2 2 2 2; "
    "111 1 1 1 1; 111 1 1 1 1; 232 2 2 2 2; 111 1 1 1 1; 111 1 1 1 1; 112 1 1 2 1; 111 1 1 1 1; 333 3 2 3 3; "
    "111 1 1 1 1; 222 2 2 2 2; 222 3 2 3 2; 433 4 3 4 3; 221 2 2 3 2; 232 3 2 3 3; 333 3 4 3 2; 111 1 1 1 1; "
    "111 1 1 1 1; 121 2 1 1 1; 232 2 2 2 2; 121 1 1 1 1; 222 2 2 2 2"
)


@pytest.mark.seeds
def test_the_numbers_are_those_of_the_reference(shared: Path) -> None:
    written = re.sub(r"\s+", " ", (shared / "reference" / "agreement.md").read_text(encoding="utf-8"))
    for example in (*BINARY, *NOMINAL, *MISSING, DIAGNOSES, ANAESTHETICS):
        assert f"{example}`" in written.replace(".`.", "`") or example in written
    for stated in (
        "alpha .095",
        ": .692",
        "nominal .743, ordinal .815, interval .849, ratio .797",
        "kappa .430",
        "per category .248 .248 .517 .470 .565",
        "c (225,70) (370,30), k (180,60) (300,50)",
        "c (220,80) (355,20) (400,20), k (180,60) (300,50)",
        "overall .8591 (tolerance 5e-4)",
        "F1 is .8649 and kappa goes -.129, .754, .853, .8649",
        "Passonneau's .273",
        "class marginals .40 .42 .11 .07, log-likelihood -192.89",
    ):
        assert stated in written


def _alpha(observers: tuple[str, ...], distances: object = nominal_distances) -> float | None:
    rows = [observer.split() if " " in observer else list(observer) for observer in observers]
    codes, values = code_values(
        [None if value == "." else value for value in unit] for unit in zip(*rows, strict=True)
    )
    if distances is nominal_distances:
        return Alpha(codes, nominal_distances(len(values))).value()
    assert callable(distances)
    return Alpha(codes, distances(codes, [int(str(value)) for value in values])).value()


def _ordinal(codes: np.ndarray, values: list[int]) -> np.ndarray:
    """Squared number of values that lie between two, with half of each end."""
    paired = codes[(codes >= 0).sum(axis=1) >= 2]
    counts = np.bincount(paired[paired >= 0], minlength=len(values))
    order = np.argsort(values)
    ranks = np.empty(len(values))
    ranks[order] = np.cumsum(counts[order]) - counts[order] / 2
    return np.asarray((ranks[:, None] - ranks[None, :]) ** 2, dtype=np.float32)


def _interval(codes: np.ndarray, values: list[int]) -> np.ndarray:
    return np.asarray(np.subtract.outer(values, values) ** 2, dtype=np.float32)


def _ratio(codes: np.ndarray, values: list[int]) -> np.ndarray:
    apart, together = np.subtract.outer(values, values), np.add.outer(values, values)
    return np.asarray((apart / together) ** 2, dtype=np.float32)


def test_krippendorff_nominal() -> None:
    assert _alpha(BINARY) == pytest.approx(0.095, abs=CLOSE)
    assert _alpha(NOMINAL) == pytest.approx(0.692, abs=CLOSE)
    assert _alpha(MISSING) == pytest.approx(0.743, abs=CLOSE)


def test_krippendorff_with_other_distances() -> None:
    """Nothing of ours uses these distances: they show that alpha is right for any."""
    assert _alpha(MISSING, _ordinal) == pytest.approx(0.815, abs=CLOSE)
    assert _alpha(MISSING, _interval) == pytest.approx(0.849, abs=CLOSE)
    assert _alpha(MISSING, _ratio) == pytest.approx(0.797, abs=CLOSE)


def test_fleiss() -> None:
    counts = np.array(
        [np.bincount([int(one) - 1 for one in subject], minlength=5) for subject in DIAGNOSES.split()]
    )
    tally = fleiss_tally(counts.astype(float))
    ones = np.ones((len(counts), 1))
    sums = tally.sums(ones)
    assert sums[0, 0] / sums[1, 0] == pytest.approx(0.5556, abs=1e-4)
    assert ((sums[2:, 0] / sums[2:, 0].sum()) ** 2).sum() == pytest.approx(
        0.2201, abs=CLOSE
    )  # he squares rounded shares
    assert fleiss_kappa(sums)[0] == pytest.approx(0.430, abs=CLOSE)
    # Of one category against all others, as we give it for a topic.
    each = [
        fleiss_kappa(fleiss_tally(np.stack((counts[:, one], 6.0 - counts[:, one]), axis=1)).sums(ones))[0]
        for one in range(5)
    ]
    # He rounds on the way: .248 .248 .517 .470 .565; statsmodels does not.
    assert each == pytest.approx([0.248, 0.248, 0.517, 0.470, 0.565], abs=4e-3)
    assert each == pytest.approx(
        [statsmodels_fleiss(np.stack((counts[:, one], 6 - counts[:, one]), axis=1)) for one in range(5)],
        abs=1e-6,
    )


def test_alpha_u() -> None:
    """Krippendorff 2004, "Content Analysis", page 254: begin and length on a continuum from 150, of length 300."""
    first = {"c": [(225, 70), (370, 30)], "k": [(180, 60), (300, 50)]}
    second = {"c": [(220, 80), (355, 20), (400, 20)], "k": [(180, 60), (300, 50)]}

    def spans(units: dict[str, list[tuple[int, int]]]) -> Spans:
        return [
            (begin - 150, begin - 150 + long, label)
            for label, listed in units.items()
            for begin, long in listed
        ]

    said = said_of([{"1": Words(spans(first)), "2": Words(spans(second))}], length=300, labels=["c", "k"])
    pairs = pairs_of(said)
    found = values_of(unitizing_alpha(pairs, meetings_of(pairs)), 1)
    assert found["span_alpha_u", "c"] == pytest.approx(0.7286, abs=5e-4)
    assert found["span_alpha_u", "k"] == 1
    assert found["span_alpha_u",] == pytest.approx(0.8591, abs=5e-4)


def test_hripcsak_and_rothschild() -> None:
    """2005, "Agreement, the F-Measure, and Reliability in Information Retrieval": kappa goes to F1."""
    both: Spans = [(place, place + 1, "PER") for place in range(80)]
    mine: Spans = [(place, place + 1, "PER") for place in range(100, 110)]
    theirs: Spans = [(place, place + 1, "PER") for place in range(200, 215)]
    found = f1_of(said_of([{"1": Words(both + mine), "2": Words(both + theirs)}], length=300))
    assert found["span_f1_exact",] == pytest.approx(0.8649, abs=CLOSE)
    kappas = [
        cohen_kappa(*(np.array([float(count)]) for count in (80, 90, 95, 105 + negatives)))[0]
        for negatives in (0, 100, 1_000, 1_000_000)
    ]
    assert kappas == pytest.approx([-0.129, 0.754, 0.853, 0.8649], abs=CLOSE)


def test_masi_of_passonneau() -> None:
    """2006, "Measuring Agreement on Set-valued Items (MASI)"; the nine pairs are those of DKPro's tests."""
    masi = masi_distances(np.array([[1, 1, 0, 0], [1, 1, 1, 1], [0, 0, 0, 0]], dtype=bool))
    assert masi[0, 1] == pytest.approx(0.667, abs=CLOSE)
    assert (masi[0, 2], masi[2, 2]) == (1, 0)
    pairs = [
        ("", ""),
        ("A", ""),
        ("A", "A"),
        ("A", "B"),
        ("AB", "A"),
        ("AB", "AC"),
        ("ABC", "ABC"),
        *[("C", "AC")] * 2,
    ]
    codes, sets = code_values(pairs)
    holds = np.array([[member in str(one) for member in "ABC"] for one in sets])
    assert Alpha(codes, masi_distances(holds)).value() == pytest.approx(0.273, abs=CLOSE)


def test_dawid_and_skene() -> None:
    readings = [
        (patient, observer, int(said) - 1)
        for patient, line in enumerate(ANAESTHETICS.split("; "))
        for observer, several in enumerate(line.split())
        for said in several
    ]
    found = dawid_skene(*np.array(readings).T, (45, 5, 4))
    assert found.converged
    assert found.marginals == pytest.approx([0.40, 0.42, 0.11, 0.07], abs=5e-3)
    assert found.log_likelihood == pytest.approx(-192.89, abs=5e-3)
    assert found.posteriors.sum(axis=1) == pytest.approx(np.ones(45))
    assert found.confusion.sum(axis=2) == pytest.approx(np.ones((5, 4)))

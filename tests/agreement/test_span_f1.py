"""Span agreement against Hripcsak and Rothschild, scikit-learn and plain definitions."""

from itertools import permutations

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import f1_score

from annotation.agreement import measure
from annotation.agreement.spans import overlapping
from schemas.contract import Contract, default_contract
from schemas.records import Span
from tests.tables import annotations_of, annotator, articles_of

TEXT = "x" * 400
Spans = list[tuple[int, int, str]]


def figures(
    contract: Contract, said: dict[str, dict[str, dict[str, object]]], resamples: int = 50
) -> pa.Table:
    names = sorted({name for by_id in said.values() for name in by_id})
    articles = articles_of(contract, dict.fromkeys(names, TEXT))
    return measure(annotations_of(contract, articles, said), articles, contract, resamples=resamples)


def row(table: pa.Table, measured: str, *, label: str | None = None, pair: bool = False) -> dict[str, object]:
    return next(
        one
        for one in table.to_pylist()
        if one["measure"] == measured and one["label"] == label and (one["annotator_a"] is not None) == pair
    )


def test_hripcsak_and_rothschild(contract: Contract) -> None:
    shared: Spans = [(place, place + 1, "PER") for place in range(80)]
    mine: Spans = [(place, place + 1, "PER") for place in range(100, 110)]
    theirs: Spans = [(place, place + 1, "PER") for place in range(200, 215)]
    table = figures(
        contract,
        {annotator(1): {"a": {"spans": shared + mine}}, annotator(2): {"a": {"spans": shared + theirs}}},
    )
    found = row(table, "span_f1_exact")
    assert found["value"] == pytest.approx(0.8649, abs=6e-4)
    assert (found["n_documents"], found["n_annotators"], found["n_items"]) == (1, 2, 185)
    # One document says nothing of how documents differ.
    assert found["low"] is None
    assert found["high"] is None


SPANS = st.lists(
    st.tuples(st.integers(0, 20), st.integers(1, 4), st.sampled_from(["PER", "ORG"])).map(
        lambda drawn: (drawn[0], drawn[0] + drawn[1], drawn[2])
    ),
    max_size=6,
    unique=True,
)
DOCUMENTS = st.lists(st.tuples(SPANS, SPANS), min_size=1, max_size=5)


def _said(
    documents: list[tuple[Spans, Spans]], swap: bool = False
) -> dict[str, dict[str, dict[str, object]]]:
    order = (1, 0) if swap else (0, 1)
    return {
        annotator(number): {f"d{place}": {"spans": pair[which]} for place, pair in enumerate(documents)}
        for number, which in enumerate(order)
    }


@settings(max_examples=60, deadline=None)
@given(DOCUMENTS)
def test_like_scikit_learn_symmetric_and_in_range(documents: list[tuple[Spans, Spans]]) -> None:
    contract = default_contract()
    table = figures(contract, _said(documents))
    items = sorted({(place, *span) for place, pair in enumerate(documents) for side in pair for span in side})
    value = row(table, "span_f1_exact")["value"]
    if not items:
        assert value is None
        assert row(table, "span_f1_exact")["undefined_reason"] == "no annotator marked such a span"
    else:
        marked = [[item[1:] in documents[item[0]][side] for item in items] for side in (0, 1)]
        assert value == pytest.approx(f1_score(*marked, zero_division=0.0))
    swapped = figures(contract, _said(documents, swap=True))
    for one, other in zip(table.to_pylist(), swapped.to_pylist(), strict=True):
        assert one["value"] == pytest.approx(other["value"])
        if one["value"] is not None:
            assert one["measure"].endswith("alpha") or 0 <= one["value"] <= 1
            assert one["undefined_reason"] is None
        if one["low"] is not None:
            assert one["low"] <= one["high"]


@settings(max_examples=30, deadline=None)
@given(st.lists(SPANS.filter(bool), min_size=2, max_size=4))
def test_identical_annotators_agree_wholly(documents: list[Spans]) -> None:
    table = figures(default_contract(), _said([(spans, spans) for spans in documents]))
    for measured in ("span_f1_exact", "span_f1_overlap", "span_f1_boundary", "label_given_boundary"):
        found = row(table, measured)
        assert (found["value"], found["low"], found["high"]) == (1, 1, 1)


@given(SPANS, SPANS)
def test_overlap_pairs_one_to_one_like_trying_all(one: Spans, other: Spans) -> None:
    left = _flat(one)
    right = _flat(other)
    short, long = sorted((left, right), key=len)
    best = max(
        sum(
            a.label == b.label and a.start < b.end and b.start < a.end
            for a, b in zip(short, chosen, strict=True)
        )
        for chosen in permutations(long, len(short))
    )
    assert overlapping(left, right) == overlapping(right, left) == best


def _flat(spans: Spans) -> list[Span]:
    kept: list[Span] = []
    for start, end, label in sorted(spans):
        if not kept or kept[-1].end <= start:
            kept.append(Span(start, end, label, ""))
    return kept[:5]


def test_boundary_and_label_are_told_apart(contract: Contract) -> None:
    table = figures(
        contract,
        {
            annotator(1): {"a": {"spans": [(0, 5, "PER"), (10, 15, "GPE"), (20, 25, "ORG")]}},
            annotator(2): {"a": {"spans": [(0, 5, "PER"), (10, 15, "LOC"), (21, 25, "ORG")]}},
        },
    )
    assert row(table, "span_f1_exact")["value"] == pytest.approx(1 / 3)
    assert row(table, "span_f1_overlap")["value"] == pytest.approx(2 / 3)
    assert row(table, "span_f1_boundary")["value"] == pytest.approx(2 / 3)
    assert row(table, "label_given_boundary")["value"] == pytest.approx(1 / 2)
    assert row(table, "span_f1_exact", label="PER")["value"] == 1
    assert row(table, "span_f1_exact", label="GPE")["value"] == 0
    assert row(table, "span_f1_exact", label="DATE")["undefined_reason"] == "no annotator marked such a span"


def test_the_figure_for_all_is_the_mean_over_pairs(contract: Contract) -> None:
    spans = {"spans": [(0, 5, "PER")]}
    table = figures(
        contract,
        {
            annotator(1): {"a": spans, "b": spans},
            annotator(2): {"a": spans, "b": spans},
            annotator(3): {"b": {"spans": [(0, 4, "PER")]}},
        },
    )
    pairs = [one for one in table.to_pylist() if one["measure"] == "span_f1_exact" and one["annotator_a"]]
    assert [
        (one["annotator_a"][-1], one["annotator_b"][-1], one["value"], one["n_documents"]) for one in pairs
    ] == [
        ("1", "2", 1.0, 2),
        ("1", "3", 0.0, 1),
        ("2", "3", 0.0, 1),
    ]
    assert row(table, "span_f1_exact")["value"] == pytest.approx(1 / 3)
    assert row(table, "span_f1_exact")["n_annotators"] == 3

"""Span F1 as the table has it."""

import pyarrow as pa
import pytest

from annotation.agreement import measure
from schemas.contract import Contract
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

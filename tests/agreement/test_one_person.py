"""Weeks and lead times of single annotators, and what the terminal makes of the table."""

from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
import pytest

from annotation.agreement import measure
from annotation.agreement.one_person import by_week, lead_times
from annotation.agreement.pairs import pairs_of
from schemas.contract import Contract
from tests.agreement.columns import Words, said_of, values_of
from tests.tables import annotations_of, annotator, articles_of
from tinbai.agreement_notes import notes

SPAN = [(0, 4, "PER")]
A, B = annotator(1), annotator(2)


def test_a_week_is_compared_with_all_others_whenever_they_labelled() -> None:
    said = said_of(
        [
            {A: Words(SPAN, week="2026-W01"), B: Words(SPAN, week="2026-W09")},
            {A: Words(SPAN, week="2026-W02"), B: Words([], week="2026-W09")},
        ]
    )
    found = values_of(by_week(pairs_of(said)), 2)
    assert found == {
        ("span_f1_exact_week", A, "2026-W01"): 1,
        ("span_f1_exact_week", A, "2026-W02"): 0,
        ("span_f1_exact_week", B, "2026-W09"): pytest.approx(2 / 3),
    }


def test_lead_times() -> None:
    times = [30.0, 40.0, 50.0, 60.0, 500.0]
    said = said_of([{A: Words(lead_time=one), B: Words()} for one in times])
    (head, value, ends), (none, nothing, no_ends) = lead_times(said, 200, 0)
    assert (head.annotator, head.n_documents, value) == (A, 5, 50.0)
    assert ends is not None
    assert 30 <= ends[0] < 50 < ends[1] <= 500
    assert (none.n_documents, no_ends) == (0, None)
    assert np.isnan(nothing)


def table(contract: Contract, differing: bool) -> list[dict[str, object]]:
    """Three people on 40 texts in two weeks. Where they differ, the third calls each GPE a LOC in the second."""
    texts = {f"d{number:02d}": "Bà An ở Huế gặp ông Tư." for number in range(40)}
    articles = articles_of(contract, texts)
    spans = [(3, 5, "PER"), (8, 11, "GPE")]
    other = [(3, 5, "PER"), (8, 11, "LOC")]
    rounds = [
        {
            annotator(who): {
                name: {"spans": other if differing and who == 3 and day == 8 else spans}
                for name in list(texts)[20 * late : 20 * late + 20]
            }
            for who in (1, 2, 3)
        }
        for late, day in enumerate((1, 8))
    ]
    said = pa.concat_tables(
        [annotations_of(contract, articles, one, day=day) for one, day in zip(rounds, (1, 8), strict=True)]
    )
    quick = [10.0 if who == A else 100.0 for who in said["annotator"].to_pylist()]
    place = said.schema.get_field_index("lead_time_s")
    return measure(
        said.set_column(place, said.schema.field(place), pa.array(quick)), articles, contract, resamples=200
    ).to_pylist()


def test_the_terminal_says_what_stands_out(contract: Contract) -> None:
    said = list(notes(table(contract, differing=True)))
    assert said[0] == "doubly_annotated_share: 1.000 on 40 documents"
    assert said[1].startswith("span_f1_exact: 0.8")
    text = "\n".join(said)
    assert f"{annotator(3)} differs from the others: span_alpha_characters without them 1.000" in text
    assert f"{annotator(3)} drifts: span_f1_exact 1.000 [1.000, 1.000] in 2024-W01, 0.500" in text
    assert f"median seconds a document: from {A} 10 [10, 10] to" in text
    matrix = said[[line.startswith("labels that are taken") for line in said].index(True) + 1 :][:3]
    assert [line.split() for line in matrix] == [
        ["GPE", "LOC"],
        ["GPE", "80", "20"],
        ["LOC", "100", "0"],
    ]


def test_and_nothing_where_nothing_does(contract: Contract) -> None:
    said = list(notes(table(contract, differing=False)))
    assert all(
        line.split(":")[0]
        in {
            "doubly_annotated_share",
            "span_f1_exact",
            "span_f1_overlap",
            "span_f1_boundary",
            "label_given_boundary",
            "span_f1_exact_with_suggestions",
            "span_alpha_characters",
            "span_alpha_u",
            "topic_alpha_masi",
            "topic_jaccard",
            "primary_topic_alpha",
            "median seconds a document",
        }
        for line in said
    ), said


def test_weeks_are_of_iso_and_of_the_last_change(contract: Contract) -> None:
    weeks = {str(row["week"]) for row in table(contract, differing=False) if row["week"]}
    assert weeks == {datetime(2024, 1, day, tzinfo=UTC).strftime("%G-W%V") for day in (1, 8)}

"""What enters the table, what is undefined and why, and that it is the same every time."""

import time

import numpy as np
import pyarrow as pa
import pytest

from annotation.agreement import measure, measure_all
from annotation.agreement.bootstrap import interval, resampling_weights
from annotation.agreement.family import rows_of
from annotation.agreement.overlap import meetings_of
from annotation.agreement.pairs import pairs_of
from annotation.agreement.span_f1 import span_f1
from annotation.usable import usable
from schemas.arrow import arrow_schema
from schemas.contract import Contract
from tests.agreement.columns import Words, said_of
from tests.tables import annotations_of, annotator, articles_of

TEXTS = {"a": "Bà An ở Huế.", "b": "Ông Tư ở Vinh.", "c": "Không có gì."}
PER_A, GPE_A = (3, 5, "PER"), (8, 11, "GPE")


def values(table: pa.Table) -> dict[tuple[str, str | None], dict[str, object]]:
    return {
        (row["measure"], row["label"]): row
        for row in table.to_pylist()
        if row["annotator_a"] is None and row["other_label"] is None
    }


def test_one_annotator_gives_no_figure_but_a_reason(contract: Contract) -> None:
    articles = articles_of(contract, TEXTS)
    said = annotations_of(
        contract, articles, {annotator(1): {"a": {"spans": [PER_A], "topics": ["medtop:14000000"]}}}
    )
    table = measure(said, articles, contract)
    assert table.schema.equals(arrow_schema(contract, "agreement"))
    found = values(table)
    assert found.pop(("doubly_annotated_share", None))["value"] == 0
    assert {row["value"] for row in found.values()} == {None}
    assert {row["undefined_reason"] for row in found.values()} == {"fewer than two annotators"}
    (pace,) = (row for row in table.to_pylist() if row["annotator_a"])
    assert (pace["measure"], pace["undefined_reason"]) == ("lead_time_median_s", "no lead time is known")
    empty = measure_all(said.slice(0, 0), articles, contract)
    assert empty.agreement.column("value").null_count == empty.agreement.num_rows
    assert (
        values(empty.agreement)["doubly_annotated_share", None]["undefined_reason"]
        == "nobody labelled anything"
    )
    assert empty.consensus.num_rows == 0


def test_two_annotators_of_different_documents(contract: Contract) -> None:
    articles = articles_of(contract, TEXTS)
    said = annotations_of(contract, articles, {annotator(1): {"a": {}}, annotator(2): {"b": {}}})
    found = values(measure(said, articles, contract))
    share = found.pop(("doubly_annotated_share", None))
    assert (share["value"], share["n_documents"], share["n_annotators"]) == (0, 2, 2)
    third = {
        name: found.pop((name, None)) for name, _ in list(found) if "likelihood" in name or "fleiss" in name
    }
    assert {row["undefined_reason"] for row in third.values()} == {
        "no document was labelled by three annotators"
    }
    assert {row["undefined_reason"] for row in found.values()} == {
        "no such document was labelled by two annotators"
    }


def test_a_document_that_only_one_saw_enters_nothing_but_the_share(contract: Contract) -> None:
    articles = articles_of(contract, TEXTS)
    both = {"a": {"spans": [PER_A]}, "b": {"spans": [(4, 6, "PER")]}}
    alone = {**both, "c": {"spans": [(0, 5, "ORG")], "topics": ["medtop:14000000"]}}
    fewer, more = (
        values(
            measure(
                annotations_of(contract, articles, {annotator(1): one, annotator(2): both}),
                articles,
                contract,
            )
        )
        for one in (both, alone)
    )
    assert fewer.pop(("doubly_annotated_share", None))["value"] == 1
    assert more.pop(("doubly_annotated_share", None))["value"] == pytest.approx(2 / 3)
    assert fewer == more


def test_no_spans_and_no_topics_at_all_are_undefined(contract: Contract) -> None:
    articles = articles_of(contract, TEXTS)
    empty: dict[str, dict[str, object]] = {name: {} for name in TEXTS}
    said = annotations_of(contract, articles, {annotator(1): empty, annotator(2): empty, annotator(3): empty})
    found = values(measure(said, articles, contract))
    for measured, reason in (
        ("span_f1_exact", "no annotator marked such a span"),
        ("span_alpha_u", "no annotator marked such a span"),
        ("span_alpha_characters", "every code point has the same value, so nothing could differ by chance"),
        ("topic_alpha_masi", "every value is the same, so nothing could differ by chance"),
        ("primary_topic_fleiss_kappa", "every value is the same, so nothing could differ by chance"),
    ):
        row = found[measured, None]
        assert (row["value"], row["low"], row["n_documents"]) == (None, None, 3), measured
        assert reason.split(",")[0] in str(row["undefined_reason"]) or "all or none" in str(
            row["undefined_reason"]
        )
    assert found["topic_jaccard", None]["value"] == 1


def test_the_same_topic_everywhere_is_undefined(contract: Contract) -> None:
    articles = articles_of(contract, TEXTS)
    everywhere = {name: {"topics": ["medtop:14000000"]} for name in TEXTS}
    said = annotations_of(contract, articles, {annotator(1): everywhere, annotator(2): everywhere})
    for measured in ("topic_alpha_masi", "primary_topic_alpha"):
        row = values(measure(said, articles, contract))[measured, None]
        assert row["value"] is None
        assert "every value is the same" in str(row["undefined_reason"])
        assert row["n_documents"] == 3


def test_skipped_stale_and_earlier_annotations_do_not_enter(contract: Contract) -> None:
    articles = articles_of(contract, TEXTS)
    first = annotations_of(
        contract,
        articles,
        {
            annotator(1): {"a": {"spans": [PER_A]}, "b": {"skipped": True}, "c": {}},
            annotator(2): {"a": {"spans": []}, "b": {}, "c": {"sha256": "0" * 64}},
        },
    )
    again = annotations_of(contract, articles, {annotator(2): {"a": {"spans": [PER_A], "updated": 9}}}, day=2)
    table = measure(pa.concat_tables([again, first]), articles, contract)
    row = values(table)["span_f1_exact", None]
    assert (row["value"], row["n_documents"], row["n_items"]) == (1, 1, 2)


def test_stale_annotations_are_told(contract: Contract) -> None:
    articles = articles_of(contract, TEXTS)
    said = annotations_of(
        contract,
        articles,
        {annotator(1): {"a": {"sha256": "0" * 64}, "gone": {}, "b": {"spans": [(0, 99, "PER")]}, "c": {}}},
    )
    sorted_out = usable(said, articles)
    assert list(sorted_out.versions) == ["c"]
    assert [(one.id, one.reason) for one in sorted_out.stale] == [
        ("a", "the article's text has changed since"),
        ("b", "a span lies outside the text"),
        ("gone", "the article is gone"),
    ]


def test_with_and_without_suggestions(contract: Contract) -> None:
    articles = articles_of(contract, TEXTS)
    # Both were shown what people had said of the older text: neither with suggestions nor without.
    earlier = {"c": {"spans": [(0, 1, "PER")], "arm": "migrated"}}
    said = annotations_of(
        contract,
        articles,
        {
            annotator(1): {
                "a": {"spans": [PER_A]},
                "b": {"spans": [(4, 6, "PER")], "arm": "none"},
                **earlier,
            },
            annotator(2): {"a": {"spans": [PER_A]}, "b": {"spans": [], "arm": "none"}, **earlier},
        },
    )
    found = values(measure(said, articles, contract))
    assert found["span_f1_exact_with_suggestions", None]["value"] == 1
    assert found["span_f1_exact_with_suggestions", None]["n_documents"] == 1
    assert found["span_f1_exact_without_suggestions", None]["value"] == 0
    assert found["span_f1_exact_without_suggestions", None]["n_documents"] == 1


def test_the_same_rows_for_any_order_and_every_time(contract: Contract) -> None:
    articles = articles_of(contract, TEXTS)
    said = annotations_of(
        contract,
        articles,
        {
            annotator(2): {"a": {"spans": [PER_A]}, "b": {"topics": ["medtop:15000000"]}, "c": {}},
            annotator(1): {"a": {"spans": [GPE_A]}, "b": {"topics": ["medtop:14000000"]}, "c": {}},
        },
    )
    shuffled = said.take(pa.array([5, 2, 0, 4, 1, 3]))
    assert measure(said, articles, contract).equals(measure(shuffled, articles, contract))
    other_seed = measure(said, articles, contract, seed=1)
    assert other_seed.column("value").equals(measure(said, articles, contract).column("value"))


def test_the_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    """95 of 100 intervals around samples of one population should hold its mean; here it is 60 draws of 60."""
    generator = np.random.default_rng(7)
    held = 0
    for draw in range(60):
        said = said_of(
            [
                {
                    "1": Words([(0, 2, "PER")]),
                    "2": Words([(0, 2, "PER") if generator.random() < 0.7 else (5, 7, "PER")]),
                }
                for _ in range(80)
            ]
        )
        pairs = pairs_of(said)
        family = span_f1(pairs, meetings_of(pairs))
        samples = np.concatenate(
            [family.figures(weights)[0] for weights in resampling_weights(80, 300, draw)]
        )
        ends = interval(samples)
        assert ends is not None
        held += ends[0] <= 0.7 <= ends[1]
    assert held >= 51


def test_every_draw_has_as_many_documents() -> None:
    blocks = list(resampling_weights(7, 50, 3))
    assert np.concatenate(blocks, axis=1).shape == (7, 50)
    assert all((block.sum(axis=0) == 7).all() for block in blocks)
    assert not np.array_equal(blocks[0][:, 0], blocks[0][:, 1])


def test_five_thousand_documents_are_quick(contract: Contract) -> None:
    """0.16 s of CPU from the tables on, by benchmarks/agreement.py; a busy machine gets six times as much."""
    generator = np.random.default_rng(0)
    labels = contract.entity_names
    documents = []
    for _ in range(5_000):
        starts = np.sort(generator.choice(240, 20, replace=False)) * 10
        spans = [(int(at), int(at) + 6, labels[int(at) % len(labels)]) for at in starts]
        documents.append({"1": Words(spans), "2": Words(spans[::2])})
    said = said_of(documents, length=2_400, labels=labels)
    started = time.process_time()
    pairs = pairs_of(said)
    rows = rows_of([span_f1(pairs, meetings_of(pairs))], 5_000, 2, 1_000, 0)
    assert time.process_time() - started < 1
    assert (rows[0]["n_documents"], rows[0]["value"]) == (5_000, pytest.approx(2 / 3))

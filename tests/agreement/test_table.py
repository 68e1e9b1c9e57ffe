"""What enters the table, what is undefined and why, and that it is the same every time."""

import time

import numpy as np
import pyarrow as pa

from annotation.agreement import measure
from annotation.agreement.bootstrap import interval
from annotation.agreement.span_rows import span_figures
from annotation.usable import Version, usable
from schemas.arrow import arrow_schema
from schemas.contract import Contract
from schemas.records import Span
from tests.tables import annotations_of, annotator, articles_of

TEXTS = {"a": "Bà An ở Huế.", "b": "Ông Tư ở Vinh.", "c": "Không có gì."}
PER_A, GPE_A = (3, 5, "PER"), (8, 11, "GPE")


def values(table: pa.Table) -> dict[tuple[str, str | None], dict[str, object]]:
    return {(row["measure"], row["label"]): row for row in table.to_pylist() if row["annotator_a"] is None}


def test_one_annotator_gives_no_figure_but_a_reason(contract: Contract) -> None:
    articles = articles_of(contract, TEXTS)
    said = annotations_of(
        contract, articles, {annotator(1): {"a": {"spans": [PER_A], "topics": ["medtop:14000000"]}}}
    )
    table = measure(said, articles, contract)
    assert table.schema.equals(arrow_schema(contract, "agreement"))
    assert set(table.column("value").to_pylist()) == {None}
    assert set(table.column("undefined_reason").to_pylist()) == {"fewer than two annotators"}
    assert measure(said.slice(0, 0), articles, contract).column("value").null_count == table.num_rows


def test_two_annotators_of_different_documents(contract: Contract) -> None:
    articles = articles_of(contract, TEXTS)
    said = annotations_of(contract, articles, {annotator(1): {"a": {}}, annotator(2): {"b": {}}})
    reasons = set(measure(said, articles, contract).column("undefined_reason").to_pylist())
    assert reasons == {"no such document was labelled by two annotators"}


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
    said = annotations_of(
        contract,
        articles,
        {
            annotator(1): {"a": {"spans": [PER_A]}, "b": {"spans": [(4, 6, "PER")], "arm": "none"}},
            annotator(2): {"a": {"spans": [PER_A]}, "b": {"spans": [], "arm": "none"}},
        },
    )
    found = values(measure(said, articles, contract))
    assert found["span_f1_exact_with_suggestions", None]["value"] == 1
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
        documents = [
            (_version(number, 1, [0]), _version(number, 2, [0] if generator.random() < 0.7 else [5]))
            for number in range(80)
        ]
        figure = span_figures(documents, ["PER"], 300, draw)[0]
        ends = interval(figure.samples)
        assert ends is not None
        held += ends[0] <= 0.7 <= ends[1]
    assert held >= 51


def _version(document: int, who: int, starts: list[int]) -> Version:
    spans = tuple(Span(start, start + 2, "PER", "xx") for start in starts)
    return Version(
        f"{document}-{who}", f"d{document}", annotator(who), spans, frozenset(), None, "rules", None
    )  # type: ignore[arg-type]  # the moment plays no part here


def test_five_thousand_documents_are_quick(contract: Contract) -> None:
    generator = np.random.default_rng(0)
    documents = [
        tuple(_version(number, who, sorted(generator.choice(500, 20, replace=False))) for who in (1, 2))
        for number in range(5_000)
    ]
    started = time.perf_counter()
    figures = span_figures(documents, contract.entity_names, 1_000, 0)
    assert time.perf_counter() - started < 5
    assert figures[0].n_documents == 5_000

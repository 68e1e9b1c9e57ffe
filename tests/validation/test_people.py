"""Annotators: what cannot be judged yet, their weeks, and how many people a project plans for an article."""

import re
from dataclasses import replace
from pathlib import Path

import polars as pl

from schemas.contract import Contract
from schemas.progress import silent
from tests.validation.cases.ann import drift
from tests.validation.factory import ANNOTATORS, article_id, project, some, sound_tables, write
from tests.validation.finding import by_check
from tinbai.console import Console
from tinbai.stages.validate import validate
from tinbai.workspace import Workspace
from validation.checks.annotators import listed
from validation.engine.said import counting
from validation.engine.scan import Scan, scan
from validation.report.weeks import annotator_weeks


def _scan(folder: Path, contract: Contract, **changed: object) -> Scan:
    tables = sound_tables()
    tables["agreement"][0] |= changed
    return scan(write(folder, tables, contract), contract, silent)


def test_agreement_of_few_documents_is_not_judged(tmp_path: Path, contract: Contract) -> None:
    log = _scan(tmp_path, contract, n_documents=49, low=0.1).log
    assert ("ANN004", "agreement") not in log.ran
    assert log.left_out["ANN004", "agreement"] == "49 documents are labelled twice, 50 are needed"
    assert log.findings().is_empty()


def test_agreement_without_an_interval_is_not_judged(tmp_path: Path, contract: Contract) -> None:
    log = _scan(tmp_path, contract, n_documents=90, low=None).log
    assert log.left_out["ANN004", "agreement"] == "span_f1_exact has no interval"


def test_weeks_of_each_annotator(tmp_path: Path, contract: Contract) -> None:
    found = annotator_weeks(_scan(tmp_path, contract))
    # From Monday, 1 July 2024, 2:00 UTC on, every five hours an article: 60 hours altogether.
    assert [(one.annotator, one.week) for one in found] == [(name, "2024-W27") for name in ANNOTATORS]
    first, second = found
    assert (first.texts, second.texts) == (12, 11), "one of the second was skipped"
    rows = [row for row in sound_tables()["annotations"] if row["annotator"] == ANNOTATORS[0]]
    spans = [span for row in rows for span in row["entities"]]  # type: ignore[attr-defined]
    assert first.spans == len(spans) == sum(many for _, many in first.labels)
    assert dict(first.labels)["LOC"] == sum(span["label"] == "LOC" for span in spans)
    assert [name for name, _ in first.labels] == list(contract.entity_names)
    seconds = sorted(float(str(row["lead_time_s"])) for row in rows)
    assert first.seconds == (seconds[5] + seconds[6]) / 2


def test_a_drift_is_told_from_the_beginning_to_the_end(tmp_path: Path, contract: Contract) -> None:
    tables = sound_tables(230)
    drift(1)(tables)
    (row,) = by_check(write(tmp_path, tables, contract), contract)["ANN104"]
    label, before, after = re.search(
        r"most of all (\w+), from ([\d.]+)% to ([\d.]+)%", str(row["message"])
    ).groups()  # type: ignore[union-attr]
    assert label == "GPE", "every town became a place, so there are no towns in the end"
    assert (float(before) > 10, after) == (True, "0.0")


def test_how_many_wait_and_for_how_many(tmp_path: Path, contract: Contract) -> None:
    tables = sound_tables()
    tables["gold"][1]["status"] = "single"
    inputs = write(tmp_path, tables, contract)
    found = by_check(replace(inputs, people_for=lambda name: 2 if name == article_id(5) else 1), contract)
    (row,) = found["ANN105"]
    assert str(row["message"]).startswith(
        "1 of 12 articles in gold was labelled by one person alone; 2 are planned"
    )


def test_an_annotation_of_nobody_does_not_count() -> None:
    row = {"id": "a", "annotator": ANNOTATORS[0], "updated_at": 1, "record_id": "1", "was_skipped": False}
    rows = pl.DataFrame([row, row | {"annotator": None}]).with_columns(comparable=True, sound=True)
    assert counting(rows)["annotator"].to_list() == ANNOTATORS[:1]


def test_names_in_a_message_are_few() -> None:
    assert listed("abc", 3) == "a, b, c"
    assert listed("abcde", 3) == "a, b, c and 2 more"


def test_nobody_no_weeks(tmp_path: Path, contract: Contract) -> None:
    tables = {"articles": sound_tables()["articles"]}
    assert annotator_weeks(scan(write(tmp_path, tables, contract), contract, silent)) == ()


def test_the_project_s_plan_reaches_the_check(tmp_path: Path, contract: Contract) -> None:
    rules = project(tmp_path, contract, "ANN105")
    write(tmp_path, some(sound_tables(), "articles", "annotations", "gold"), rules)
    told = []
    for overlap in (1, 2):
        (tmp_path / "tinbai.toml").write_text(f"[labelstudio]\noverlap = {overlap}\n", encoding="utf-8")
        counts = validate(Workspace(tmp_path), Console()).counts["checks"]
        assert isinstance(counts, dict)
        told.append(counts.get("ANN105"))
    assert told == [None, 1]

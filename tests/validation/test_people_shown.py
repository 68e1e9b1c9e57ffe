"""What the report says of people: the confusion matrix and each one's labels by week."""

import re
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from annotation.agreement import measure_all
from schemas.contract import Contract
from schemas.progress import silent
from schemas.tables import read_table, write_table
from tests.validation.cases.case import entities
from tests.validation.factory import ANNOTATORS, Tables, sound_tables, write
from validation.engine.scan import Scan, scan
from validation.inputs import Inputs
from validation.report.confusion import Confusion, confusion
from validation.report.weeks import annotator_weeks, timelines
from validation.run import validate


def _measured(root: Path, contract: Contract, tables: Tables) -> Inputs:
    inputs = write(root, tables, contract)
    said, articles = (
        read_table(path, contract, name)
        for path, name in ((inputs.annotations, "annotations"), (inputs.articles, "articles"))
    )
    write_table(inputs.agreement, measure_all(said, articles, contract, resamples=100).agreement)
    return inputs


def _relabelled(tables: Tables) -> None:
    """The second annotator calls the names of three texts something else, as many as they also have in common."""
    for row in tables["annotations"][1:10:4]:
        for span in entities(row):
            if span["label"] == "PER":
                span["label"] = "ORG"


@pytest.fixture
def inputs(tmp_path: Path, contract: Contract) -> Inputs:
    tables = sound_tables()
    _relabelled(tables)
    for number, row in enumerate(tables["annotations"]):
        row["updated_at"] = row["created_at"] + timedelta(days=7 * (number // 8))  # type: ignore[operator]
    return _measured(tmp_path, contract, tables)


def _scan(inputs: Inputs, contract: Contract) -> Scan:
    return scan(inputs, contract, silent)


def test_the_matrix_counts_what_the_tables_hold(inputs: Inputs, contract: Contract) -> None:
    matrix = confusion(_scan(inputs, contract))
    assert isinstance(matrix, Confusion)
    rows = {row.label: row for row in matrix.rows}
    # 0, 2 and 4 have a person; each is PER to the first annotator and ORG to the second.
    named = Counter(
        str(span["label"])
        for row in read_table(inputs.annotations, contract, "annotations").to_pylist()
        for span in row["entities"]
        if not row["was_skipped"]
    )
    assert {label: row.spans for label, row in rows.items()}.keys() == named.keys()
    place = matrix.labels.index("ORG")
    assert rows["PER"].spans == named["PER"]
    assert rows["PER"].shares[place] == pytest.approx(3 / named["PER"])
    for row in matrix.rows:
        assert sum(row.shares) + row.missed == pytest.approx(1)


def test_nobody_compared_means_no_matrix(tmp_path: Path, contract: Contract) -> None:
    tables = {name: rows for name, rows in sound_tables().items() if name != "agreement"}
    assert confusion(_scan(write(tmp_path, tables, contract), contract)) is None


def test_every_span_is_in_one_week_of_one_annotator(inputs: Inputs, contract: Contract) -> None:
    weeks = annotator_weeks(_scan(inputs, contract))
    lines = timelines(weeks, contract)
    assert [line.annotator for line in lines] == ANNOTATORS
    assert all(len(line.weeks) >= 3 for line in lines)
    said = read_table(inputs.annotations, contract, "annotations").to_pylist()
    for line in lines:
        own = [row for row in said if row["annotator"] == line.annotator and not row["was_skipped"]]
        assert line.texts == len(own)
        assert sum(week.spans for week in line.weeks) == sum(len(row["entities"]) for row in own)
    assert timelines(weeks[:1], contract) == (), "one week is no line"


def test_the_page_draws_both(inputs: Inputs, contract: Contract, tmp_path: Path) -> None:
    verdict = validate(inputs, contract, reports=tmp_path / "reports", progress=silent)
    page = verdict.reports["report"].read_text(encoding="utf-8")
    assert page.count('aria-label="annotator-') == 2
    heights = [
        float(found)
        for found in re.findall(r'<rect x="0(?:\.0)?" y="[\d.]+" width="[\d.]+" height="([\d.]+)" fill', page)
    ]
    assert sum(heights) == pytest.approx(2 * 96, abs=0.1), "a week's colours fill its column"
    assert '<table class="matrix">' in page

"""GX001 and GX002: data that pass, data that fail, and the edge. They need a whole run, Checkpoint and all."""

from collections.abc import Callable
from pathlib import Path
from statistics import median

import pytest

from schemas.contract import Contract
from schemas.progress import silent
from tests.validation.cases.case import Case, put
from tests.validation.factory import only, some, sound_tables, write
from tests.validation.own import write_own
from validation.inputs import Inputs
from validation.run import validate


def _median(low: float, high: float) -> dict[str, object]:
    kwargs = {"column": "lead_time_s", "min_value": low, "max_value": high}
    return {"type": "expect_column_median_to_be_between", "kwargs": kwargs}


def _own(*expectations: dict[str, object]) -> Callable[[Inputs], None]:
    def add(inputs: Inputs) -> None:
        write_own(inputs, "annotations-time", *expectations)

    return add


MEDIAN = median(float(str(row["lead_time_s"])) for row in sound_tables()["annotations"])
CASES = [
    Case(check="GX001", kind="passes", what="the sound workspace"),
    Case(
        check="GX001",
        kind="fails",
        what="a negative time",
        found=1,
        rows=put("annotations", 3, lead_time_s=-1.0),
    ),
    Case(check="GX001", kind="edge", what="no time at all", rows=put("annotations", 3, lead_time_s=0.0)),
    Case(check="GX001", kind="edge", what="an unknown time", rows=put("annotations", 3, lead_time_s=None)),
    Case(
        check="GX001",
        kind="edge",
        what="what the catalogue counts is not counted again",
        rows=put("gold", 1, primary_topic=None),
    ),
    Case(check="GX002", kind="passes", what="a median inside", files=_own(_median(100, 200))),
    Case(check="GX002", kind="fails", what="a median outside", found=1, files=_own(_median(500, 900))),
    Case(check="GX002", kind="fails", what="twice", found=2, files=_own(_median(500, 900), _median(0, 1))),
    Case(check="GX002", kind="edge", what="a median on the bound", files=_own(_median(MEDIAN, 900))),
    Case(check="GX002", kind="edge", what="just past it", found=1, files=_own(_median(MEDIAN + 0.001, 900))),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.check} {case.kind}: {case.what}")
def test_it_finds_what_it_should(tmp_path: Path, contract: Contract, case: Case) -> None:
    tables = sound_tables(case.articles)
    case.rows(tables)
    rules = only(contract, "TAB003", "TOP002", "GX001", "GX002")
    inputs = write(tmp_path, some(tables, "articles", "annotations", "gold"), rules)
    case.files(inputs)
    verdict = validate(inputs, rules, reports=tmp_path / "reports", progress=silent)
    (outcome,) = [one for one in verdict.checks if one.check.id == case.check]
    assert outcome.count == case.found
    assert outcome.status == ("failed" if case.found else "passed")
    assert verdict.crashed == ()


def test_each_has_all_three() -> None:
    kinds = {check: {case.kind for case in CASES if case.check == check} for check in ("GX001", "GX002")}
    assert kinds == {check: {"passes", "fails", "edge"} for check in kinds}

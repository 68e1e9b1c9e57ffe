import importlib
import pkgutil
from collections import defaultdict
from pathlib import Path

import pytest

from schemas.contract import Contract
from schemas.progress import silent
from tests.validation import cases
from tests.validation.cases.case import Case
from tests.validation.factory import sound_tables, write
from validation.engine.scan import scan

ALL: list[Case] = [
    case
    for module in pkgutil.iter_modules(cases.__path__)
    if module.name not in ("case", "test_cases")
    for case in importlib.import_module(f"{cases.__name__}.{module.name}").CASES
]


@pytest.mark.parametrize("case", ALL, ids=lambda case: f"{case.check} {case.kind}: {case.what}")
def test_it_finds_what_it_should(tmp_path: Path, contract: Contract, case: Case) -> None:
    tables = sound_tables(case.articles)
    case.rows(tables)
    kinds = [row["kind"] for row in tables["articles"]]
    counts = {"articles": kinds.count("article"), "teasers": kinds.count("teaser")}
    pages = counts["articles"] + len(tables.get("quarantine", [])) + 3
    rules = case.contract(contract)
    inputs = write(tmp_path, tables, rules, counts=counts | {"pages": pages})
    case.files(inputs)
    log = scan(case.inputs(inputs), rules, silent).log
    findings = log.findings()
    told = findings.filter(findings["check_id"] == case.check)["message"].to_list()
    assert len(told) == case.found, told
    assert case.check in {check for check, _ in log.ran}, log.left_out


def test_each_has_data_that_pass_data_that_fail_and_an_edge() -> None:
    kinds: dict[str, set[str]] = defaultdict(set)
    for case in ALL:
        kinds[case.check].add(case.kind)
        assert (case.kind == "fails") <= (case.found > 0), f"{case.check} {case.what} finds nothing"
        assert (case.kind == "passes") <= (case.found == 0), f"{case.check} {case.what} finds something"
    wanted = {"passes", "fails", "edge"}
    assert {check: wanted - has for check, has in kinds.items() if wanted - has} == {}

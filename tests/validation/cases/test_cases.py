import importlib
import pkgutil
from collections import defaultdict
from pathlib import Path

import pytest

from schemas.contract import Contract
from schemas.progress import silent
from tests.validation import cases
from tests.validation.cases.case import Case, nothing
from tests.validation.factory import Tables, only, sound_tables, write
from validation.catalogue import CATALOGUE
from validation.engine.scan import scan

ALL: list[Case] = [
    case
    for module in pkgutil.iter_modules(cases.__path__)
    if module.name not in ("case", "test_cases")
    for case in importlib.import_module(f"{cases.__name__}.{module.name}").CASES
]


# What these look at beside articles. Each table of labels costs a quarter of a scan.
BESIDE = {
    "ART": {"clusters"},
    "DUP": {"clusters", "splits"},
    "SPAN": {"gold"},
    "TOP": {"gold"},
}


def group_of(check: str) -> str:
    return check.rstrip("0123456789")


def looked_at(case: Case, tables: Tables) -> Tables:
    """The tables that the case changed and those that its check needs, where the check is one of few tables."""
    beside, sound = BESIDE.get(group_of(case.check)), sound_tables(case.articles)
    changed = {name for name in sound if tables.get(name) != sound[name]}
    if beside is None or case.files is not nothing or ("articles" in changed and "gold" in beside):
        return tables
    kept = {"articles", *beside, *changed}
    return {name: rows for name, rows in tables.items() if name in kept}


@pytest.mark.parametrize("case", ALL, ids=lambda case: f"{case.check} {case.kind}: {case.what}")
def test_it_finds_what_it_should(tmp_path: Path, contract: Contract, case: Case) -> None:
    tables = sound_tables(case.articles)
    case.rows(tables)
    kinds = [row["kind"] for row in tables["articles"]]
    counts = {"articles": kinds.count("article"), "teasers": kinds.count("teaser")}
    pages = counts["articles"] + len(tables.get("quarantine", [])) + 3
    rules = case.contract(contract)
    inputs = write(tmp_path, looked_at(case, tables), rules, counts=counts | {"pages": pages})
    case.files(inputs)
    # The other groups' checks have no say here: that none of them falls over broken data is shown by fuzz/.
    group = (check.id for check in CATALOGUE if group_of(check.id) == group_of(case.check))
    log = scan(case.inputs(inputs), only(rules, *group), silent).log
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
    # The suites' own stand in test_gx_cases.py.
    assert set(kinds) == {check.id for check in CATALOGUE if check.scope != "expectation"}
    wanted = {"passes", "fails", "edge"}
    assert {check: wanted - has for check, has in kinds.items() if wanted - has} == {}

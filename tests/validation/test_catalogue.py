from pathlib import Path

import pytest

from schemas.contract import CheckRule, Contract
from schemas.contract_file import load_contract
from schemas.errors import ConfigError
from schemas.progress import silent
from tests.validation.factory import Tables, broken, only, some, sound_tables, write
from validation.catalogue import CATALOGUE, NEVER
from validation.check import Check
from validation.engine.scan import scan
from validation.run import validate

CHECKS = Path(__file__).resolve().parents[2] / "validation" / "checks"


def test_contract_and_catalogue_name_the_same_checks(contract: Contract) -> None:
    assert list(contract.checks) == [check.id for check in CATALOGUE]


def test_numbers_below_100_are_errors_in_the_packaged_contract(contract: Contract) -> None:
    odd = {name for name, rule in contract.checks.items() if (rule.severity == "error") == (name[-3] == "1")}
    assert odd == {"ART010"}, "only the licence is a warning among the numbers below 100"


@pytest.mark.parametrize("check", CATALOGUE, ids=lambda check: check.id)
def test_every_check_is_explained_in_a_file_of_its_own(check: Check) -> None:
    files = list(CHECKS.glob(f"{check.id.lower()}_*.py"))
    assert len(files) == 1
    assert files[0].read_text(encoding="utf-8").startswith(f'"""{check.id}: ')
    for words in (check.meaning, check.example, check.fix):
        assert len(words) > 10
        assert words[-1] in ".!?)" or check.example == words


def test_a_check_that_is_off_finds_nothing_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "contract.yaml").write_text(
        "contract_version: 1.0.1\nchecks:\n  ART010: {severity: off}\n  DUP003: {severity: off}\n  TAB003: {severity: 'off'}\n"
    )
    contract = load_contract(tmp_path / "contract.yaml")

    def breaking(tables: Tables) -> None:
        tables["articles"][5]["license"] = None
        tables["articles"][6]["language"] = ""
        tables["annotations"][1]["annotator"] = "Lan"

    inputs = broken(tmp_path / "w", contract, breaking)
    found = scan(inputs, contract, silent).log
    assert not {"ART010", "DUP003", "TAB003"} & {check for check, _ in found.ran}
    assert found.left_out["ART010", "articles"] == "switched off in contract.yaml"
    assert set(found.findings()["check_id"]) == {"ART103", "TAB004"}, "the others are as awake as ever"
    verdict = validate(inputs, contract, reports=tmp_path / "reports", progress=silent)
    assert verdict.crashed == ()
    status = {one.check.id: (one.status, one.reason) for one in verdict.checks}
    assert status["ART010"] == ("not run", "switched off in contract.yaml")


@pytest.mark.parametrize("check", NEVER)
def test_what_hides_other_breaches_is_never_off(tmp_path: Path, contract: Contract, check: str) -> None:
    project = contract.model_copy(update={"checks": contract.checks | {check: CheckRule(severity="off")}})
    with pytest.raises(ConfigError, match=f"{check} cannot be off"):
        scan(write(tmp_path, sound_tables(), project), project, silent)


def test_every_suite_may_be_switched_off(tmp_path: Path, contract: Contract) -> None:
    """An empty corpus breaks an expectation of the generated suites alone."""
    rules = contract.checks | {"GX001": CheckRule(severity="off")}
    off = contract.model_copy(update={"checks": rules})
    for name, project in (("on", only(contract, "GX001")), ("off", only(off, "ART001"))):
        tables = some(sound_tables(), "articles", "annotations")
        for row in tables["annotations"]:
            row["lead_time_s"] = -1.0
        inputs = write(tmp_path / name, tables, project)
        verdict = validate(inputs, project, reports=tmp_path / name / "reports", progress=silent)
        assert verdict.counts.get("GX001", 0) == (1 if name == "on" else 0), name
        (suites,) = [one for one in verdict.checks if one.check.id == "GX001"]
        assert (suites.status == "not run") == (name == "off")

from pathlib import Path

import pytest

from schemas.contract import Contract
from validation.catalogue import CATALOGUE
from validation.check import Check

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

"""The two releases of `samples.two_releases`, built once."""

from pathlib import Path

import pytest

from dataset.diff.difference import Difference, difference
from dataset.diff.page import diff_html
from schemas.contract import Contract
from tests.diff.samples import two_releases
from tests.hub.conftest import hub

__all__ = ["hub"]


@pytest.fixture(scope="session")
def pair(contract: Contract, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return two_releases(contract, tmp_path_factory.mktemp("pair"), copies=2)


@pytest.fixture(scope="session")
def found(pair: tuple[Path, Path], contract: Contract) -> Difference:
    return difference(str(pair[0]), str(pair[1]), contract, token=None)


@pytest.fixture(scope="session")
def page(found: Difference, contract: Contract) -> str:
    return diff_html(found, contract)

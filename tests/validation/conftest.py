"""Hostile data, validated once for all that look at their reports."""

from pathlib import Path
from typing import NamedTuple

import pytest

from schemas.contract import Contract
from schemas.progress import silent
from tests.validation.factory import broken, write
from tests.validation.hostile import corpus_tables, hostile
from validation.run import validate
from validation.verdict import Verdict


class Reports(NamedTuple):
    verdict: Verdict
    folder: Path

    def text(self, name: str) -> str:
        return (self.folder / name).read_bytes().decode("utf-8")


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory, contract: Contract) -> Reports:
    """What validation says of every text of `CORPUS` in every kind of field."""
    root = tmp_path_factory.mktemp("corpus")
    inputs = write(root, corpus_tables(), contract)
    return Reports(validate(inputs, contract, reports=root / "reports", progress=silent), root / "reports")


@pytest.fixture(scope="session")
def hostile_reports(tmp_path_factory: pytest.TempPathFactory, contract: Contract) -> Reports:
    """A small workspace with something hostile in most fields; its reports are its folder `r`."""
    root = tmp_path_factory.mktemp("hostile")
    inputs = broken(root, contract, hostile)
    return Reports(validate(inputs, contract, reports=root / "r", progress=silent), root / "r")

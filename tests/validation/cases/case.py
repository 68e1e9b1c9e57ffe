"""One statement about one check: what is done to a sound workspace, and how often the check then finds something."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from schemas.contract import CheckRule, Contract
from tests.validation.factory import Row, Tables
from validation.inputs import Inputs

Kind = Literal["passes", "fails", "edge"]


def nothing(_: object) -> None:
    """A sound workspace as it is."""


def same(contract: Contract) -> Contract:
    return contract


def as_written(inputs: Inputs) -> Inputs:
    return inputs


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """`rows` changes the rows before they are written, `files` the workspace afterwards, `contract` the project's contract,
    `inputs` what validation is told beside the files.

    `found` is how many violations the check then has; other checks may have their say as well. The check must
    have run: where nothing could be looked at, nothing passed.
    """

    check: str
    kind: Kind
    what: str
    found: int = 0
    rows: Callable[[Tables], object] = nothing
    files: Callable[[Inputs], object] = nothing
    contract: Callable[[Contract], Contract] = same
    inputs: Callable[[Inputs], Inputs] = as_written
    articles: int = 12


def put(table: str, row: int, **values: object) -> Callable[[Tables], object]:
    """Change some values of one row."""

    def change(tables: Tables) -> None:
        tables[table][row] |= values

    return change


def entities(row: Row) -> list[Row]:
    """The row's own list of spans, to be changed in place."""
    listed = row["entities"]
    assert isinstance(listed, list)
    return listed


def limit(check: str, value: float) -> Callable[[Contract], Contract]:
    """The contract with another limit for a check."""

    def change(contract: Contract) -> Contract:
        rule = CheckRule(severity=contract.checks[check].severity, limit=value)
        return contract.model_copy(update={"checks": contract.checks | {check: rule}})

    return change

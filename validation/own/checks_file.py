"""`checks.toml`: the project's own checks, read into the same values as the catalogue's."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import polars as pl
from pydantic import AfterValidator, Field, ValidationInfo, field_validator, model_validator

from schemas.contract import CheckRule, Contract, Severity
from schemas.settings_file import Section, array_of_tables, read_settings
from schemas.visible import visible
from validation.check import RowCheck, Scope
from validation.inputs import LABELS
from validation.own.columns import empty_frame, needed
from validation.own.expression import RefusedError, read_expression
from validation.polars_error import first_words

_MOST = 1_000


def _seen(words: str) -> str:
    """On one line, and nothing in it that a terminal or a reader would not see as it is."""
    line = " ".join(words.split())
    if not line:
        raise ValueError("it is empty")
    if visible(line) != line:
        raise ValueError(f"it holds what cannot be seen: {visible(line)[:80]}")
    return line


Words = Annotated[str, AfterValidator(_seen), Field(max_length=1_000)]


class Entry(Section):
    """One `[[check]]`."""

    id: Annotated[str, Field(pattern=r"^OWN\d{3}$")]
    title: Words
    table: Literal["articles", "suggestions", "annotations", "gold"]
    scope: Literal["article", "record", "span"] | None = None
    severity: Severity
    breach: Annotated[str, Field(min_length=1)]
    message: Words
    meaning: Words | None = None
    example: Words | None = None
    fix: Words | None = None

    @model_validator(mode="after")
    def _can_be(self, info: ValidationInfo) -> "Entry":
        _taken(info).take(self)
        return self


class _File(Section):
    check: tuple[Entry, ...] = ()

    @field_validator("check", mode="before")
    @classmethod
    def _a_list(cls, value: object) -> object:
        listed = array_of_tables(value, "check")
        if len(listed) > _MOST:
            raise ValueError(f"there are {len(listed):,} of them, and {_MOST:,} at the most are taken")
        return listed


@dataclass(frozen=True, slots=True)
class _Taken:
    """The checks that could be made, by id."""

    contract: Contract
    checks: dict[str, RowCheck]

    def take(self, entry: Entry) -> None:
        try:
            check = _check(entry, self.contract)
        except RefusedError as error:
            raise ValueError(f"{entry.id}: {error}") from None
        if entry.id in self.checks:
            raise ValueError(f"{entry.id}: the id stands twice")
        self.checks[entry.id] = check


def _taken(info: ValidationInfo) -> _Taken:
    assert isinstance(info.context, _Taken)
    return info.context


def own_checks(file: Path, contract: Contract) -> tuple[RowCheck, ...]:
    """The checks of `file` by id; none where it is absent.

    Raises:
        ConfigError: it is not TOML, or a check in it cannot be. All are told at once, each with file and line.
    """
    taken = _Taken(contract, {})
    read_settings(file, _File, taken)
    return tuple(taken.checks[name] for name in sorted(taken.checks))


def _check(entry: Entry, contract: Contract) -> RowCheck:
    scope = _scope(entry)
    expression, named = _expression(entry, scope, contract)
    return RowCheck(
        id=entry.id,
        title=entry.title,
        scope=scope,
        tables=(entry.table,),
        meaning=entry.meaning or f"A check of this project, in checks.toml: {entry.message}",
        example=entry.example or " ".join(entry.breach.split()),
        fix=entry.fix or "Correct the data, or the check in checks.toml.",
        own_rule=CheckRule(severity=entry.severity),
        needs=needed(contract, entry.table, scope, named),
        breach=lambda _: expression,
        message=entry.message,
    )


def _scope(entry: Entry) -> Scope:
    possible: tuple[Scope, ...] = ("record", "span") if entry.table in LABELS else ("article",)
    if entry.scope is None and len(possible) == 1:
        return possible[0]
    if entry.scope not in possible:
        raise RefusedError(f"scope is {' or '.join(possible)} for {entry.table}")
    return entry.scope


def _expression(entry: Entry, scope: Scope, contract: Contract) -> tuple[pl.Expr, set[str]]:
    """The expression and the columns that it names, tried on a frame without rows: types are known before data."""
    expression = read_expression(entry.breach)
    frame = empty_frame(contract, entry.table, scope)
    named = {name for name in expression.meta.root_names() if name}
    if unknown := sorted(named - set(frame.columns)):
        raise RefusedError(
            f"{entry.table} has no column {', '.join(unknown)} there; columns are {', '.join(sorted(frame.columns))}"
        )
    if not named:
        raise RefusedError("breach looks at no column")
    try:
        found = frame.select(expression.alias("breach")).schema["breach"]
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        raise RefusedError(f"breach cannot be: {first_words(error)}") from None
    if found != pl.Boolean:
        raise RefusedError(
            f"breach gives {found}, and a check wants true or false: compare it with something"
        )
    return expression, named

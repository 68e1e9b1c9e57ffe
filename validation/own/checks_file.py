"""`checks.toml`: the project's own checks, read into the same values as the catalogue's."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

import polars as pl
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from schemas.contract import CheckRule, Contract, Severity
from schemas.errors import ConfigError
from validation.check import RowCheck, Scope
from validation.inputs import LABELS
from validation.own.columns import empty_frame, needed
from validation.own.expression import RefusedError, read_expression
from validation.polars_error import first_words
from validation.visible import visible

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


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

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


def own_checks(file: Path, contract: Contract) -> tuple[RowCheck, ...]:
    """The checks of `file` by id; none where it is absent.

    Raises:
        ConfigError: it is not TOML, or a check in it cannot be. All are told at once, each with file and id.
    """
    if not file.exists():
        return ()
    try:
        body = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ConfigError(f"{file} is not TOML: {' '.join(str(error).split())}", hint="Correct it") from error
    except OSError as error:
        raise ConfigError(f"{file} cannot be read ({error.strerror})", hint="Check it") from error
    listed = body.pop("check", [])
    if body or not isinstance(listed, list) or len(listed) > _MOST:
        raise ConfigError(
            f"{file} holds {', '.join(map(repr, body)) or 'no list of checks'}",
            hint=f"It is a list of [[check]], {_MOST} at most, and nothing else (docs/own-checks.md)",
        )
    problems: list[str] = []
    checks: dict[str, RowCheck] = {}
    for number, entry in enumerate(listed, 1):
        try:
            check = _check(_Entry.model_validate(entry), contract)
        except ValidationError as error:
            problems += (f"{_named(entry, number)}: {said}" for said in _said(error))
        except RefusedError as error:
            problems.append(f"{_named(entry, number)}: {error}")
        else:
            if check.id in checks:
                problems.append(f"{check.id}: the id stands twice")
            checks[check.id] = check
    if problems:
        raise ConfigError("\n".join(f"{file}: {one}" for one in problems), hint="Correct the file")
    return tuple(checks[name] for name in sorted(checks))


def _check(entry: _Entry, contract: Contract) -> RowCheck:
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


def _scope(entry: _Entry) -> Scope:
    possible: tuple[Scope, ...] = ("record", "span") if entry.table in LABELS else ("article",)
    if entry.scope is None and len(possible) == 1:
        return possible[0]
    if entry.scope not in possible:
        raise RefusedError(f"scope is {' or '.join(possible)} for {entry.table}")
    return entry.scope


def _expression(entry: _Entry, scope: Scope, contract: Contract) -> tuple[pl.Expr, set[str]]:
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


def _named(entry: object, number: int) -> str:
    given = entry.get("id") if isinstance(entry, dict) else None
    return visible(str(given))[:40] if given else f"check {number}"


def _said(error: ValidationError) -> Iterator[str]:
    for one in error.errors():
        place = ".".join(str(part) for part in one["loc"])
        if one["type"] == "extra_forbidden":
            yield f"unknown key {place!r}; there are {', '.join(_Entry.model_fields)}"
        else:
            said = one["msg"].removeprefix("Value error, ")
            yield f"{place}: {said[0].lower()}{said[1:]}".lstrip(": ")

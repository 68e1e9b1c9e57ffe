"""A TOML file read into frozen models; what it does not know it refuses, with the line and the nearest name."""

import difflib
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError

from schemas.errors import ConfigError


class Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


Settings = TypeVar("Settings", bound=BaseModel)


def read_settings(path: Path, model: type[Settings], context: object = None) -> tuple[Settings, str]:
    """The file's settings and its text; an absent file is the defaults. The model's validators see `context`.

    Raises:
        ConfigError: it is not TOML, has an unknown key, or a value that cannot be. All are told at once.
    """
    if not path.exists():
        return model(), ""
    try:
        text = path.read_text(encoding="utf-8-sig")
        body = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits is a bare ValueError
        raise ConfigError(f"{path}: is not TOML: {error}", hint="Correct the file") from error
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})", hint="Check the path") from error
    try:
        return model.model_validate(body, context=context), text
    except ValidationError as error:
        raise ConfigError("\n".join(_problems(path, text, error, model)), hint="Correct the file") from None


def _problems(path: Path, text: str, error: ValidationError, model: type[BaseModel]) -> Iterator[str]:
    for problem in error.errors():
        place = problem["loc"]
        where = f"{path}:{line_of(text, place)}"
        name = ".".join(part for part in place if isinstance(part, str))
        if problem["type"] == "extra_forbidden":
            yield f"{where}: unknown key {name!r}; {_alternatives(place, model)}"
        else:
            said = problem["msg"].removeprefix("Value error, ")
            # An id at the front keeps its capitals.
            yield f"{where}: {name}: {said if said[:2].isupper() else said[0].lower() + said[1:]}"


def _alternatives(place: tuple[str | int, ...], model: type[BaseModel]) -> str:
    for part in place[:-1]:
        if isinstance(part, str):
            model = _section(model.model_fields[part].annotation)
    return nearest(str(place[-1]), list(model.model_fields), "possible keys")


def array_of_tables(value: object, name: str) -> list[object]:
    """For a validator of a field that is written as `[[name]]`, before its items are looked at."""
    if not isinstance(value, list):
        raise ValueError(f"each begins with [[{name}]], in two pairs of brackets")
    return value


def nearest(name: str, valid: list[str], told: str) -> str:
    """`did you mean 'x'?`, or everything that there is."""
    near = difflib.get_close_matches(name, valid, n=1)
    return f"did you mean {near[0]!r}?" if near else f"{told}: {', '.join(valid)}"


def _section(annotation: object) -> type[BaseModel]:
    """The model of a section, or of the items of an array of tables."""
    held = next((one for one in get_args(annotation) if one is not Ellipsis), annotation)
    assert isinstance(held, type)
    assert issubclass(held, BaseModel)
    return held


def line_of(text: str, place: tuple[str | int, ...]) -> int:
    """The line of a key: tomllib keeps none, so look for it below its section's header.

    `place` is Pydantic's: a number is an item of an array of tables, from 0. A key that is not there stands
    where its section begins.
    """
    section: tuple[str | int, ...] = ()
    seen: dict[tuple[str | int, ...], int] = {}
    begins, string = 1, ""
    for number, line in enumerate(text.splitlines(), 1):
        if string:  # of several lines, which may look like anything
            string = "" if string in line else string
            continue
        if (opened := re.search("\"\"\"|'''", line)) and line.count(opened[0]) % 2:
            string = opened[0]
        if header := re.match(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]", line):
            section = tuple(header[2].split("."))
            if header[1] == "[[":
                seen[section] = seen.get(section, -1) + 1
                section = (*section, seen[section])
            if section == place:
                return number
            if section == place[:-1]:
                begins = number
        elif (key := re.match(r"\s*([\w.\"'-]+)\s*=", line)) and place == (
            *section,
            *key[1].strip("\"'").split("."),
        ):
            return number
    return begins

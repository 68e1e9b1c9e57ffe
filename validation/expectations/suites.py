"""Which suites run: the contract's, and the project's own from `gx/expectations/`."""

import json
from dataclasses import dataclass
from pathlib import Path

from schemas.contract import Contract
from schemas.errors import ConfigError
from schemas.expectations import FRAMES, Suite, expectation_suite
from validation.expectations.conditions import refused_condition

GENERATED = "tinbai-"
"""What the names of tinbai's own files in `gx/` begin with; they are written anew at every run."""


@dataclass(frozen=True, slots=True)
class PlannedSuite:
    """A suite, the facts frame that it is for, and whether it is the project's own."""

    frame: str
    body: Suite
    own: bool

    @property
    def name(self) -> str:
        return str(self.body["name"])

    @property
    def stored_name(self) -> str:
        """What it is called among tinbai's files in `gx/`. Great Expectations takes dots in a name for folders."""
        flat = self.name.replace("%", "%25").replace("/", "%2F").replace(".", "%2E")
        return f"{GENERATED}own-{flat}" if self.own else self.name


def generated(contract: Contract) -> list[PlannedSuite]:
    return [PlannedSuite(frame, expectation_suite(contract, frame), own=False) for frame in FRAMES]


def own_suite_files(gx: Path) -> list[Path]:
    """The files of the project's own suites: all in `gx/expectations/` that tinbai did not make."""
    folder = gx / "expectations"
    return sorted(file for file in folder.rglob("*.json") if not file.name.startswith((GENERATED, ".")))


def own_suites(gx: Path) -> list[PlannedSuite]:
    """Read the project's own suites, in Great Expectations' own JSON.

    A suite is for the facts frame that its `meta.frame` names, or else the one that its name begins with.

    Raises:
        ConfigError: a file is not such a suite, names no frame, or has a condition that could run code; or
            suites lie in `expectations/`, where earlier versions looked for them.
    """
    left_behind = sorted((gx.parent / "expectations").glob("*.json"))
    if left_behind:
        raise ConfigError(
            f"{left_behind[0]} is not read any more: suites are in {gx / 'expectations'}",
            hint='Move it there, and give it a "name" that is the file\'s name without .json',
        )
    suites: dict[str, PlannedSuite] = {}
    for file in own_suite_files(gx):
        suite = _own(file, file.relative_to(gx / "expectations"))
        if suite.name in suites:
            raise ConfigError(f"{file} has the name {suite.name!r} of another suite", hint="Rename it")
        suites[suite.name] = suite
    return list(suites.values())


def _own(file: Path, place: Path) -> PlannedSuite:
    try:
        body = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ConfigError(
            f"{file} is not JSON ({' '.join(str(error).split())})", hint="Correct it"
        ) from error
    listed = body.get("expectations") if isinstance(body, dict) else None
    if not isinstance(listed, list) or not all(_is_expectation(one) for one in listed):
        raise ConfigError(
            f"{file} is no expectation suite",
            hint='It is {"name": "...", "expectations": [{"type": "expect_...", "kwargs": {...}, "severity": "critical"}]}',
        )
    name, wanted = body.get("name"), place.with_suffix("").as_posix()
    if not isinstance(name, str) or name.replace(".", "/") != wanted.replace(".", "/"):
        raise ConfigError(
            f"{file} has the name {name!r}, and Great Expectations looks for {wanted!r} there",
            hint=f'Write "name": "{wanted}"',
        )
    for one in listed:
        why = refused_condition(one["kwargs"])
        if why:
            raise ConfigError(f"{file}: {one['type']} has {why}", hint="Compare columns with values there")
    plain = [
        {key: one[key] for key in ("type", "kwargs", "severity", "meta") if one.get(key) is not None}
        for one in listed
    ]
    return PlannedSuite(_frame(file, name, body), {"name": name, "expectations": plain}, own=True)


def _frame(file: Path, name: str, body: dict[str, object]) -> str:
    meta = body.get("meta")
    said = meta.get("frame") if isinstance(meta, dict) else None
    begun = [frame for frame in FRAMES if name.startswith(frame)]
    if said in FRAMES or (said is None and begun):
        return str(said) if said is not None else begun[0]
    raise ConfigError(
        f"{file} names no facts frame",
        hint=f'Write "meta": {{"frame": "{FRAMES[0]}"}}, or begin its name so; frames are {", ".join(FRAMES)}',
    )


def _is_expectation(one: object) -> bool:
    return isinstance(one, dict) and isinstance(one.get("type"), str) and isinstance(one.get("kwargs"), dict)

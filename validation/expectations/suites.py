"""Which suites run: the contract's, and the project's own from `expectations/*.json`."""

import json
from dataclasses import dataclass
from pathlib import Path

from schemas.contract import Contract
from schemas.errors import ConfigError
from schemas.expectations import FRAMES, Suite, expectation_suite


@dataclass(frozen=True, slots=True)
class PlannedSuite:
    """A suite, the facts frame that it is for, and whether it is the project's own."""

    frame: str
    body: Suite
    own: bool

    @property
    def name(self) -> str:
        return str(self.body["name"])


def generated(contract: Contract) -> list[PlannedSuite]:
    return [PlannedSuite(frame, expectation_suite(contract, frame), own=False) for frame in FRAMES]


def own_suites(folder: Path | None) -> list[PlannedSuite]:
    """Read `expectations/FRAME.json` or `FRAME-anything.json`: a suite in Great Expectations' own JSON.

    Raises:
        ConfigError: a file is not such a suite, or its name begins with no frame's name.
    """
    files = sorted(folder.glob("*.json")) if folder is not None and folder.is_dir() else []
    return [_own(file) for file in files]


def _own(file: Path) -> PlannedSuite:
    try:
        body = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ConfigError(
            f"{file} is not JSON ({' '.join(str(error).split())})", hint="Correct it"
        ) from error
    frame = next((name for name in FRAMES if file.stem == name or file.stem.startswith(f"{name}-")), None)
    if frame is None:
        raise ConfigError(
            f"{file} names no facts frame",
            hint=f"Call it {FRAMES[0]}-NAME.json; frames are {', '.join(FRAMES)}",
        )
    listed = body.get("expectations") if isinstance(body, dict) else None
    if not isinstance(listed, list) or not all(_is_expectation(one) for one in listed):
        raise ConfigError(
            f"{file} is no expectation suite",
            hint='It is {"expectations": [{"type": "expect_...", "kwargs": {...}, "severity": "critical"}]}',
        )
    plain = [
        {key: one[key] for key in ("type", "kwargs", "severity", "meta") if key in one} for one in listed
    ]
    return PlannedSuite(frame, {"name": f"own-{file.stem}", "expectations": plain, "meta": {}}, own=True)


def _is_expectation(one: object) -> bool:
    return isinstance(one, dict) and isinstance(one.get("type"), str) and isinstance(one.get("kwargs"), dict)

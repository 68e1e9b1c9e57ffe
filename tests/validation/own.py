"""Shorthand for tests: a project's own suites and checks in a workspace."""

import json

from validation.inputs import Inputs

SOURCES: dict[str, object] = {
    "type": "expect_column_unique_value_count_to_be_between",
    "kwargs": {"column": "source", "min_value": 9},
    "severity": "info",
}
"""What the articles of the factory break: they come from three sources."""


def write_own(inputs: Inputs, name: str, *expectations: dict[str, object], **more: object) -> None:
    """A suite as a person writes it by hand, without ids."""
    body = {"name": name, "expectations": list(expectations), **more}
    file = inputs.gx / "expectations" / f"{name}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(body, ensure_ascii=False), encoding="utf-8")


def write_checks(inputs: Inputs, *checks: dict[str, str]) -> None:
    """`checks.toml` with these; JSON's strings are TOML's, too."""
    blocks = (
        "[[check]]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in check.items())
        for check in checks
    )
    inputs.own_checks.write_text("\n".join(blocks), encoding="utf-8")

"""docs/waivers.md stays true: its examples are read, its commands parse, its lists are those of the code."""

import re
import shlex
from datetime import date
from pathlib import Path

from tests.conftest import ROOT
from tinbai.cli import main
from validation.catalogue import NEVER
from validation.waivers import Waiver, load_waivers

DOCS = (ROOT / "docs" / "waivers.md").read_text(encoding="utf-8")


def test_the_example_is_a_file_of_waivers(tmp_path: Path) -> None:
    (body,) = re.findall(r"^```toml\n(.*?)^```", DOCS, re.MULTILINE | re.DOTALL)
    path = tmp_path / "waivers.toml"
    path.write_text(body, encoding="utf-8")
    first, second = load_waivers(path, date(2026, 11, 29))
    assert first.waiver.narrowed == {}
    assert set(second.waiver.narrowed) == {"table", "record_id"}


def test_every_key_is_told() -> None:
    rows = re.findall(r"^\| (`.+?) \|", DOCS, re.MULTILINE)
    told = {key for row in rows for key in re.findall(r"`(\w+)`", row)}
    assert told == set(Waiver.model_fields)


def test_every_command_parses() -> None:
    (body,) = re.findall(r"^```\n(tinbai .*?)^```", DOCS, re.MULTILINE | re.DOTALL)
    for line in body.splitlines():
        tinbai, verb, *arguments = shlex.split(line)
        assert tinbai == "tinbai"
        main.commands[verb].make_context(verb, arguments)
    options = {name for param in main.commands["validate"].params for name in param.opts}
    assert set(re.findall(r"--[a-z][a-z-]+", DOCS)) <= options


def test_what_nothing_excuses_is_told() -> None:
    section = DOCS.split("## What nothing excuses")[1]
    assert set(re.findall(r"\b[A-Z]{3}\d{3}\b", section)) == set(NEVER)

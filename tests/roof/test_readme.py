"""README and help text stay true."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from tests.conftest import ROOT
from tinbai.cli import main

README = (ROOT / "README.md").read_text(encoding="utf-8")
VERBS = sorted(main.commands)


def documented() -> set[str]:
    return set(re.findall(r"^\| `tinbai (\S+)` \|", README, re.MULTILINE))


def test_every_verb_is_in_the_readme_and_no_other() -> None:
    assert documented() == set(VERBS)


def test_every_command_line_of_the_readme_parses() -> None:
    fenced = "\n".join(re.findall(r"^```\n(.*?)^```", README, re.MULTILINE | re.DOTALL))
    lines = re.findall(r"^(tinbai .+)$", fenced, re.MULTILINE)
    lines += [
        line.removeprefix(".venv/bin/") for line in re.findall(r"`((?:\.venv/bin/)?tinbai [^`]+)`", README)
    ]
    assert len(lines) >= 5
    for line in lines:
        _, name, *arguments = shlex.split(line)
        command = main.commands[name]
        required = [p for p in command.params if p.required]
        some: list[str] = []
        for p in required:
            some += p.opts[:1] if isinstance(p, click.Option) else []
            some.append(p.type.choices[0] if isinstance(p.type, click.Choice) else "x")
        needed = some if not arguments else []
        command.make_context(name, arguments + needed, resilient_parsing=False)


def test_every_linked_file_exists() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target


@pytest.mark.parametrize("name", VERBS)
def test_every_verb_has_help_and_json(name: str) -> None:
    command = main.commands[name]
    options = {option for p in command.params if isinstance(p, click.Option) for option in p.opts}
    assert {"--json", "--debug"} <= options
    assert command.help
    assert all(p.help for p in command.params if isinstance(p, click.Option))


def test_make_commands_of_the_readme_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^make (\w+)$", README, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def test_help_imports_nothing_heavy() -> None:
    """The half second of `tinbai --help` is kept by what it does not import."""
    code = (
        "import sys, runpy; sys.argv = ['tinbai', '--help']\n"
        "try: runpy.run_module('tinbai', run_name='__main__')\n"
        "except SystemExit: pass\n"
        "print(sorted(sys.modules), file=sys.stderr)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert "Usage: tinbai" in result.stdout
    heavy = {
        "great_expectations",
        "datasets",
        "pandas",
        "pyarrow",
        "polars",
        "label_studio_sdk",
        "numpy",
        "rich",
        "pydantic",
    }
    assert not {name for name in heavy if f"'{name}'" in result.stderr}


def test_the_repository_names_no_host_of_a_package_index() -> None:
    """What is tracked works wherever the index is mirrored (docs/adr/0002)."""
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    hosts = re.compile("|".join(["files" + r"\.pythonhosted", "pypi" + r"\.org", "registry" + r"\.npmjs"]))
    for name in filter(None, listed):
        path = ROOT / name
        if path.suffix in {".lock", ".toml", ".md", ".py", ".yaml", ".in", ""} and path.is_file():
            assert not hosts.search(path.read_text(encoding="utf-8", errors="ignore")), name


def test_every_lock_is_hashed() -> None:
    for lock in [*Path(ROOT / "requirements").glob("*.lock"), *Path(ROOT / "annotation").rglob("*.lock")]:
        text = lock.read_text(encoding="utf-8")
        pins = re.findall(r"^[a-z0-9][^\s]*==", text, re.MULTILINE)
        blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
        assert len(pins) == len(blocks)
        assert all("--hash=sha256:" in block for block in blocks), lock

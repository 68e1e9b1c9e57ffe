"""What a fresh machine lacks is named in one line; what is packed can be installed."""

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT

# Stands in for a Python that lacks one thing: every question but that one goes to the real one.
_LACKING = """#!/bin/sh
case "$*" in *"{what}"*) exit 1;; esac
exec {python} "$@"
"""


@pytest.mark.parametrize(
    ("what", "said"),
    [("ensurepip", "apt install python3-venv"), ("version_info", "needs Python 3.11, 3.12 or 3.13")],
)
def test_a_missing_prerequisite_is_one_line(tmp_path: Path, what: str, said: str) -> None:
    python = tmp_path / "python3"
    python.write_text(_LACKING.format(what=what, python=sys.executable), encoding="utf-8")
    python.chmod(0o755)
    for name in ("Makefile", "requirements"):
        (tmp_path / name).symlink_to(ROOT / name)
    result = subprocess.run(
        ["make", "--no-print-directory", f"PYTHON={python}", ".venv/.bootstrap"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.returncode != 0
    assert said in result.stdout
    assert len(result.stdout.strip().splitlines()) == 1
    assert "Traceback" not in result.stdout + result.stderr


def test_the_wheel_carries_what_stays_at_the_top(tmp_path: Path) -> None:
    uv = Path(sys.executable).with_name("uv")
    command = [uv, "build", "--quiet", "--wheel", "--no-build-isolation", "--python", sys.executable]
    subprocess.run([*command, "--out-dir", tmp_path], cwd=ROOT, check=True, capture_output=True, timeout=120)
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {
        "schemas/_resources/dataset_card.md",
        "schemas/_resources/docs/guidelines/vi.md",
        "schemas/_resources/examples/labels/annotator_a.json",
        "schemas/contract.yaml",
        "annotation/server/label-studio.lock",
        "tinbai/cli.py",
        "dataset/native/_kernels.so",
        "dataset/native/kernels.h",
    } <= names
    # It fits every Python of one kind of machine.
    assert re.fullmatch(r"tinbai-[\d.]+-py3-none-(linux|macosx)_\w+\.whl", wheel.name)
    assert not {name for name in names if name.startswith(("tests/", "benchmarks/"))}

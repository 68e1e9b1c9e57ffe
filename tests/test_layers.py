"""tinbai -> dataset, annotation, validation -> schemas, and no other arrow."""

import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    linter = Path(sys.executable).with_name("lint-imports")
    command = [linter, "--config", ROOT / "pyproject.toml", "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)


def test_no_import_breaks_the_layers() -> None:
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_module_can_be_the_first_one() -> None:
    """A circle of imports shows only to the command that enters it at the wrong place.

    By the test above no circle leaves its package, so what lies in the layers below is imported once."""
    script = (
        "import functools, importlib, sys\n"
        "from importlib.machinery import SourceFileLoader\n"
        "SourceFileLoader.get_code = functools.cache(SourceFileLoader.get_code)  # each is read thirty times\n"
        "for name in sys.argv[1:]:\n"
        "    package = name.partition('.')[0]\n"
        "    for known in [known for known in sys.modules if known.partition('.')[0] == package]:\n"
        "        del sys.modules[known]\n"
        "    importlib.import_module(name)\n"
    )
    names = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for package in ("schemas", "dataset", "annotation", "validation", "tinbai")
        for path in sorted((ROOT / package).rglob("*.py"))
        if path.name != "__main__.py"
    ]
    command = [sys.executable, "-c", script, *names]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert result.returncode == 0, result.stderr


def test_a_wing_that_imports_another_is_caught(tmp_path: Path) -> None:
    """The test above can fail."""
    for package in ("tinbai", "dataset", "annotation", "validation", "schemas"):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").write_text("", encoding="utf-8")
    (tmp_path / "dataset" / "bad.py").write_text("import annotation\n", encoding="utf-8")
    result = lint(tmp_path)
    assert result.returncode == 1, result.stdout + result.stderr
    assert "dataset.bad -> annotation" in result.stdout

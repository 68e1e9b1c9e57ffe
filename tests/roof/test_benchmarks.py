"""docs/benchmarks.md names every benchmark there is, and no other."""

import re

from tests.conftest import ROOT

DOCUMENT = (ROOT / "docs/benchmarks.md").read_text(encoding="utf-8")


def runnable() -> set[str]:
    found = {
        path for path in (ROOT / "benchmarks").rglob("*.py") if "__main__" in path.read_text(encoding="utf-8")
    }
    names = {path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".") for path in found}
    return {name.removesuffix(".__main__") for name in names}


def test_every_command_of_the_benchmarks_page_exists() -> None:
    # A peer that needs an environment of its own is run as a file, not as a module.
    files = re.findall(r"(benchmarks/\S+?\.py)", DOCUMENT)
    named = {*re.findall(r"-m (benchmarks\.[\w.]*\w)", DOCUMENT)}
    named |= {file.removesuffix(".py").replace("/", ".") for file in files}
    assert named == runnable()


def test_every_linked_file_exists() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", DOCUMENT):
        assert (ROOT / "docs" / target).exists(), target

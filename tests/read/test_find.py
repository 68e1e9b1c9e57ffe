"""What inputs mean: files, folders, globs, links, standard input."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dataset.read.find import find_inputs
from schemas.errors import UsageError
from tests.normalize.pages import write_pages


def paths(*given: str | Path, apart_from: Path | None = None) -> list[str]:
    return [file.source_path for file in find_inputs(given, apart_from=apart_from)]


@pytest.fixture
def crawl(tmp_path: Path) -> Path:
    names = [
        "a.txt",
        "b.html",
        "2024/c.txt",
        "2024/05/d.txt",
        "2025/e.txt",
        ".hidden.txt",
        ".git/f.txt",
        "2024/.g",
    ]
    return write_pages(tmp_path / "crawl", {name: name for name in names})


def test_a_folder_gives_all_but_hidden_files(crawl: Path) -> None:
    assert paths(crawl) == ["2024/05/d.txt", "2024/c.txt", "2025/e.txt", "a.txt", "b.html"]
    assert {file.root for file in find_inputs([crawl])} == {"crawl"}


@pytest.mark.parametrize(
    ("pattern", "wanted"),
    [
        ("*.txt", ["a.txt"]),
        ("**/*.txt", ["2024/05/d.txt", "2024/c.txt", "2025/e.txt", "a.txt"]),
        ("**", ["2024/05/d.txt", "2024/c.txt", "2025/e.txt", "a.txt", "b.html"]),
        ("202[4-9]/*.txt", ["2024/c.txt", "2025/e.txt"]),
        ("2024/**/*.txt", ["05/d.txt", "c.txt"]),
        ("**/05/*", ["2024/05/d.txt"]),
        ("20?4", ["2024/05/d.txt", "2024/c.txt"]),
        ("*/05", ["2024/05/d.txt"]),
        ("**/**/d.*", ["2024/05/d.txt"]),
    ],
)
def test_a_glob_gives_paths_below_its_last_plain_folder(crawl: Path, pattern: str, wanted: list[str]) -> None:
    assert paths(f"{crawl}/{pattern}") == wanted


def test_a_glob_finds_what_the_standard_library_finds(crawl: Path) -> None:
    for pattern in ("*", "*/*", "**/*", "**/*.txt", "2024/**", "[ab].*"):
        ours = {file.path for file in find_inputs([f"{crawl}/{pattern}"])}
        theirs = {
            path for match in crawl.glob(pattern) for path in [match, *match.rglob("*")] if path.is_file()
        }
        assert ours == {path for path in theirs if not any(part.startswith(".") for part in path.parts)}


def test_a_name_with_wildcards_that_exists_is_a_file(tmp_path: Path) -> None:
    write_pages(tmp_path, {"tin[1].txt": "một", "tin1.txt": "hai"})
    assert paths(tmp_path / "tin[1].txt") == ["tin[1].txt"]


def test_mixed_inputs_count_a_file_once(crawl: Path) -> None:
    assert paths(crawl / "2024" / "c.txt", f"{crawl}/2024/**", crawl, f"{crawl}/*.txt") == paths(crawl)


def test_links(crawl: Path, tmp_path: Path) -> None:
    """A link to a file is the file, a link to a folder is not followed: it may lead to itself."""
    (crawl / "same.txt").symlink_to(crawl / "a.txt")
    (crawl / "loop").symlink_to(crawl)
    assert paths(crawl) == ["2024/05/d.txt", "2024/c.txt", "2025/e.txt", "b.html", "loop", "same.txt"]
    assert paths(f"{crawl}/**/d.txt") == ["2024/05/d.txt"]


def test_the_workspace_is_no_input(crawl: Path) -> None:
    assert paths(crawl, apart_from=crawl / "2024") == ["2025/e.txt", "a.txt", "b.html"]
    assert paths(f"{crawl}/**/*.txt", apart_from=crawl / "2024") == ["2025/e.txt", "a.txt"]
    with pytest.raises(UsageError, match="is the workspace itself"):
        paths(crawl, apart_from=crawl)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nowhere", r"there is no file or folder .*nowhere\. Check the path"),
        ("*.pdf", r"no file or folder matches .*\*\.pdf\. Check the pattern"),
        ("nowhere/**/*.txt", r"no file or folder matches"),
    ],
)
def test_inputs_that_are_not_there(crawl: Path, name: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        paths(f"{crawl}/{name}")


def test_two_files_with_one_source_path(crawl: Path) -> None:
    write_pages(crawl / "2025", {"c.txt": "khác"})
    with pytest.raises(UsageError, match=r"would both be the page c\.txt\. Give their common parent"):
        paths(crawl / "2024", crawl / "2025")
    assert len(paths(f"{crawl}/202?/c.txt")) == 2


@pytest.mark.skipif(os.geteuid() == 0, reason="SKIPPED LOUDLY: root may open any folder")
def test_a_folder_that_cannot_be_opened_is_told(crawl: Path) -> None:
    (crawl / "2025").chmod(0)
    try:
        assert "2025" in paths(crawl)
        assert paths(f"{crawl}/2025/*") == ["2025"]
    finally:
        (crawl / "2025").chmod(0o755)


STDIN = """
import sys
from dataset.read.find import find_inputs
from dataset.read.options import ReadOptions
from dataset.read.records import raws
for _ in range(2):  # asked twice, read once
    files = find_inputs(["-", *sys.argv[1:]])
for file in files:
    for raw in raws(file, ReadOptions()):
        print(file.root, raw.source_path, raw.data.decode())
print(files[-1].path)
"""


def test_standard_input_through_a_pipe(tmp_path: Path) -> None:
    """Its records are stdin#N, whatever it holds; its temporary copy is gone afterwards."""
    other = write_pages(tmp_path / "crawl", {"a.txt": "tin a"})
    for sent, wanted in (
        (b'{"text": "mot"}\n{"text": "hai"}\n', ["stdin stdin#1 mot", "stdin stdin#2 hai"]),
        (b"mot hai ba", ["stdin stdin mot hai ba"]),
    ):
        ran = subprocess.run(
            [sys.executable, "-c", STDIN, str(other)], input=sent, capture_output=True, check=True, timeout=60
        )
        *lines, copy = ran.stdout.decode().splitlines()
        assert lines == ["crawl a.txt tin a", *wanted]
        assert Path(copy).name == "stdin"
        assert not Path(copy).exists()

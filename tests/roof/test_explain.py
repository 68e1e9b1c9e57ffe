"""`--explain` says why, and writes nothing."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.normalize.pages import story, tree, write_pages
from tinbai.cli import main


def tinbai(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_a_page_is_shown_line_by_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = write_pages(tmp_path / "pages", {"a.txt": story("Chợ nổi") + "Xem thêm:\n[chợ] khác\n"})
    monkeypatch.chdir(pages)
    before = tree(tmp_path)
    result = tinbai("normalize", "--explain", "a.txt")
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert lines[0] == "article"
    assert "title: Chợ nổi" in lines
    assert any("body" in line and "Chợ nổi: đoạn 2." in line for line in lines)
    assert any("[chợ] khác" in line for line in lines), "read as markup"
    assert tree(tmp_path) == before


def test_a_record_of_a_container_is_named_by_its_number(tmp_path: Path) -> None:
    records = [{"text": story("Chợ nổi")}, {"text": "ngắn"}, {"text": ""}]
    body = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    pages = write_pages(tmp_path, {"crawl.jsonl": body})
    first = tinbai("normalize", "--explain", pages / "crawl.jsonl#1", "--json")
    assert json.loads(first.output)["summary"].endswith("crawl.jsonl#1: article")
    assert "refused" in tinbai("normalize", "--explain", pages / "crawl.jsonl#2").output
    assert "refused: empty" in tinbai("normalize", "--explain", pages / "crawl.jsonl#3").output
    for name, said in (
        ("crawl.jsonl", "holds many records"),
        ("crawl.jsonl#4", "has no record 4. It has 3"),
        ("nowhere.txt", "there is no file or folder"),
        (".", "is a folder"),
    ):
        result = tinbai("normalize", "--explain", pages / name)
        assert (result.exit_code, said in result.output) == (2, True), result.output


def test_two_articles_are_shown_side_by_side(tmp_path: Path) -> None:
    two = {"a.txt": story("Chợ nổi"), "b.txt": story("Chợ nổi", mark=" mới"), "c.txt": "ngắn"}
    pages, workspace = write_pages(tmp_path / "pages", two), tmp_path / "workspace"
    assert tinbai("normalize", pages, "--workspace", workspace, "--jobs", "1").exit_code == 0
    from dataset.normalize.rows import id_of

    before = tree(workspace)
    ids = (id_of("a.txt"), id_of("b.txt"))
    result = tinbai("dedup", "--explain", *ids, "--workspace", workspace, "--json")
    told = json.loads(result.output)
    assert told["counts"]["tier"] == "near"
    assert "Jaccard" in told["text"]
    assert "Người dân xã Tân Lập" in told["text"]
    wrong = tinbai("dedup", "--explain", ids[0], "0" * 32, "--workspace", workspace)
    assert (wrong.exit_code, "no article has the id" in wrong.output) == (2, True)
    assert tree(workspace) == before

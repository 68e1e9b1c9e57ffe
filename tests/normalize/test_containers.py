"""Records of one file are pages of their own: each is skipped, read again, set aside or missed by itself."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from dataset.normalize import normalize, packing, read_shard
from dataset.read.options import ReadOptions
from dataset.read.page import InputFile
from schemas.contract import Contract
from schemas.errors import UsageError
from schemas.tables import read_table
from tests.normalize.pages import story, tree, write_pages


def crawl(folder: Path, records: list[dict[str, Any] | str], name: str = "crawl.jsonl") -> Path:
    """A JSONL file; a string is a line as it is."""
    lines = [one if isinstance(one, str) else json.dumps(one) for one in records]
    data = "".join(line + "\n" for line in lines).encode()
    return write_pages(folder, {name: gzip.compress(data, mtime=0) if name.endswith(".gz") else data})


def record(number: int, mark: str = "") -> dict[str, Any]:
    return {
        "url": f"https://bao.example/tin-{number}.html",
        "text": story(f"Chợ phiên số {number}", mark=mark),
    }


def test_only_records_that_changed_are_read_again(tmp_path: Path, contract: Contract) -> None:
    workspace = tmp_path / "workspace"
    pages = crawl(tmp_path / "pages", [record(number) for number in range(1, 13)])
    first = normalize([pages], workspace, contract)
    assert (first.counts["articles"], first.fresh) == (12, 12)
    again = normalize([pages], workspace, contract)
    assert (again.fresh, again.unchanged, again.changed) == (0, 12, False)
    crawl(pages, [record(number, " mới" if number == 3 else "") for number in range(1, 11)])
    later = normalize([pages / "crawl.jsonl"], workspace, contract)
    assert (later.fresh, later.unchanged) == (1, 9)
    assert later.vanished == ("crawl.jsonl#11", "crawl.jsonl#12")
    articles = read_table(workspace / "articles", contract, "articles").to_pylist()
    assert len(articles) == 12
    assert [row["url"] for row in articles if "mới" in row["text"]] == ["https://bao.example/tin-3.html"]
    (pages / "crawl.jsonl").unlink()
    crawl(pages, [record(13)], "next.jsonl")
    gone = normalize([pages], workspace, contract)
    assert len(gone.vanished) == 12
    assert gone.counts["articles"] == 13


def test_how_records_are_packed_does_not_show(
    tmp_path: Path, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = [record(number) for number in range(1, 30)]
    pages = crawl(tmp_path / "pages", [*records, record(1)])
    crawl(pages, records[::2], "more.jsonl.gz")
    write_pages(pages, {"a.txt": story("Bến đò")})
    normalize([pages], tmp_path / "whole", contract)
    monkeypatch.setattr(packing, "READ_BYTES", 1)
    monkeypatch.setattr(packing, "DECIDE_BYTES", 5_000)
    monkeypatch.setattr(read_shard, "BATCH_PAGES", 2)
    normalize([pages], tmp_path / "cut", contract)
    assert tree(tmp_path / "cut") == tree(tmp_path / "whole")


def test_a_bad_record_says_where_it_stands(tmp_path: Path, contract: Contract) -> None:
    bad = [
        '{"text": "Một dòng',
        {"tekst": "không có"},
        {"text": "ngắn"},
        {"text": story("Bến đò") + "\ud800"},
    ]
    pages = crawl(tmp_path / "pages", [record(1), *bad])
    result = normalize([pages], tmp_path / "workspace", contract)
    assert (result.counts["pages"], result.counts["articles"], result.counts["rejected"]) == (5, 2, 3)
    data = (pages / "crawl.jsonl").read_bytes()
    quarantine = tmp_path / "workspace" / "quarantine" / "normalize.parquet"
    rows = read_table(quarantine, contract, "quarantine").to_pylist()
    assert [row["source_path"] for row in rows] == [f"crawl.jsonl#{number}" for number in (2, 3, 4)]
    for row, line in zip(rows, data.splitlines()[1:4], strict=True):
        assert data[row["byte_start"] : row["byte_end"]].strip() == line
    normalize([pages], tmp_path / "workspace", contract)
    assert read_table(quarantine, contract, "quarantine").to_pylist() == rows


def test_a_file_that_is_called_like_a_record_is_refused(tmp_path: Path, contract: Contract) -> None:
    pages = crawl(tmp_path / "pages", [record(1)])
    write_pages(pages, {"crawl.jsonl#1": story("Bến đò"), "more#2.txt": story("Làng nghề")})
    with pytest.raises(UsageError, match="named as a record of another file"):
        normalize([pages], tmp_path / "workspace", contract)
    (pages / "crawl.jsonl#1").unlink()
    assert normalize([pages], tmp_path / "workspace", contract).counts["articles"] == 2
    assert normalize([pages], tmp_path / "workspace", contract).vanished == ()


def test_a_worker_that_does_not_see_the_pages_says_so(tmp_path: Path) -> None:
    """Else a whole crawl would be set aside as unreadable."""
    files = (InputFile(tmp_path / "elsewhere" / "a.txt", "a.txt", "elsewhere"),)
    task = read_shard.ReadTask(files, ReadOptions(), "", None, there=True)
    with pytest.raises(UsageError, match=r"a\.txt is not there on .* file system that all workers share"):
        read_shard.read_shard(task, tmp_path / "output")
    gone = read_shard.ReadTask(files, ReadOptions(), "", None, there=False)
    assert read_shard.read_shard(gone, tmp_path / "output").fresh == 1

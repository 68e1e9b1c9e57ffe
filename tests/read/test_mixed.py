"""Everything a crawler left, in one run of `tinbai normalize`: folders, a glob, standard input."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

from schemas.contract import Contract
from schemas.tables import read_table
from tests.normalize.pages import story, write_pages
from tests.read.samples import http, jsonl, parquet, table, warc_record


def page(title: str) -> bytes:
    body = "".join(f"<p>{line}</p>" for line in story(title).split("\n\n")[1:])
    return f"<!doctype html><html><body><article><h1>{title}</h1>{body}</article></body></html>".encode()


def test_a_mixed_run(tmp_path: Path, contract: Contract) -> None:
    url = "https://bao.example/{}.html"
    pages = write_pages(
        tmp_path / "crawl",
        {
            "a.txt": story("Chợ nổi"),
            "b.html": page("Làng nghề"),
            "c.jsonl": jsonl([{"text": story("Bến đò"), "url": url.format(3)}, {"text": 5}]),
            "d.csv": table([{"noi_dung": "x", "text": story("Cầu treo"), "published": "05/03/2024"}]),
            "deep/e.parquet": parquet([{"html": page("Vườn cam").decode(), "url": url.format(5)}]),
            "deep/f.warc.gz": gzip.compress(warc_record("response", url.format(6), http(page("Mùa lũ")))),
        },
    )
    sent = jsonl([{"text": story("Hội làng")}, {"text": "", "url": url.format(8)}])
    command = [sys.executable, "-m", "tinbai", "normalize", "--json", "--workspace", str(tmp_path / "work")]
    given = [str(pages / "*.*"), str(pages / "deep"), "-"]
    for _ in range(2):
        ran = subprocess.run([*command, *given], input=sent, capture_output=True, timeout=120, check=False)
        assert ran.returncode == 0, ran.stderr.decode()
        counts = json.loads(ran.stdout)["counts"]
        assert (counts["pages"], counts["articles"], counts["rejected"]) == (9, 7, 2)
    articles = read_table(tmp_path / "work" / "articles", contract, "articles").to_pylist()
    assert {row["source_path"]: row["title"] for row in articles} == {
        "a.txt": "Chợ nổi",
        "b.html": "Làng nghề",
        "c.jsonl#1": "Bến đò",
        "d.csv#1": "Cầu treo",
        "e.parquet#1": "Vườn cam",
        "f.warc.gz#1": "Mùa lũ",
        "stdin#1": "Hội làng",
    }
    by_path = {row["source_path"]: row for row in articles}
    assert by_path["c.jsonl#1"]["url"] == url.format(3)
    assert by_path["d.csv#1"]["published_at"].isoformat() == "2024-03-05"
    assert by_path["f.warc.gz#1"]["crawled_at"] is not None
    refused = read_table(tmp_path / "work" / "quarantine", contract, "quarantine").to_pylist()
    assert {(row["source_path"], row["reason"]) for row in refused} == {
        ("c.jsonl#2", "broken"),
        ("stdin#2", "empty"),
    }

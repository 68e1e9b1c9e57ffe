import json
from pathlib import Path

import pytest

from dataset.dedup import cluster
from dataset.normalize import normalize
from schemas.contract import Contract
from schemas.progress import silent
from schemas.tables import read_table
from tests.dedup.test_clusters import clustered

pytestmark = pytest.mark.seeds


def test_two_tellings_of_one_call_are_one_cluster(shared: Path) -> None:
    """Seeds 001 and 003 report one telephone call, 002 another meeting of the same site as 001."""
    texts: dict[str, str] = {}
    for path in sorted((shared / "reference" / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        if gold.get("text"):
            texts[path.name[:3]] = gold["text"]
        for record in gold.get("records", []):
            texts[f"{path.name[:3]}-{record['item_index']:02d}"] = record["text"]
    (second,) = (shared / "seeds").glob("002_*.txt")
    story, _, _ = second.read_text(encoding="utf-8").partition("Tin bài liên quan")
    texts["002"] = "\n".join(line for line in story.splitlines() if len(line) > 200)

    rows = clustered(texts)
    assert rows["003"]["cluster_id"] == rows["001"]["cluster_id"] == "001"
    assert rows["002"]["cluster_id"] == "002"
    joined = {name for name, row in rows.items() if row["cluster_id"] != name}
    assert joined == {"003"}, "no teaser of the listing is a copy of another"


def test_so_they_are_after_our_own_cleaning(shared: Path, contract: Contract, tmp_path: Path) -> None:
    normalize([shared / "seeds"], tmp_path, contract)
    articles = read_table(tmp_path / "articles", contract, "articles")
    path = dict(zip(articles["id"].to_pylist(), articles["source_path"].to_pylist(), strict=True))
    named = {
        path[row["id"]][:3]: path[row["cluster_id"]][:3]
        for row in cluster(articles, contract, progress=silent).to_pylist()
        if not path[row["id"]].startswith("000")
    }
    assert named["001"] == named["003"]
    assert len({named["001"], named["002"], named["004"]}) == 3

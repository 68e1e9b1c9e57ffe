import json
from pathlib import Path

import pytest

from schemas.contract import Contract
from tests.validation.factory import sound_tables, write
from tests.validation.finding import by_check


def test_a_file_changed_after_its_stage(tmp_path: Path, contract: Contract) -> None:
    inputs = write(tmp_path, sound_tables(), contract)
    file = inputs.quarantine / "part-00000.parquet"
    file.write_bytes(file.read_bytes() + b"\0")
    found = by_check(inputs, contract)
    assert [row["message"] for row in found["MAN002"]] == [
        "quarantine/part-00000.parquet is not as normalize left it"
    ]


def test_a_file_gone_after_its_stage(tmp_path: Path, contract: Contract) -> None:
    inputs = write(tmp_path, sound_tables(), contract)
    (inputs.articles / "part-00001.parquet").unlink()
    found = by_check(inputs, contract)
    assert "is gone" in str(found["MAN002"][0]["message"])
    assert len(found["MAN004"]) == 2, "articles and teasers both lack rows"


@pytest.mark.parametrize("count", ["pages", "articles", "listings", "rejected", "folded"])
def test_a_page_that_vanished(tmp_path: Path, contract: Contract, count: str) -> None:
    inputs = write(tmp_path, sound_tables(), contract)
    file = inputs.manifests / "normalize.json"
    body = json.loads(file.read_text(encoding="utf-8"))
    body["counts"][count] += 1
    file.write_text(json.dumps(body), encoding="utf-8")
    found = by_check(inputs, contract)
    assert set(found) == ({"MAN003", "MAN004"} if count == "articles" else {"MAN003"})


@pytest.mark.parametrize("text", ["", "[]", '{"stage": "normalize"}', "[" * 100_000, '{"a": NaN', "\x80"])
def test_a_manifest_that_cannot_be_read(tmp_path: Path, contract: Contract, text: str) -> None:
    inputs = write(tmp_path, sound_tables(), contract)
    (inputs.manifests / "dedup.json").write_text(text, encoding="latin-1")
    assert set(by_check(inputs, contract)) == {"MAN001"}

"""After the whole road no file, log or release tells who the annotators are, nor what opens their accounts."""

import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.road.commands import Tinbai

pytestmark = [pytest.mark.server, pytest.mark.timeout(300)]

# Label Studio's own accounts, which only their owner may read.
OWN = ("server/data/", "server/credentials.json")


def contents(workspace: Path) -> Iterator[tuple[str, str]]:
    """Every file's name and all that stands in it; Parquet unpacked, with its metadata."""
    for path in sorted(workspace.rglob("*")):
        name = path.relative_to(workspace).as_posix()
        if not path.is_file() or name.startswith(OWN):
            continue
        yield name, path.read_bytes().decode("utf-8", errors="replace")
        if path.suffix == ".parquet":
            table = pq.read_table(path, partitioning=None)
            yield (
                name,
                f"{table.schema.metadata}{json.dumps(table.to_pylist(), ensure_ascii=False, default=str)}",
            )


def test_nothing_tells_who_labelled(tmp_path: Path) -> None:
    tinbai = Tinbai(tmp_path / "W")
    result = tinbai.run("demo", "--json")
    assert result.returncode == 0, result.stderr
    credentials = json.loads((tinbai.workspace / "server/credentials.json").read_text(encoding="utf-8"))
    accounts = [credentials["admin"], *credentials["annotators"]]
    assert {account["name"] for account in accounts} > {"sample-a", "sample-b", "sample-adjudicator"}
    secrets = [str(account[part]) for account in accounts for part in ("email", "password", "api_key")]
    names = [account["name"] for account in credentials["annotators"]]
    files = dict(contents(tinbai.workspace))
    # The search reaches where people's answers are, and would find what is there.
    assert {"annotations/part-00000.parquet", "manifests/pull.json", "server/server.log"} <= files.keys()
    assert any(name.startswith("labelstudio/pulled-") for name in files)
    assert any(
        name.startswith("releases/") and "annotator-" in text for name, text in contents(tinbai.workspace)
    )
    for name, text in contents(tinbai.workspace):
        for secret in [*secrets, *names]:
            assert secret not in text, f"{name} tells {secret}"
    for secret in secrets:
        assert secret not in result.stdout + result.stderr
    for own in (tinbai.workspace / "server/credentials.json", tinbai.workspace / "server"):
        assert own.stat().st_mode & 0o077 == 0, own

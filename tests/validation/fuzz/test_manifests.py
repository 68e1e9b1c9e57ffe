"""Manifests: any JSON and none, and paths that lead out of the workspace."""

import json
import os
import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.exports import written
from tests.fuzz import budget
from tests.validation.factory import sound_tables, write
from tests.validation.finding import by_check
from tests.validation.fuzz.damage import CONTRACT
from tests.validation.fuzz.files import PATHS, manifests
from tests.validation.fuzz.outcome import judged
from validation.inputs import Inputs


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Inputs:
    root = tmp_path_factory.mktemp("small")
    inputs = write(root, {"articles": sound_tables(2, 0)["articles"]}, CONTRACT)
    (root / "link").symlink_to("/etc/passwd")
    (root / "loop").symlink_to("loop")
    return inputs


@budget(20)
@given(
    body=manifests,
    raw=st.none() | st.binary(max_size=9),
    stem=st.sampled_from(["normalize", "dedup", "\u202e"]),
)
def test_any_manifest_is_judged(small: Inputs, body: object, raw: bytes | None, stem: str) -> None:
    shutil.rmtree(small.manifests, ignore_errors=True)
    small.manifests.mkdir()
    text = written(body) if raw is None else ""
    (small.manifests / f"{stem}.json").write_bytes(text.encode("utf-8", "surrogatepass") or raw or b"")
    judged(small, CONTRACT)


@pytest.mark.parametrize("name", [*PATHS[1:], "b" * 5_000])
def test_an_output_that_is_none(small: Inputs, name: str) -> None:
    """Whatever the sha256, nothing outside is looked at; the machine's own path is in no message."""
    body = {"stage": "dedup", "outputs": {name: "0" * 64}, "counts": {}}
    shutil.rmtree(small.manifests, ignore_errors=True)
    small.manifests.mkdir()
    (small.manifests / "dedup.json").write_text(json.dumps(body), encoding="utf-8")
    found = by_check(small, CONTRACT)
    told = [str(row["message"]) for check in ("MAN001", "MAN002") for row in found.get(check, [])]
    assert len(told) == 1
    assert str(small.root) not in told[0]
    if ".." in name or name.startswith("/"):
        assert "leads out of the workspace, so it was not looked at" in told[0]


def test_a_folder_and_a_name_that_is_not_utf8_among_manifests(small: Inputs) -> None:
    shutil.rmtree(small.manifests, ignore_errors=True)
    (small.manifests / "folder.json").mkdir(parents=True)
    (small.manifests / os.fsdecode(b"\xff.json")).write_bytes(b"{")
    (small.manifests / "true.json").write_text(
        '{"stage": "x", "outputs": {}, "counts": {"a": true}}', "utf-8"
    )
    told = [str(row["message"]) for row in by_check(small, CONTRACT)["MAN001"]]
    assert len(told) == 3
    assert "folder.json: cannot be read (Is a directory)" in told
    assert "true.json: lacks stage, outputs (path to sha256) or counts (name to number)" in told
    judged(small, CONTRACT)

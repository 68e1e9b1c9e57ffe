"""Releases in folders and on the Hub, and no more of them than is read."""

import json
import shutil
from pathlib import Path

import pytest

from dataset.diff.difference import Difference, difference
from schemas.contract import Contract
from schemas.errors import DataError, ServerError, UsageError
from tests.diff.by_hand import restate
from tests.hub.stand_in import TOKEN, StandIn
from tests.hub.test_verify import REPO, put
from tests.road.commands import run_tinbai
from tinbai.console import Console
from tinbai.stages.diff import diff
from tinbai.stages.verify import verify


def test_a_folder_and_a_tag_differ_as_two_folders_do(
    hub: StandIn, pair: tuple[Path, Path], found: Difference, contract: Contract
) -> None:
    repository = put(hub, pair[1], "v2.0.0")
    for revision in ("v2.0.0", "main", repository.commits[-1].oid):
        there = difference(str(pair[0]), f"{REPO}@{revision}", contract, token=TOKEN, endpoint=hub.endpoint)
        assert there.given == ("v1.0.0", f"{REPO}@{revision}")
        assert there.comparison == found.comparison
        assert (there.mix, there.examples) == (found.mix, found.examples)


def test_two_revisions_and_only_what_is_needed(
    hub: StandIn, pair: tuple[Path, Path], found: Difference, contract: Contract
) -> None:
    put(hub, pair[0], "v1.0.0")
    put(hub, pair[1], "v2.0.0")
    there = difference(f"{REPO}@v1.0.0", f"{REPO}@v2.0.0", contract, token=TOKEN, endpoint=hub.endpoint)
    assert there.comparison == found.comparison
    asked = {request.partition("/resolve/")[2].partition("/")[2] for request in hub.requests}
    assert "manifest.json" in asked
    assert not asked & {"README.md", "croissant.json", "CHANGELOG.md"}
    alike = [
        split
        for split, one in found.comparison.configs["ner"].splits.items()
        if one.old_sha256 == one.new_sha256 and split != "train"
    ]
    assert not asked & {f"data/ner/{split}-00000-of-00001.parquet" for split in alike}


def test_of_the_same_release_twice_the_manifest_is_enough(
    hub: StandIn, pair: tuple[Path, Path], contract: Contract
) -> None:
    put(hub, pair[0], "v1.0.0")
    same = difference(str(pair[0]), f"{REPO}@v1.0.0", contract, token=TOKEN, endpoint=hub.endpoint)
    assert same.comparison.reasons == ()
    assert not any("parquet" in request and "/resolve/" in request for request in hub.requests)


def test_what_arrives_otherwise_is_refused(hub: StandIn, pair: tuple[Path, Path], contract: Contract) -> None:
    put(hub, pair[1], "v2.0.0")
    hub.garbled.add("data/entities/train-00000-of-00001.parquet")
    with pytest.raises(DataError, match=r"entities/train.*is not the file.*tinbai verify"):
        difference(str(pair[0]), f"{REPO}@v2.0.0", contract, token=TOKEN, endpoint=hub.endpoint)


def test_what_is_not_there_is_said_to_a_reader(
    hub: StandIn, pair: tuple[Path, Path], contract: Contract, tmp_path: Path
) -> None:
    old = str(pair[0])
    put(hub, pair[0], "v1.0.0")
    with pytest.raises(UsageError, match="is no folder, no revision"):
        difference(old, "nowhere", contract, token=None)
    with pytest.raises(UsageError, match=r"v9\.9\.9"):
        difference(old, f"{REPO}@v9.9.9", contract, token=TOKEN, endpoint=hub.endpoint)
    with pytest.raises(DataError, match="is no release"):
        difference(old, str(tmp_path), contract, token=None)
    with pytest.raises(ServerError) as caught:
        difference(old, f"{REPO}@v1.0.0", contract, token=None, endpoint="http://127.0.0.1:1")
    assert "publish" not in str(caught.value)


def test_a_manifest_does_not_lead_out_of_its_folder(
    pair: tuple[Path, Path], contract: Contract, tmp_path: Path
) -> None:
    new = shutil.copytree(pair[1], tmp_path / "v2.0.0")
    files = {"files": ["../../secret.parquet"]}
    restate(new, lambda body: body["configs"]["articles"]["splits"]["train"].update(files))
    with pytest.raises(DataError, match="is no file of the release"):
        difference(str(pair[0]), str(new), contract, token=None)


def test_the_command(pair: tuple[Path, Path], tmp_path: Path) -> None:
    page = tmp_path / "diff.html"
    done = run_tinbai("diff", *map(str, pair), "--html", str(page))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("1.0.0 -> 2.0.0: at least a major step, to 2.0.0\n")
    assert "major: entities: 4 ids relabelled: 1 span came" in done.stdout
    assert f"page: {page}" in done.stdout
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert len(done.stdout.splitlines()) < 26

    small = shutil.copytree(pair[1], tmp_path / "v1.0.1")
    restate(small, lambda body: body.update(version="1.0.1"))
    done = run_tinbai("diff", str(pair[0]), str(small), "--json")
    body = json.loads(done.stdout)
    assert done.returncode == body["exit_code"] == 1
    assert (body["counts"]["honest"], body["counts"]["least_version"]) == (False, "2.0.0")
    assert body["counts"]["examples"]
    assert body["text"].splitlines()[-1].strip().startswith("next: release it as 2.0.0")


def test_a_bare_version_is_the_workspaces(
    pair: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tinbai.toml").write_text('name = "tin"\n', encoding="utf-8")
    for folder in pair:
        shutil.copytree(folder, tmp_path / "releases" / folder.name)
    monkeypatch.chdir(tmp_path)
    quiet = Console(as_json=True)
    assert diff(quiet, "v1.0.0", "2.0.0").counts["new_version"] == "2.0.0"
    assert verify(quiet, "v2.0.0").exit_code == 0
    with pytest.raises(UsageError, match=r"v9\.0\.0 is no folder"):
        diff(quiet, "v1.0.0", "v9.0.0")

"""Releases in a plain folder, and which of the three ways a target takes."""

import json
import shutil
from pathlib import Path

import pytest

from dataset.publish import Placed, placed, publish_to_folder, to_folder
from dataset.publish.objects import is_store_url
from schemas.errors import DataError, TinbaiError, UsageError
from schemas.progress import unseen
from schemas.release.manifest import MANIFEST
from tests.hub.fault_table import tree_of
from tinbai.console import Console
from tinbai.init import init_workspace
from tinbai.stages.publish import publish
from tinbai.workspace import Workspace


def files_of(release: Path) -> dict[str, bytes]:
    return {path: blob.data for path, blob in tree_of(release).items()}


def send(release: Path, folder: Path, *, dry_run: bool = False) -> Placed:
    return publish_to_folder(release, folder, dry_run=dry_run, phases=unseen)


def test_the_road(small: Path, tmp_path: Path) -> None:
    target = tmp_path / "kho"
    assert send(small, target, dry_run=True).plan.additions[-1] == MANIFEST
    assert not target.exists(), "a dry run writes nothing"
    assert send(small, target).sent
    assert files_of(target / "v1.0.0") == files_of(small)
    assert [path.name for path in target.iterdir()] == ["v1.0.0"]
    assert not send(small, target).sent
    (target / "v1.0.0/README.md").write_text("# theirs", encoding="utf-8")
    with pytest.raises(UsageError, match="releases never change"):
        send(small, target)


def test_ended_at_each_write(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is synced when it is written, a folder when it is renamed."""
    monkeypatch.setattr(placed, "check_release", lambda _folder: [])
    sync, target = to_folder.sync, tmp_path / "kho"
    left = whole = 0

    def until(path: Path) -> None:
        nonlocal left, whole
        left -= 1
        if path.name.endswith(".part"):
            whole = path.stat().st_ino
        if left < 0:
            raise KeyboardInterrupt
        sync(path)

    monkeypatch.setattr(to_folder, "sync", until)
    for ended in range(100):
        left = ended
        try:
            send(small, target)
        except KeyboardInterrupt:
            there = [path.name for path in target.iterdir()]
            assert there in ([], ["v1.0.0"]), "whole or not at all"
        else:
            break
        if there:
            assert files_of(target / "v1.0.0") == files_of(small)
            (target / "v1.0.0").rename(tmp_path / f"{ended}")
    assert ended > len(files_of(small))
    assert (target / "v1.0.0").stat().st_ino == whole, "renamed: no moment between nothing and all"


def test_what_a_killed_run_left_goes(small: Path, tmp_path: Path) -> None:
    dead, mine = tmp_path / ".v1.0.0.999999999.part", tmp_path / ".v1.0.0.1.part"
    for part in (dead, mine):
        part.mkdir()
    send(small, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [mine.name, "v1.0.0"], "process 1 still runs"


def test_another_publisher_comes_first(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rename = Path.rename

    def slower(path: Path, target: Path) -> Path:
        shutil.copytree(small, target)
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", slower)
    assert send(small, tmp_path).sent
    assert files_of(tmp_path / "v1.0.0") == files_of(small)


def test_a_release_that_does_not_hold(small: Path, tmp_path: Path) -> None:
    copy = tmp_path / "v1.0.0"
    send(small, tmp_path)
    (copy / "notes.txt").write_text("by the way", encoding="utf-8")
    with pytest.raises(DataError, match=r"notes\.txt is there and not listed"):
        send(copy, tmp_path / "kho")


def test_which_way_a_target_takes(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    init_workspace(tmp_path / "w", "tin-mau")
    workspace = Workspace(tmp_path / "w")
    send(small, workspace.releases)
    monkeypatch.delenv("HF_TOKEN", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    for target, place in {
        "./kho": tmp_path / "kho",
        "~/nhà": tmp_path / "nhà",
        f"file://{tmp_path}/t%20m": tmp_path / "t m",
    }.items():
        done = publish(workspace, Console(), target)
        assert files_of(place / "v1.0.0") == files_of(small)
        assert "was there already" in publish(workspace, Console(), target).summary
        assert json.dumps(done.counts)
    with pytest.raises(UsageError, match="--private is for the Hub"):
        publish(workspace, Console(), "./kho", private=True)
    with pytest.raises(TinbaiError, match="HF_TOKEN is not set"):
        publish(workspace, Console(), "kho/tin")
    assert [is_store_url(text) for text in ("s3://b/p", "file:///p", "a/b@v1", "://", "s3://")] == [True] + [
        False
    ] * 4

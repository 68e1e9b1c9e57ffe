"""A stage runs again exactly when something that it depends on has changed."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from schemas.errors import StorageError, UsageError
from schemas.files import whole_file, write_text
from tinbai.stages.cached import cached
from tinbai.workspace import Workspace, find_workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    write_text(tmp_path / "tinbai.toml", "")
    pq.write_table(pa.table({"a": [1]}), tmp_path / "in.parquet")
    return Workspace(tmp_path)


@pytest.fixture
def stage(workspace: Workspace) -> Callable[..., bool]:
    def run(**options: object) -> bool:
        """Whether the work was done."""

        def work() -> Mapping[str, int]:
            write_text(workspace.root / "out.parquet", "made")
            return {"rows": 1}

        counts, skipped = cached(
            workspace,
            "some",
            options=options,
            inputs=[workspace.root / "in.parquet"],
            outputs=[workspace.root / "out.parquet"],
            work=work,
        )
        assert counts == {"rows": 1}
        return not skipped

    return run


def test_the_same_again_is_skipped(stage: Callable[..., bool]) -> None:
    assert stage()
    assert not stage()


def test_a_changed_option(stage: Callable[..., bool]) -> None:
    assert stage(seed=1)
    assert stage(seed=2)


def test_a_changed_input(stage: Callable[..., bool], workspace: Workspace) -> None:
    assert stage()
    pq.write_table(pa.table({"a": [2]}), workspace.root / "in.parquet")
    assert stage()


def test_a_tampered_output(stage: Callable[..., bool], workspace: Workspace) -> None:
    assert stage()
    write_text(workspace.root / "out.parquet", "tampered")
    assert stage()
    assert (workspace.root / "out.parquet").read_text() == "made"


def test_a_removed_output(stage: Callable[..., bool], workspace: Workspace) -> None:
    assert stage()
    (workspace.root / "out.parquet").unlink()
    assert stage()


def test_a_broken_manifest(stage: Callable[..., bool], workspace: Workspace) -> None:
    assert stage()
    (workspace.manifests / "some.json").write_text('{"stage": ', encoding="utf-8")
    assert stage()


def test_two_at_once(workspace: Workspace) -> None:
    with workspace.lock(), pytest.raises(UsageError, match="another tinbai is at work"), workspace.lock():
        pass


def test_the_lock_sweeps_what_a_kill_left(workspace: Workspace) -> None:
    workspace.manifests.mkdir()
    left = [workspace.manifests / ".some.json.123.part", workspace.root / ".clusters.parquet.123.part"]
    own = workspace.root / "pages" / ".somebody's.part"
    own.parent.mkdir()
    for path in (*left, own):
        path.write_text("half", encoding="utf-8")
    with workspace.lock():
        assert not any(path.exists() for path in left)
        assert own.exists()


def test_the_lock_finishes_what_a_kill_left_of_normalize(workspace: Workspace) -> None:
    """The next stage must not read new articles beside an old quarantine."""
    coming = workspace.root / "normalized" / "next"
    (coming / "articles").mkdir(parents=True)
    (coming / "articles" / "part-00000.parquet").write_bytes(b"new")
    write_text(coming / "COMMIT.json", '{"files": ["articles/part-00000.parquet"], "stale": []}')
    with workspace.lock():
        assert (workspace.articles / "part-00000.parquet").read_bytes() == b"new"
        assert not coming.exists()


def test_no_workspace(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="tinbai init"):
        find_workspace(tmp_path)
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match="not a folder"):
        find_workspace(tmp_path / "file")


def test_the_nearest_workspace_upwards(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = workspace.root / "a" / "b"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    assert find_workspace(None).root == workspace.root


def test_an_error_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_text(path, "old")
    with pytest.raises(UnicodeEncodeError):
        write_text(path, "half \ud800")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk(tmp_path: Path) -> None:
    """/dev/full is the kernel's own full disk."""
    with (
        pytest.raises(StorageError, match="No space left on device") as caught,
        whole_file(tmp_path / "file"),
        Path("/dev/full").open("w") as full,
    ):
        full.write("x" * 100_000)
    assert caught.value.exit_code == 3

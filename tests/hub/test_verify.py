"""What lies in a folder or under a tag, held against what was released."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from dataset.publish.check_place import verify_against, verify_place
from dataset.publish.place import Place, opened, place_of
from dataset.release.verify import verify_folder
from schemas.contract import Contract
from schemas.errors import ConfigError, DataError, ServerError, TinbaiError, UsageError
from schemas.files import file_sha256
from schemas.release.manifest import MANIFEST, all_files
from tests.hub.stand_in import READ_TOKEN, STRANGER, TOKEN, Blob, Fault, Repository, StandIn
from tests.release.samples import newsroom, release
from tests.road.commands import run_tinbai

REPO = "toa-soan/tin-mau"
SHARD = "data/entities/train-00000-of-00001.parquet"
FIRST = Place(REPO, "v1.0.0")


@pytest.fixture(scope="module")
def sound(contract: Contract, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return release(contract, tmp_path_factory.mktemp("sound"), newsroom(contract, copies=2)).folder


@pytest.fixture
def copy(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "copy"))


def put(hub: StandIn, folder: Path, *tags: str, **more: bytes) -> Repository:
    """The folder as a repository, as the Hub keeps it; `more` are files that nobody released."""
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
    tree = {name: Blob(data, name.endswith(".parquet")) for name, data in (files | more).items()}
    repository = hub.repositories.setdefault(REPO, Repository(private=False))
    made = repository.commit("by hand", {".gitattributes": Blob(b"*.parquet filter=lfs", False), **tree})
    repository.tags |= dict.fromkeys(tags, made.oid)
    return repository


def relist(folder: Path, change: Callable[[dict[str, object]], object] = dict) -> None:
    """A manifest that lists the files as they are now, and says what else `change` makes it say."""
    body = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    for entry in body["files"]:
        file = folder / entry["path"]
        entry["bytes"], entry["sha256"] = file.stat().st_size, file_sha256(file)
    change(body)
    (folder / MANIFEST).write_text(json.dumps(body), encoding="utf-8")


def test_a_sound_folder_and_what_a_download_adds(copy: Path) -> None:
    (copy / ".gitattributes").write_text("*.parquet filter=lfs\n", encoding="utf-8")
    (copy / ".cache/huggingface").mkdir(parents=True)
    (copy / ".cache/huggingface/CACHEDIR.TAG").write_text("", encoding="utf-8")
    found = verify_folder(copy)
    assert found.problems == ()
    assert found.manifest_sha256 == file_sha256(copy / MANIFEST)


def cut(folder: Path) -> None:
    (folder / SHARD).write_bytes((folder / SHARD).read_bytes()[:-9])


def one_letter(folder: Path) -> None:
    text = (folder / "README.md").read_text(encoding="utf-8")
    (folder / "README.md").write_text(text.replace("e", "ê", 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (cut, f"{SHARD} is not the file"),
        (one_letter, "README.md is not the file"),
        (lambda folder: (folder / SHARD).unlink(), f"{SHARD} is listed"),
        (
            lambda folder: (folder / "data/more.csv").write_bytes(b"a"),
            "data/more.csv is there and not listed",
        ),
    ],
)
def test_each_damage_is_told(copy: Path, damage: Callable[[Path], object], told: str) -> None:
    damage(copy)
    assert any(problem.startswith(told) for problem in verify_folder(copy).problems)


def entities(body: dict[str, object], **change: object) -> None:
    configs = body["configs"]
    assert isinstance(configs, dict)
    configs["entities"]["splits"]["train"] |= change


@pytest.mark.parametrize(
    ("damage", "change", "told"),
    [
        (cut, lambda _: None, "it cannot be read to the end"),
        (None, lambda body: entities(body, files=["../beside.parquet"]), "is no file of the release"),
        (None, lambda body: entities(body, files=[]), "entities/train has no file"),
        (None, lambda body: entities(body, rows=99), "entities/train has"),
        (None, lambda body: entities(body, logical_sha256="0" * 64), "logical hash"),
        (
            lambda folder: (folder / "README.md").write_text("---\na: [\n---\n"),
            lambda _: None,
            "cannot be read",
        ),
    ],
)
def test_a_manifest_that_lists_it_so_is_not_believed(
    copy: Path,
    damage: Callable[[Path], object] | None,
    change: Callable[[dict[str, object]], object],
    told: str,
) -> None:
    if damage is not None:
        damage(copy)
    relist(copy, change)
    assert any(told in problem for problem in verify_folder(copy).problems)


def test_a_tag_is_fetched_and_read_back(hub: StandIn, sound: Path) -> None:
    put(hub, sound, "v1.0.0", "v2.0.0")
    found = verify_place(FIRST, token=TOKEN, endpoint=hub.endpoint)
    assert (found.problems, found.manifest_sha256) == ((), file_sha256(sound / MANIFEST))
    other = verify_place(Place(REPO, "v2.0.0"), token=TOKEN, endpoint=hub.endpoint)
    assert other.problems == ("the tag v2.0.0 stands on version 1.0.0",)
    put(hub, sound, "v1.0.0", **{"data/more.csv": b"a,b"})
    moved = verify_place(FIRST, token=TOKEN, endpoint=hub.endpoint)
    assert moved.problems == (f"data/more.csv is there and not listed in {MANIFEST}",)


def test_a_file_that_arrives_otherwise_is_told(hub: StandIn, sound: Path) -> None:
    put(hub, sound, "v1.0.0")
    hub.garbled.add("CHANGELOG.md")
    (problem,) = verify_place(FIRST, token=TOKEN, endpoint=hub.endpoint).problems
    assert problem.startswith("CHANGELOG.md is not the file")


def test_a_folder_against_a_tag(hub: StandIn, sound: Path, copy: Path) -> None:
    put(hub, sound, "v1.0.0")
    assert verify_against(copy, FIRST, token=TOKEN, endpoint=hub.endpoint).problems == ()
    assert not any(SHARD in request for request in hub.requests), "the manifest is enough"
    one_letter(copy)
    relist(copy)  # sound in itself, and still not what was released
    first, *rest = verify_against(copy, FIRST, token=TOKEN, endpoint=hub.endpoint).problems
    assert first.startswith(f"{MANIFEST} is not the one that stands at {REPO}@v1.0.0")
    assert rest == []


def test_what_is_not_there_is_said(hub: StandIn, sound: Path, tmp_path: Path) -> None:
    repository = put(hub, sound, "v1.0.0")
    with pytest.raises(UsageError, match=r"has no tag, branch or commit v9\.9\.9"):
        verify_place(Place(REPO, "v9.9.9"), token=TOKEN, endpoint=hub.endpoint)
    with pytest.raises(UsageError, match="there is no dataset toa-soan/khac"):
        verify_place(Place("toa-soan/khac", "v1.0.0"), token=TOKEN, endpoint=hub.endpoint)
    made = repository.commit("no release", {"data.csv": Blob(b"a", False)})
    repository.tags["v0.1.0"] = made.oid
    with pytest.raises(UsageError, match=r"v0\.1\.0 is no release"):
        verify_place(Place(REPO, "v0.1.0"), token=TOKEN, endpoint=hub.endpoint)
    with pytest.raises(UsageError, match=r"v0\.1\.0 is no release"):
        verify_against(sound, Place(REPO, "v0.1.0"), token=TOKEN, endpoint=hub.endpoint)
    with pytest.raises(ServerError, match=r"does not answer|not within reach"):
        verify_place(FIRST, token=TOKEN, endpoint="http://127.0.0.1:1")
    with pytest.raises(DataError, match="is no release"):
        verify_folder(tmp_path)


def test_a_tag_a_branch_or_a_commit(hub: StandIn, sound: Path) -> None:
    repository = put(hub, sound, "v1.0.0")
    for revision in ("v1.0.0", "main", repository.commits[-1].oid):
        with opened(f"{REPO}@{revision}", token=TOKEN, endpoint=hub.endpoint) as folder:
            assert file_sha256(folder / MANIFEST) == file_sha256(sound / MANIFEST)
    assert not folder.exists()
    with opened(f"{REPO}@main", [MANIFEST], token=TOKEN, endpoint=hub.endpoint) as folder:
        assert [path.name for path in all_files(folder)] == [MANIFEST]
    with opened(str(sound), token=TOKEN) as folder:
        assert folder == sound
    with pytest.raises(UsageError, match="no folder, no revision"), opened("nowhere", token=TOKEN):
        pass


@pytest.mark.parametrize(
    ("status", "headers", "told"),
    [
        (401, {}, "refused the token"),
        (403, {}, "may not read"),
        (403, {"X-Error-Code": "GatedRepo"}, "Ask for access at"),
        (500, {}, "answered 500"),
    ],
)
def test_a_reader_is_not_told_to_publish(
    hub: StandIn, sound: Path, status: int, headers: dict[str, str], told: str
) -> None:
    put(hub, sound, "v1.0.0")
    told_by = {"X-Error-Message": "Invalid credentials in Authorization header", **headers}
    hub.faults = [Fault(answer=status, headers=told_by, times=None)]
    with pytest.raises(TinbaiError, match=told) as refused:
        verify_place(FIRST, token="hf_mine", endpoint=hub.endpoint)
    assert not re.search("publish|write|hf_mine", str(refused.value))


def test_a_gated_and_a_private_one(hub: StandIn, sound: Path) -> None:
    repository = put(hub, sound, "v1.0.0")
    repository.gated = "manual"
    for token in (None, STRANGER):
        with pytest.raises(ConfigError, match="Ask for access at"):
            verify_place(FIRST, token=token, endpoint=hub.endpoint)
    repository.let_in.add(STRANGER)
    for token in (STRANGER, READ_TOKEN):
        assert verify_place(FIRST, token=token, endpoint=hub.endpoint).problems == ()
    repository.private = True
    with pytest.raises(UsageError, match="that you may see"):
        verify_place(FIRST, token=STRANGER, endpoint=hub.endpoint)


def test_how_a_revision_is_written() -> None:
    assert place_of("a/b@v1.0.0") == Place("a/b", "v1.0.0")
    assert [place_of(text) for text in ("a/b", "b@v1", "a/b@", "a/b/c@v1", "@v1")] == [None] * 5


def test_the_command(copy: Path) -> None:
    done = run_tinbai("verify", str(copy))
    assert (done.returncode, done.stderr) == (0, "")
    assert "each as its manifest says" in done.stdout
    assert "--against OWNER/NAME@v1.0.0" in done.stdout
    assert file_sha256(copy / MANIFEST) in done.stdout
    cut(copy)
    done = run_tinbai("verify", str(copy), "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["counts"]["problems"][0].startswith(SHARD)
    done = run_tinbai("verify", "nowhere")
    assert done.returncode == 2
    assert "OWNER/NAME@REVISION" in done.stderr

"""The real clients against a local stand-in: plan, commit, tag, verification, and what goes wrong between."""

from dataclasses import replace
from pathlib import Path

import pytest

from dataset.publish import Published, publish
from schemas.contract import Contract
from schemas.errors import ConfigError, DataError, ServerError, UsageError
from schemas.progress import unseen
from schemas.release.manifest import MANIFEST
from tests.hub.stand_in import TOKEN, Blob, Fault, Repository, StandIn
from tests.release.samples import newsroom, release, tables_of

# huggingface_hub 2.4 uploads large files in a way that its own HTTP client calls outdated.
pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=<...>' to upload raw bytes:DeprecationWarning")

REPO = "toa-soan/tin-mau"


@pytest.fixture(scope="module")
def releases(contract: Contract, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two versions, small: the second has one article more, unlabelled, and no gold in one config's stead."""
    folder = tmp_path_factory.mktemp("releases")
    tables = newsroom(contract, copies=2)
    first = release(contract, folder, tables, "1.0.0").folder
    fewer = replace(tables, agreement=tables.agreement.slice(0, 0))
    second = release(contract, folder, fewer, "1.0.1", previous=first).folder
    return first, second


def send(
    hub: StandIn, folder: Path, *, dry_run: bool = False, token: str | None = TOKEN, repo_id: str = REPO
) -> Published:
    return publish(
        folder, repo_id, token=token, private=False, gated="auto", dry_run=dry_run, phases=unseen,
        endpoint=hub.endpoint,
    )  # fmt: skip


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def published_files(repository: Repository, tag: str) -> dict[str, bytes]:
    commit = repository.at(tag)
    assert commit is not None
    return {path: blob.data for path, blob in commit.tree.items() if path != ".gitattributes"}


def test_the_road_of_two_versions(hub: StandIn, releases: tuple[Path, Path]) -> None:
    """New repository, rerun, next version: one commit and one tag each, and nothing sent twice."""
    first, second = releases
    plan = send(hub, first, dry_run=True).plan
    assert plan.parent is None
    assert set(plan.additions) == files_of(first).keys()
    assert hub.repositories == {}, "a dry run sends nothing"

    done = send(hub, first)
    repository = hub.repositories[REPO]
    assert repository.gated == "auto"
    assert [commit.title for commit in repository.commits] == ["initial commit", "Release 1.0.0"]
    assert repository.tags == {"v1.0.0": done.commit}
    assert published_files(repository, "v1.0.0") == files_of(first)

    sent = len(hub.requests)
    again = send(hub, first)
    assert (again.sent, again.commit) == (False, done.commit)
    assert not any(
        request.startswith(("PUT", "POST")) and "paths-info" not in request for request in hub.requests[sent:]
    )
    assert "nothing to send" in again.plan.text()

    repository.gated = False  # the owner's own choice
    after = send(hub, second)
    assert len(repository.commits) == 3
    assert repository.gated is False, "an existing repository keeps its settings"
    assert published_files(repository, "v1.0.1") == files_of(second)
    assert published_files(repository, "v1.0.0") == files_of(first), "the old tag stands where it stood"
    assert all(not path.endswith(".parquet") for path in after.plan.additions), (
        "the same data are not sent again"
    )
    assert {"README.md", MANIFEST, "CHANGELOG.md"} <= set(after.plan.additions)

    del repository.tags["v1.0.0"]
    with pytest.raises(UsageError, match=r"holds v1\.0\.1 already, and v1\.0\.0 would take"):
        send(hub, first)


def test_files_that_are_not_the_releases_go(hub: StandIn, releases: tuple[Path, Path]) -> None:
    repository = hub.repositories[REPO] = Repository(private=False)
    repository.commit("by hand", {".gitattributes": Blob(b"", False), "old/data.csv": Blob(b"a,b", False)})
    done = send(hub, releases[0])
    assert done.plan.deletions == ("old/data.csv",)
    assert "  delete old/data.csv" in done.plan.text()
    assert published_files(repository, "v1.0.0") == files_of(releases[0])
    assert repository.gated is False


def test_a_stale_head_commits_nothing(hub: StandIn, releases: tuple[Path, Path]) -> None:
    repository = hub.repositories[REPO] = Repository(private=False)
    repository.commit("initial commit", {})

    def somebody_else() -> None:
        repository.commit("theirs", {"README.md": Blob(b"# theirs", False)})

    hub.faults = [Fault("POST .*/commit/", run=somebody_else)]
    with pytest.raises(ServerError, match="somebody else changed"):
        send(hub, releases[0])
    assert [commit.title for commit in repository.commits] == ["initial commit", "theirs"]
    assert repository.tags == {}


def test_a_tag_with_other_files_never_moves(hub: StandIn, releases: tuple[Path, Path]) -> None:
    repository = hub.repositories[REPO] = Repository(private=False)
    stands = repository.commit("theirs", {"README.md": Blob(b"# theirs", False)}).oid
    repository.tags["v1.0.0"] = stands
    for dry_run in (True, False):
        with pytest.raises(UsageError, match="tags never move"):
            send(hub, releases[0], dry_run=dry_run)
    assert repository.tags == {"v1.0.0": stands}
    assert len(repository.commits) == 1


def test_between_commit_and_tag_the_next_run_sets_the_tag(hub: StandIn, releases: tuple[Path, Path]) -> None:
    hub.faults = [Fault("POST .*/tag/", answer=501)]
    with pytest.raises(ServerError, match="answered 501"):
        send(hub, releases[0])
    repository = hub.repositories[REPO]
    assert repository.tags == {}
    done = send(hub, releases[0])
    assert [commit.title for commit in repository.commits] == ["initial commit", "Release 1.0.0"]
    assert repository.tags == {"v1.0.0": done.commit}


def test_what_comes_out_changed_is_found_from_outside(hub: StandIn, releases: tuple[Path, Path]) -> None:
    """The listing is right and the bytes are not: only a reader from outside can tell."""
    repository = hub.repositories[REPO] = Repository(private=False)
    files = {path: Blob(data, path.endswith(".parquet")) for path, data in files_of(releases[0]).items()}
    repository.tags["v1.0.0"] = repository.commit("Release 1.0.0", files).oid
    hub.garbled.add("CHANGELOG.md")
    with pytest.raises(DataError, match=r"CHANGELOG\.md has another size or sha256"):
        send(hub, releases[0])


def test_a_wrong_token_an_absent_one_and_a_silent_hub(hub: StandIn, releases: tuple[Path, Path]) -> None:
    with pytest.raises(ConfigError, match="refused the token") as refused:
        send(hub, releases[0], token="hf_wrong")
    assert "hf_wrong" not in str(refused.value)
    with pytest.raises(ConfigError, match="HF_TOKEN"):
        send(hub, releases[0], token=None)
    gone = replace(hub, endpoint="http://127.0.0.1:9")
    with pytest.raises(ServerError, match="does not answer"):
        send(gone, releases[0])
    with pytest.raises(UsageError, match="OWNER/NAME"):
        send(hub, releases[0], repo_id="không hợp lệ!")
    assert hub.repositories == {}


def test_a_file_that_does_not_arrive_leaves_no_commit(hub: StandIn, releases: tuple[Path, Path]) -> None:
    hub.faults = [Fault("PUT /store", answer=403, times=None)]
    with pytest.raises((ServerError, ConfigError)):
        send(hub, releases[0])
    assert [commit.title for commit in hub.repositories[REPO].commits] == ["initial commit"]


def test_a_release_that_does_not_hold_is_not_published(
    hub: StandIn, contract: Contract, tmp_path: Path
) -> None:
    tables = newsroom(contract, copies=1)
    folder = release(contract, tmp_path, tables_of(contract, tables.articles.to_pylist(), [])).folder
    (folder / "notes.txt").write_text("by the way", encoding="utf-8")
    with pytest.raises(DataError, match=r"notes\.txt is there and not listed"):
        send(hub, folder)
    assert hub.requests == []

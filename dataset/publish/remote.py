"""What stands in a repository on the Hub: a small face over `HfApi`."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dataset.publish.faults import PUBLISHER, hub_faults
from schemas.files import file_sha256
from schemas.release.manifest import is_added_by_hub

if TYPE_CHECKING:
    from huggingface_hub import HfApi


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file at a revision. `digest` is the sha256 of a large file, the git blob id of a small one."""

    size: int
    digest: str
    large: bool

    def is_same(self, path: Path) -> bool:
        """Whether the local file has these very bytes."""
        if path.stat().st_size != self.size:
            return False
        return self.digest == (file_sha256(path) if self.large else git_blob_id(path))


@dataclass(frozen=True, slots=True)
class RemoteState:
    """A dataset repository: its head, the files there, and its tags with the commits they stand on.

    `head` is None where there is no repository.
    """

    head: str | None
    files: Mapping[str, RemoteFile]
    tags: Mapping[str, str]


def read_state(api: "HfApi", repo_id: str) -> RemoteState:
    """What stands in the repository now."""
    from huggingface_hub.errors import RepositoryNotFoundError

    with hub_faults(api, repo_id, PUBLISHER):
        try:
            head = api.dataset_info(repo_id).sha
        except RepositoryNotFoundError:  # also the answer to a stranger, where it is private
            return RemoteState(None, {}, {})
        assert head is not None
        refs = api.list_repo_refs(repo_id, repo_type="dataset")
    tags = {ref.name: ref.target_commit for ref in refs.tags}
    return RemoteState(head, files_at(api, repo_id, head), tags)


def files_at(api: "HfApi", repo_id: str, revision: str) -> dict[str, RemoteFile]:
    """The files at a commit or tag, without the Hub's own."""
    from huggingface_hub import RepoFile

    with hub_faults(api, repo_id, PUBLISHER):
        tree = api.list_repo_tree(repo_id, recursive=True, revision=revision, repo_type="dataset")
        return {
            entry.path: RemoteFile(
                entry.size, entry.lfs.sha256 if entry.lfs else entry.blob_id, bool(entry.lfs)
            )
            for entry in tree
            if isinstance(entry, RepoFile) and not is_added_by_hub(entry.path)
        }


def commits_titled(api: "HfApi", repo_id: str, title: str) -> list[str]:
    """The commits of that title, newest first."""
    with hub_faults(api, repo_id, PUBLISHER):
        commits = api.list_repo_commits(repo_id, repo_type="dataset")
    return [commit.commit_id for commit in commits if commit.title == title]


def git_blob_id(path: Path) -> str:
    """The id that git gives a file's bytes."""
    data = path.read_bytes()
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()

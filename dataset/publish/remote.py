"""The Hub's answers as ours: a small face over `HfApi`, and its errors in one line each."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from schemas.errors import ConfigError, ServerError, UsageError
from schemas.files import file_sha256

if TYPE_CHECKING:
    from huggingface_hub import HfApi

# The Hub makes this file itself; it is in no release.
OWN_FILES = frozenset({".gitattributes"})


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

    with hub_faults(api, repo_id):
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

    with hub_faults(api, repo_id):
        tree = api.list_repo_tree(repo_id, recursive=True, revision=revision, repo_type="dataset")
        return {
            entry.path: RemoteFile(
                entry.size, entry.lfs.sha256 if entry.lfs else entry.blob_id, bool(entry.lfs)
            )
            for entry in tree
            if isinstance(entry, RepoFile) and entry.path not in OWN_FILES
        }


def git_blob_id(path: Path) -> str:
    """The id that git gives a file's bytes."""
    data = path.read_bytes()
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


@contextmanager
def hub_faults(api: "HfApi", repo_id: str) -> Iterator[None]:
    """Turn what the Hub refuses, or its silence, into one line with what to do. No token is ever printed."""
    from httpx2 import HTTPError
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError

    try:
        yield
    except HFValidationError as error:
        raise UsageError(f"{repo_id!r} is no name of a repository", hint="Write it as OWNER/NAME") from error
    except HfHubHTTPError as error:
        status = error.response.status_code
        if status == 401:
            raise ConfigError(
                f"the Hub at {api.endpoint} refused the token for {repo_id}",
                hint="Set HF_TOKEN to a token that may write there",
            ) from error
        if status == 403:
            raise ConfigError(
                f"the token may not write to {repo_id} on the Hub", hint="Ask its owner, or use another token"
            ) from error
        if status == 412:
            raise ServerError(
                f"somebody else changed {repo_id} while this release was on its way, so nothing was committed",
                hint="Look at what changed there, then run publish again",
            ) from error
        raise ServerError(
            f"the Hub answered {status} for {repo_id}: {' '.join(str(error).split())[:200]}",
            hint="Run publish again; what is there already is not sent twice",
        ) from error
    except RuntimeError as error:  # how huggingface_hub reports that a large file did not arrive
        cause = " ".join(str(error.__cause__ or error).split())[:200]
        raise ServerError(
            f"a file for {repo_id} did not reach the Hub: {cause}",
            hint="Run publish again; what is there already is not sent twice",
        ) from error
    except HTTPError as error:
        raise ServerError(
            f"the Hub at {api.endpoint} does not answer: {' '.join(str(error).split())[:200]}",
            hint="Check the network, then run publish again; what is there already is not sent twice",
        ) from error

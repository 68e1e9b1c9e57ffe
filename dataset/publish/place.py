"""A release by what a person calls it: a folder here, or `OWNER/NAME@REVISION` on the Hub."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dataset.publish.faults import READER, hub_faults
from schemas.errors import ServerError, UsageError

FORMS = "Give a release's folder or OWNER/NAME@REVISION"


@dataclass(frozen=True, slots=True)
class Place:
    """A release on the Hub. `revision` is a tag, a branch or a commit."""

    repo_id: str
    revision: str

    def __str__(self) -> str:
        return f"{self.repo_id}@{self.revision}"


def place_of(text: str) -> Place | None:
    """`OWNER/NAME@REVISION` as a place; None where it is not written so."""
    repo_id, at, revision = text.rpartition("@")
    return Place(repo_id, revision) if at and revision and repo_id.count("/") == 1 else None


@contextmanager
def opened(
    text: str, only: Sequence[str] | None = None, *, token: str | None, endpoint: str | None = None
) -> Iterator[Path]:
    """The folder of the release that `text` names: its own, or a temporary one with what was fetched.

    A folder goes before a place of the same spelling. `only` are the paths wanted of a place; None wants
    all of them.

    Raises:
        UsageError: `text` names neither, or there is no such repository or revision.
        ConfigError: the token is not enough.
        ServerError: the Hub does not answer, or fails.
    """
    place = None if Path(text).is_dir() else place_of(text)
    if place is not None:
        with fetched(place, only, token=token, endpoint=endpoint) as folder:
            yield folder
    elif Path(text).is_dir():
        yield Path(text)
    else:
        raise UsageError(f"{text} is no folder and no revision on the Hub", hint=FORMS)


@contextmanager
def fetched(
    place: Place, only: Sequence[str] | None, *, token: str | None, endpoint: str | None
) -> Iterator[Path]:
    """A temporary folder with the files of the revision, or with `only` those, fetched past every cache.

    Raises:
        UsageError: there is no such repository or revision.
        ConfigError: the token is not enough.
        ServerError: the Hub does not answer, or fails.
    """
    from huggingface_hub import HfApi
    from huggingface_hub.errors import (
        GatedRepoError,
        HfHubHTTPError,
        LocalEntryNotFoundError,
        OfflineModeIsEnabled,
        RepositoryNotFoundError,
        RevisionNotFoundError,
    )
    from huggingface_hub.utils.tqdm import disable_progress_bars

    disable_progress_bars()
    api = HfApi(endpoint=endpoint, token=token)
    with tempfile.TemporaryDirectory(prefix="tinbai-fetched-") as folder:
        with hub_faults(api, place.repo_id, READER):
            try:
                api.snapshot_download(
                    place.repo_id,
                    repo_type="dataset",
                    revision=place.revision,
                    local_dir=folder,
                    allow_patterns=None if only is None else list(only),
                )
            except RevisionNotFoundError:
                raise UsageError(
                    f"{place.repo_id} has no tag, branch or commit {place.revision}",
                    hint="Look at the tags of the dataset's page",
                ) from None
            except GatedRepoError:  # a RepositoryNotFoundError to huggingface_hub
                raise
            except RepositoryNotFoundError:  # also the answer to a stranger, where it is private
                raise UsageError(
                    f"there is no dataset {place.repo_id} on the Hub that you may see",
                    hint="Check the name; for a private one set HF_TOKEN",
                ) from None
            except (LocalEntryNotFoundError, OfflineModeIsEnabled) as error:
                if isinstance(error.__cause__, HfHubHTTPError):  # the Hub did answer
                    raise error.__cause__ from None
                raise ServerError(
                    f"{place} cannot be fetched: the Hub at {api.endpoint} is not within reach",
                    hint="Check the network and HF_HUB_OFFLINE, then run the same command again",
                ) from None
        yield Path(folder)

"""A release by what a person calls it: a folder here, `OWNER/NAME@REVISION` on the Hub, or its address in a store."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dataset.publish.faults import READER, hub_faults
from dataset.publish.objects import is_store_url, open_store, without_secrets
from schemas.errors import ServerError, StorageError, UsageError
from schemas.files import disk_faults

FORMS = "Give a release's folder, OWNER/NAME@REVISION, or an address like s3://BUCKET/PATH/vX.Y.Z"


@dataclass(frozen=True, slots=True)
class Place:
    """A release on the Hub. `revision` is a tag, a branch or a commit."""

    repo_id: str
    revision: str

    def __str__(self) -> str:
        return f"{self.repo_id}@{self.revision}"


@dataclass(frozen=True, slots=True)
class StoredAt:
    """A release in an object store: `s3://BUCKET/PATH/vX.Y.Z`."""

    url: str

    @property
    def revision(self) -> str:
        return self.url.rstrip("/").rpartition("/")[2]

    def __str__(self) -> str:
        return without_secrets(self.url)


def place_of(text: str) -> Place | StoredAt | None:
    """`OWNER/NAME@REVISION`, or an address in a store, as a place; None where it is written like neither."""
    if is_store_url(text):
        return StoredAt(text)
    repo_id, at, revision = text.rpartition("@")
    return Place(repo_id, revision) if at and revision and repo_id.count("/") == 1 else None


@contextmanager
def opened(
    text: str, only: Sequence[str] | None = None, *, token: str | None, endpoint: str | None = None
) -> Iterator[Path]:
    """The folder of the release that `text` names: its own, or a temporary one with what was fetched.

    A folder goes before a place of the same spelling. `only` are the paths wanted of a place, or
    patterns of them; None wants all.

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
        raise UsageError(f"{text} is no folder, no revision on the Hub and no address", hint=FORMS)


@contextmanager
def fetched(
    place: Place | StoredAt, only: Sequence[str] | None, *, token: str | None, endpoint: str | None
) -> Iterator[Path]:
    """A temporary folder with the files of the place, or with `only` those, fetched past every cache.

    Raises:
        UsageError: there is no such repository or revision, or nothing at the address.
        ConfigError: the token is not enough.
        ServerError: the Hub does not answer, or fails.
        StorageError: there is no room for it.
    """
    with tempfile.TemporaryDirectory(prefix="tinbai-fetched-") as name:
        folder = Path(name)
        with _room_in(folder):
            if isinstance(place, Place):
                _fetch_from_hub(place, folder, only, token=token, endpoint=endpoint)
            else:
                open_store(place.url).fetch(folder, only)
                if not any(folder.iterdir()):
                    raise UsageError(f"there is no release at {place}", hint=FORMS)
        yield folder


def _fetch_from_hub(
    place: Place, folder: Path, only: Sequence[str] | None, *, token: str | None, endpoint: str | None
) -> None:
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
    with hub_faults(api, place.repo_id, READER):
        try:
            api.snapshot_download(
                place.repo_id,
                repo_type="dataset",
                revision=place.revision,
                local_dir=str(folder),
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


@contextmanager
def _room_in(folder: Path) -> Iterator[None]:
    try:
        with disk_faults(folder):
            yield
    except StorageError as error:
        raise StorageError(
            error.message, hint="Set TMPDIR to a folder with more room, then run the same command again"
        ) from error

"""What a researcher runs: is what lies here, or at a tag on the Hub, what was released?"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import yaml

from dataset.release.check import check_release
from schemas.errors import ServerError, UsageError
from schemas.files import file_sha256
from schemas.release.manifest import MANIFEST, Manifest, read_manifest
from schemas.release.versions import is_version, parse_version

_UNREADABLE = (
    pa.ArrowException,
    yaml.YAMLError,
    OSError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    RecursionError,
)


@dataclass(frozen=True, slots=True)
class Place:
    """A release on the Hub: its repository and the tag that it stands under."""

    repo_id: str
    tag: str

    def __str__(self) -> str:
        return f"{self.repo_id}@{self.tag}"


@dataclass(frozen=True, slots=True)
class Verified:
    """`problems` is empty where every byte and row is what the manifest says. `manifest_sha256` names the release: two
    copies with the same one hold the same bytes."""

    manifest: Manifest
    manifest_sha256: str
    problems: tuple[str, ...]


def verify_folder(folder: Path) -> Verified:
    """Read a release back: files, rows, spans, card and manifest against each other.

    What the Hub and its client add to a download (`.gitattributes`, `.cache`) is no part of a release.

    Raises:
        DataError: there is no readable manifest.
    """
    manifest = read_manifest(folder)
    try:
        problems = tuple(check_release(folder))
    except _UNREADABLE as error:  # a manifest that lists whatever somebody wrote
        problems = (f"it cannot be read to the end: {' '.join(str(error).split())[:200]}",)
    return Verified(manifest, file_sha256(folder / MANIFEST), problems)


def verify_against(folder: Path, place: Place, *, token: str | None, endpoint: str | None = None) -> Verified:
    """The folder as `verify_folder`, and its manifest against the one that stands under the tag.

    Raises:
        DataError: there is no readable manifest in the folder.
        UsageError: there is no such repository or tag.
        ServerError: the Hub does not answer, or fails.
    """
    with fetched(place, [MANIFEST], token=token, endpoint=endpoint) as published:
        if not (published / MANIFEST).is_file():
            raise UsageError(f"{place} is no release: it has no {MANIFEST}", hint="Name a tag of one")
        there = file_sha256(published / MANIFEST)
    found = verify_folder(folder)
    if found.manifest_sha256 == there:
        return found
    other = f"{MANIFEST} is not the one that stands at {place}: another release, or another copy of it"
    return Verified(found.manifest, found.manifest_sha256, (other, *found.problems))


def verify_place(place: Place, *, token: str | None, endpoint: str | None = None) -> Verified:
    """Fetch a tag into a folder of its own, past every cache, and read it back.

    Raises:
        DataError: what stands there has no readable manifest.
        UsageError: there is no such repository or tag.
        ServerError: the Hub does not answer, or fails.
    """
    with fetched(place, None, token=token, endpoint=endpoint) as folder:
        found = verify_folder(folder)
    if is_version(place.tag) and parse_version(place.tag) != parse_version(found.manifest.version):
        moved = f"the tag {place.tag} stands on version {found.manifest.version}"
        return Verified(found.manifest, found.manifest_sha256, (moved, *found.problems))
    return found


def place_of(text: str) -> Place | None:
    """`OWNER/NAME@TAG` as a place; None where it is not written so."""
    repo_id, at, tag = text.rpartition("@")
    return Place(repo_id, tag) if at and tag and repo_id.count("/") == 1 else None


@contextmanager
def fetched(
    place: Place, only: list[str] | None, *, token: str | None, endpoint: str | None
) -> Iterator[Path]:
    """A temporary folder with the files of the tag, or with `only` those."""
    from huggingface_hub import HfApi
    from huggingface_hub.errors import (
        LocalEntryNotFoundError,
        OfflineModeIsEnabled,
        RepositoryNotFoundError,
        RevisionNotFoundError,
    )
    from huggingface_hub.utils.tqdm import disable_progress_bars

    from dataset.publish.remote import hub_faults

    disable_progress_bars()
    api = HfApi(endpoint=endpoint, token=token)
    with tempfile.TemporaryDirectory(prefix="tinbai-verify-") as folder:
        with hub_faults(api, place.repo_id):
            try:
                api.snapshot_download(
                    place.repo_id,
                    repo_type="dataset",
                    revision=place.tag,
                    local_dir=folder,
                    allow_patterns=only,
                )
            except RevisionNotFoundError:
                raise UsageError(
                    f"{place.repo_id} has no tag {place.tag}", hint="Look at the tags of the dataset's page"
                ) from None
            except RepositoryNotFoundError:  # also the answer to a stranger, where it is private
                raise UsageError(
                    f"there is no dataset {place.repo_id} on the Hub that you may see",
                    hint="Check the name; for a private one set HF_TOKEN",
                ) from None
            except (LocalEntryNotFoundError, OfflineModeIsEnabled):
                raise ServerError(
                    f"{place} cannot be fetched: the Hub at {api.endpoint} is not within reach",
                    hint="Check the network and HF_HUB_OFFLINE, then run it again",
                ) from None
        yield Path(folder)

"""`manifest.json`: what a release holds, to the byte and to the row."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from schemas.errors import DataError
from schemas.files import file_sha256

MANIFEST = "manifest.json"
ADDED_BY_HUB = frozenset({".gitattributes", ".cache"})
"""What the Hub, and the client that fetches from it, put beside a release. None of it is the release's."""

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FileEntry(_Frozen):
    """A file of the release; `path` is relative to it."""

    path: str
    bytes: int
    sha256: Sha256


class SplitEntry(_Frozen):
    """`logical_sha256` changes with what the rows say and not with how they are stored."""

    rows: int
    logical_sha256: Sha256
    num_bytes: int
    files: tuple[str, ...]


class ConfigEntry(_Frozen):
    """`key` names the column that tells rows apart; in `ner` it groups an article's sentences."""

    key: str
    splits: Mapping[str, SplitEntry]


class Previous(_Frozen):
    version: str
    manifest_sha256: Sha256


class FullRelease(_Frozen):
    """The release with text that another was made from: its manifest, and what the rows of each config's splits say."""

    manifest_sha256: Sha256
    logical_sha256: Mapping[str, Mapping[str, Sha256]]


class WithoutText(_Frozen):
    """`columns` of each config are withheld; members of structs under their dotted names."""

    full: FullRelease
    columns: Mapping[str, tuple[str, ...]]


class Attached(_Frozen):
    """Text was put back into the release without text that has the manifest `manifest_sha256`.

    `unattached` counts what could not be put back, by the reason.
    """

    manifest_sha256: Sha256
    full: FullRelease
    unattached: Mapping[str, int]


class Manifest(_Frozen):
    """Everything but this file itself is in `files`. `removed_ids` were in the release before and are gone.

    `held_out` are labelled, and left out of the divided configs as long as their cluster crosses splits.
    `taken_down` are all ids that were in any release before and may be in none again, sorted: whoever skipped versions
    sees here what to delete.

    A release with its text, as it was built, is neither `without_text` nor `attached`.
    """

    name: str
    version: str
    contract_version: str
    contract_sha256: Sha256
    guideline_version: str
    norm_versions: tuple[str, ...]
    previous: Previous | None
    configs: Mapping[str, ConfigEntry]
    absent: Mapping[str, tuple[str, ...]]
    counts: Mapping[str, int]
    removed_ids: tuple[str, ...]
    held_out: tuple[str, ...] = ()
    taken_down: tuple[str, ...] = ()
    files: tuple[FileEntry, ...]
    without_text: WithoutText | None = None
    attached: Attached | None = None

    def to_json(self) -> str:
        said = self.model_dump(mode="json")
        # What only some releases are is not said of the others.
        body = {
            name: value
            for name, value in said.items()
            if value is not None or name not in ("without_text", "attached")
        }
        return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


def read_manifest(release: Path) -> Manifest:
    """The manifest of the release in the folder `release`.

    Raises:
        DataError: there is none, or it is not one.
    """
    path = release / MANIFEST
    try:
        return Manifest.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        raise DataError(
            f"{release} is no release: it has no {MANIFEST}", hint="Give the folder of one"
        ) from None
    except (OSError, ValidationError) as error:
        reason = " ".join(str(error).split())[:200]
        raise DataError(f"{path} cannot be read: {reason}", hint="Build the release again") from error


def previous_of(release: Path | None) -> Previous | None:
    """What the manifest of the next release says of the one before it."""
    if release is None:
        return None
    return Previous(version=read_manifest(release).version, manifest_sha256=file_sha256(release / MANIFEST))


def file_entries(release: Path, paths: Sequence[Path]) -> tuple[FileEntry, ...]:
    """Entries of `paths` in the folder `release`, by path."""
    entries = (
        FileEntry(
            path=path.relative_to(release).as_posix(), bytes=path.stat().st_size, sha256=file_sha256(path)
        )
        for path in paths
    )
    return tuple(sorted(entries, key=lambda entry: entry.path))


def all_files(release: Path) -> list[Path]:
    """Every file of the release, by path. What the Hub and its client add to a download is none of it."""
    return sorted(
        path
        for path in release.rglob("*")
        if path.is_file() and not is_added_by_hub(path.relative_to(release).as_posix())
    )


def is_added_by_hub(path: str) -> bool:
    """Whether `path`, relative to a release, is the Hub's own or its client's."""
    return path.partition("/")[0] in ADDED_BY_HUB

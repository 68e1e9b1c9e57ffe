"""Is what lies in a folder the release that its manifest says?"""

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import yaml

from dataset.release.check import check_release
from schemas.files import file_sha256
from schemas.release.manifest import MANIFEST, Manifest, read_manifest

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

"""Is what stands at a place, or lies in a folder, what was released there?"""

from pathlib import Path

from dataset.publish.place import Place, StoredAt, fetched
from dataset.release.verify import Verified, verify_folder
from schemas.errors import UsageError
from schemas.files import file_sha256
from schemas.release.attached import against_published
from schemas.release.manifest import MANIFEST, read_manifest
from schemas.release.versions import is_version, parse_version


def verify_against(
    folder: Path, place: Place | StoredAt, *, token: str | None, endpoint: str | None = None
) -> Verified:
    """The folder as `verify_folder`, and its manifest against the one that stands at the place.

    Where text was put back into what stands there, its rows must say what the full release says.

    Raises:
        DataError: there is no readable manifest in the folder.
        UsageError: there is no such repository or revision, or no release there.
        ConfigError: the token is not enough.
        ServerError: the Hub does not answer, or fails.
    """
    with fetched(place, [MANIFEST], token=token, endpoint=endpoint) as published:
        _refuse_what_is_none(place, published)
        there, stated = file_sha256(published / MANIFEST), read_manifest(published)
    found = verify_folder(folder)
    if found.manifest_sha256 == there:
        return found
    put_back = against_published(found.manifest, stated, there)
    if put_back is not None:
        return Verified(found.manifest, found.manifest_sha256, (*put_back, *found.problems))
    other = f"{MANIFEST} is not the one that stands at {place}: another release, or another copy of it"
    return Verified(found.manifest, found.manifest_sha256, (other, *found.problems))


def verify_place(place: Place | StoredAt, *, token: str | None, endpoint: str | None = None) -> Verified:
    """Fetch a revision into a folder of its own, past every cache, and read it back.

    Raises:
        DataError: the manifest that stands there cannot be read.
        UsageError: there is no such repository or revision, or no release there.
        ConfigError: the token is not enough.
        ServerError: the Hub does not answer, or fails.
    """
    with fetched(place, None, token=token, endpoint=endpoint) as folder:
        _refuse_what_is_none(place, folder)
        found = verify_folder(folder)
    if is_version(place.revision) and parse_version(place.revision) != parse_version(found.manifest.version):
        moved = f"the tag {place.revision} stands on version {found.manifest.version}"
        return Verified(found.manifest, found.manifest_sha256, (moved, *found.problems))
    return found


def _refuse_what_is_none(place: Place | StoredAt, folder: Path) -> None:
    if not (folder / MANIFEST).is_file():
        raise UsageError(f"{place} is no release: it has no {MANIFEST}", hint="Give the place of one")

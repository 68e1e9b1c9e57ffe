"""The two releases: folders here, or fetched from the Hub, and of those only what is read."""

import glob
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from dataset.diff.mix import files_counted
from dataset.publish.place import FORMS, Place, StoredAt, fetched, place_of
from schemas.errors import DataError, UsageError
from schemas.files import file_sha256
from schemas.release.compare import files_read
from schemas.release.manifest import MANIFEST, Manifest, read_manifest


@dataclass(frozen=True, slots=True)
class Side:
    """A release that can be read. `called` is its revision on the Hub, or its folder's name: where that lies is nobody's
    business who is shown the page."""

    called: str
    folder: Path
    manifest: Manifest

    @property
    def files(self) -> Mapping[str, Path]:
        """The files of the rows that lie here, by their names in the manifest."""
        names = (
            path
            for entry in self.manifest.configs.values()
            for one in entry.splits.values()
            for path in one.files
        )
        return {name: self.folder / name for name in names if (self.folder / name).is_file()}


@contextmanager
def opened(
    old: str, new: str, *, token: str | None, endpoint: str | None = None
) -> Iterator[tuple[Side, Side]]:
    """Both releases, each a folder or `OWNER/NAME@REVISION`; what was fetched goes when the block ends.

    Of a release on the Hub come the manifest and the files whose rows the other one has not, past every cache, each
    held against its sha256.

    Raises:
        UsageError: one of them is no folder and no revision on the Hub.
        DataError: one of them is no release, or a file did not arrive as its manifest lists it.
        ServerError: the Hub does not answer, or fails.
    """
    with ExitStack() as stack:
        aside = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tinbai-diff-")))
        places = [_place(given) for given in (old, new)]
        manifests = [
            _manifest(Path(given)) if place is None else _published(place, token, endpoint)
            for given, place in zip((old, new), places, strict=True)
        ]
        wanted = [
            sorted({*read, *counted})
            for read, counted in zip(files_read(*manifests), files_counted(*manifests), strict=True)
        ]
        sides = []
        for number, (given, place, manifest) in enumerate(zip((old, new), places, manifests, strict=True)):
            folder = Path(given)
            if place is not None:
                there = stack.enter_context(_fetched(place, wanted[number], token, endpoint))
                _check(place, there, manifest, wanted[number])
                # Errors call a release by its folder's name.
                folder = aside / str(number) / str(place).replace("/", "-")
                folder.parent.mkdir()
                folder.symlink_to(there, target_is_directory=True)
            sides.append(Side(str(place) if place else folder.resolve().name, folder, manifest))
        yield sides[0], sides[1]


def _place(given: str) -> Place | StoredAt | None:
    if Path(given).is_dir():
        return None
    place = place_of(given)
    if place is None:
        raise UsageError(f"{given} is no folder, no revision on the Hub and no address", hint=FORMS)
    return place


def _published(place: Place | StoredAt, token: str | None, endpoint: str | None) -> Manifest:
    with _fetched(place, [], token, endpoint) as folder:
        if not (folder / MANIFEST).is_file():
            raise UsageError(f"{place} is no release: it has no {MANIFEST}", hint="Name a revision of one")
        return _manifest(folder)


def _fetched(
    place: Place | StoredAt, names: list[str], token: str | None, endpoint: str | None
) -> AbstractContextManager[Path]:
    """A folder with the manifest and these files."""
    return fetched(place, [MANIFEST, *map(glob.escape, names)], token=token, endpoint=endpoint)


def _manifest(folder: Path) -> Manifest:
    """As `read_manifest`; one that would lead out of the folder is refused."""
    manifest = read_manifest(folder)
    for entry in manifest.configs.values():
        for split in entry.splits.values():
            for name in split.files:
                path = PurePosixPath(name)
                if path.is_absolute() or ".." in path.parts:
                    raise DataError(
                        f"{folder / MANIFEST} lists {name!r}, which is no file of the release",
                        hint="Copy it again from where it was published",
                    )
    return manifest


def _check(place: Place | StoredAt, folder: Path, manifest: Manifest, names: list[str]) -> None:
    listed = {file.path: file.sha256 for file in manifest.files}
    for name in names:
        if not (folder / name).is_file() or file_sha256(folder / name) != listed.get(name):
            raise DataError(
                f"{name} of {place} is not the file that its {MANIFEST} lists",
                hint=f"Run it again; if it stays so, tinbai verify {place} tells what else differs",
            )

"""Which releases there are, and whether their files are those that their manifests list."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from schemas.files import file_sha256
from schemas.release.manifest import MANIFEST, Manifest, all_files
from schemas.release.versions import Version, is_version, parse_version
from schemas.visible import quoted

_SAID = 160


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a file of a release; `path` is relative to it."""

    path: str
    message: str


@dataclass(frozen=True, slots=True)
class Release:
    """A folder that is named like a release. Without a readable manifest there is none, and one fault.

    `sound` holds the paths of files that are as the manifest lists them: only these are ever opened.
    """

    folder: Path
    version: Version
    manifest: Manifest | None
    sound: Mapping[str, Path]
    faults: tuple[Fault, ...]

    @property
    def tag(self) -> str:
        return self.version.tag


def read_releases(folder: Path | None, *, hashing: bool = True) -> tuple[Release, ...]:
    """Every release in the folder, by version, each file hashed as a stream; without `hashing` its size must do.

    Folders whose names are no versions are nobody's: a copy, or what a killed run left.
    """
    if folder is None or not folder.is_dir():
        return ()
    named = [path for path in folder.glob("v*") if is_version(path.name) and path.is_dir()]
    read = [_release(path, hashing) for path in sorted(named, key=lambda path: parse_version(path.name))]
    return tuple(read)


def _release(folder: Path, hashing: bool) -> Release:
    version = parse_version(folder.name)
    manifest = _manifest(folder)
    if isinstance(manifest, Fault):
        return Release(folder, version, None, {}, (manifest,))
    sound: dict[str, Path] = {}
    faults = tuple(_faults(folder, version, manifest, sound, hashing))
    return Release(folder, version, manifest, sound, faults)


def _manifest(folder: Path) -> Manifest | Fault:
    path = folder / MANIFEST
    if not path.is_file():
        return Fault(MANIFEST, "is not there")
    try:
        return Manifest.model_validate_json(path.read_bytes())
    except OSError as error:
        return Fault(MANIFEST, f"cannot be read: {error.strerror}")
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        said = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
        return Fault(MANIFEST, f"is no manifest of a release: {quoted(said, _SAID)}")


def _faults(
    folder: Path, version: Version, manifest: Manifest, sound: dict[str, Path], hashing: bool
) -> Iterator[Fault]:
    """Everything that differs; puts the rest into `sound`."""
    if manifest.version != str(version):
        yield Fault(MANIFEST, f"says that this is version {quoted(manifest.version)}")
    present = {path.relative_to(folder).as_posix(): path for path in all_files(folder)}
    listed = {entry.path: entry for entry in manifest.files}
    for name in sorted((present.keys() | listed.keys()) - {MANIFEST}):
        if name not in present:
            yield Fault(name, "is listed and not there")
        elif name not in listed:
            yield Fault(name, "is there and not listed")
        else:
            wrong = _difference(present[name], listed[name].bytes, listed[name].sha256 if hashing else None)
            if wrong:
                yield Fault(name, wrong)
            else:
                sound[name] = present[name]


def _difference(path: Path, size: int, sha256: str | None) -> str:
    try:
        found = path.stat().st_size
        if found != size:
            return f"has {found:,} bytes where {size:,} are listed"
        same = sha256 is None or file_sha256(path) == sha256
        return "" if same else "has another sha256 than is listed"
    except OSError as error:
        return f"cannot be read: {error.strerror}"

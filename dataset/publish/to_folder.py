"""Publish to a plain folder: copied beside its place, read back, synced, and renamed onto it."""

import errno
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from dataset.publish.placed import FilePlan, Placed, sound_manifest
from schemas.errors import DataError, UsageError
from schemas.files import disk_faults, sync
from schemas.progress import Phases
from schemas.release.manifest import MANIFEST, FileEntry, all_files, file_entries
from schemas.release.versions import parse_version

_TAKEN = {errno.ENOTEMPTY, errno.EEXIST}


def publish_to_folder(release: Path, folder: Path, *, dry_run: bool, phases: Phases) -> Placed:
    """Copy the release to `FOLDER/vX.Y.Z/`, whole or not at all.

    A release that stands there never changes. What a killed run left has a name with `.part`, and goes with the next run.

    Raises:
        DataError: the release does not hold, or the disk gives back other bytes.
        UsageError: the version stands there with other contents.
        StorageError: the disk is full, read-only or broken.
    """
    phases("check", "files")
    manifest = sound_manifest(release)
    tag = parse_version(manifest.version).tag
    place = folder / tag
    entries = (*manifest.files, *file_entries(release, [release / MANIFEST]))
    wanted = {entry.path: entry for entry in entries}
    plan = _plan(place, tag, wanted)
    if plan.stands or dry_run:
        return Placed(plan, str(place), False)
    with disk_faults(place):
        _copy(release, place, wanted, phases)
    return Placed(plan, str(place), True)


def _plan(place: Path, tag: str, wanted: Mapping[str, FileEntry]) -> FilePlan:
    if place.exists() and _entries(place) != wanted:
        raise UsageError(
            f"{place} is there already, and is not this release: releases never change",
            hint="Publish under the next version, or look into it by hand",
        )
    stands = place.exists()
    additions = () if stands else tuple(sorted(wanted, key=lambda path: (path == MANIFEST, path)))
    return FilePlan(
        where=str(place),
        tag=tag,
        stands=stands,
        additions=additions,
        deletions=(),
        unchanged=len(wanted) - len(additions),
        bytes=sum(wanted[path].bytes for path in additions),
    )


def _copy(release: Path, place: Path, wanted: Mapping[str, FileEntry], phases: Phases) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    for old in place.parent.glob(f".{place.name}.*.part"):
        if not _runs(old.name.split(".")[-2]):
            shutil.rmtree(old)
    part = place.with_name(f".{place.name}.{os.getpid()}.part")
    whole = sum(entry.bytes for entry in wanted.values())
    progress = phases("copy", "bytes")
    try:
        done = 0
        for path, entry in wanted.items():
            progress(done, whole)
            (part / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(release / path, part / path)
            sync(part / path)
            done += entry.bytes
        phases("read back", "bytes")
        if _entries(part) != wanted:
            raise DataError(f"{place} came back with other bytes", hint="See to the disk")
        for folder in {part, *(path.parent for path in part.rglob("*"))}:
            sync(folder)
        try:
            part.rename(place)
        except OSError as error:
            if error.errno not in _TAKEN:
                raise
            _plan(
                place, place.name, wanted
            )  # another publisher came first: fine where it is the same release
        sync(place.parent)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _entries(folder: Path) -> dict[str, FileEntry]:
    if not folder.is_dir():
        return {}
    return {entry.path: entry for entry in file_entries(folder, all_files(folder))}


def _runs(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:  # somebody else's
        pass
    return True

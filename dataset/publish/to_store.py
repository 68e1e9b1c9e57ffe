"""Publish to an object store, which can neither rename nor commit: the manifest goes up last, and with it a release stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dataset.publish.objects import Objects, open_store
from dataset.publish.placed import FilePlan, Placed, sound_manifest
from schemas.errors import DataError, ServerError, UsageError
from schemas.progress import Phases
from schemas.release.manifest import MANIFEST, FileEntry, file_entries
from schemas.release.versions import parse_version


@dataclass(frozen=True, slots=True)
class _Work:
    store: Objects
    release: Path
    tag: str
    wanted: Mapping[str, FileEntry]
    phases: Phases


def publish_to_store(release: Path, url: str, *, dry_run: bool, phases: Phases) -> Placed:
    """Bring the release to `URL/vX.Y.Z/`: first its data, each file read back, and then its manifest.

    A release that stands there never changes. What a killed run left is completed: only missing and different files are
    sent, and files that are not the release's go before the manifest comes.

    Raises:
        DataError: the release does not hold, or the store gives back other bytes.
        UsageError: the version stands there with other contents, or the address is none.
        ConfigError: a package or the rights are missing.
        ServerError: the store failed.
    """
    phases("check", "files")
    manifest = sound_manifest(release)
    tag = parse_version(manifest.version).tag
    entries = (*manifest.files, *file_entries(release, [release / MANIFEST]))
    work = _Work(
        open_store(f"{url.rstrip('/')}/{tag}"), release, tag, {entry.path: entry for entry in entries}, phases
    )
    plan = _plan(work)
    if not plan.stands and not dry_run:
        _send(work, plan)
    return Placed(plan, work.store.url, not plan.stands and not dry_run)


def _plan(work: _Work) -> FilePlan:
    there = work.store.sizes()
    if MANIFEST in there and work.store.read(MANIFEST) != (work.release / MANIFEST).read_bytes():
        raise UsageError(
            f"{work.store.url} is a release already, and another one: releases never change",
            hint="Publish under the next version",
        )
    same = set(_same(work, there))
    additions = tuple(sorted(work.wanted.keys() - same, key=lambda path: (path == MANIFEST, path)))
    deletions = tuple(sorted(there.keys() - work.wanted.keys()))
    if MANIFEST in there and (additions or deletions):
        raise DataError(
            f"{work.store.url} is this release and is damaged: {(*additions, *deletions)[0]} is missing, different or extra",
            hint="See who may write there; remove its manifest.json and publish again to make it whole",
        )
    return FilePlan(
        where=work.store.url,
        tag=work.tag,
        stands=MANIFEST in there,
        additions=additions,
        deletions=deletions,
        unchanged=len(same),
        bytes=sum(work.wanted[path].bytes for path in additions),
    )


def _same(work: _Work, there: Mapping[str, int]) -> list[str]:
    """The files that the store gives back as they are in the release."""
    alike = [path for path, entry in work.wanted.items() if there.get(path) == entry.bytes]
    return [path for path in alike if _read_back(work, path) == work.wanted[path].sha256]


def _send(work: _Work, plan: FilePlan) -> None:
    sent = 0
    for path in plan.deletions:
        work.store.remove(path)
    for path in plan.additions[:-1]:
        work.phases("send", "bytes")(sent, plan.bytes)
        work.store.send(work.release / path, path)
        if _read_back(work, path) != work.wanted[path].sha256:
            raise DataError(
                f"{work.store.url}/{path} came back with other bytes",
                hint="Run publish again; it is sent anew",
            )
        sent += work.wanted[path].bytes
    assert plan.additions[-1] == MANIFEST
    _create_manifest(work)
    left = _plan(work)
    assert left.stands


def _create_manifest(work: _Work) -> None:
    """The moment from which the release stands. Somebody's who came first stays, and the look that follows tells whether
    it is this one."""
    try:
        work.store.create(MANIFEST, (work.release / MANIFEST).read_bytes())
    except ServerError:
        if MANIFEST not in work.store.sizes():
            raise


def _read_back(work: _Work, path: str) -> str:
    progress = work.phases(f"read back {path}", "bytes")
    whole = work.wanted[path].bytes
    return work.store.sha256(path, lambda done, _total=None: progress(done, whole))

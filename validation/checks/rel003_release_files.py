"""REL003: a release's files are those that its manifest lists."""

from collections.abc import Iterable

from schemas.files import file_sha256
from schemas.release.manifest import MANIFEST
from schemas.visible import quoted, visible
from validation.check import Flaw, Setting, WholeCheck
from validation.engine.whole import Whole


def _find(whole: Whole, _setting: Setting) -> Iterable[Flaw]:
    tags = {release.tag: release for release in whole.releases}
    for release in whole.releases:
        for fault in release.faults:
            yield _flaw(release.tag, fault.path, fault.message)
    for release in whole.releases:
        stated = release.manifest.previous if release.manifest else None
        before = tags.get(f"v{stated.version}") if stated else None
        if (
            stated
            and before
            and before.manifest
            and file_sha256(before.folder / MANIFEST) != stated.manifest_sha256
        ):
            yield _flaw(before.tag, MANIFEST, f"is not the one that {release.tag} was built upon")


def _flaw(tag: str, path: str, said: str) -> Flaw:
    return Flaw(f"{quoted(path, 100)} of {tag} {said}", table="releases", record_id=visible(f"{tag}/{path}"))


CHECK = WholeCheck(
    id="REL003",
    title="A release's files are as listed",
    scope="workspace",
    tables=("releases",),
    meaning="Every file that a release's manifest.json lists is there with its size and sha256, nothing else is, and "
    "the release before is the one that it was built upon. A release never changes.",
    example="data/entities/train-00000-of-00001.parquet of v1.0.0 was cut while it was copied.",
    fix="Copy the release again from where it was published. If it never was, remove the folder and run tinbai release.",
    requires=("releases",),
    find=_find,
)

"""Does `croissant.json` describe the files that are there? mlcroissant hashes none of a local file set."""

import json
from collections.abc import Iterator
from pathlib import Path

from dataset.croissant import CROISSANT
from schemas.release.manifest import Manifest


def croissant_problems(release: Path, manifest: Manifest) -> Iterator[str]:
    """What it says otherwise than the manifest: version, files, sizes, hashes. A release without one has none to check.

    The manifest's own list has been held against the files by then.
    """
    path = release / CROISSANT
    if not path.exists():
        return
    try:
        described = json.loads(path.read_text(encoding="utf-8"))
        files = {
            one["contentUrl"]: (one["contentSize"], one["sha256"])
            for one in described["distribution"]
            if one["@type"] == "cr:FileObject"
        }
        sets = {one["@id"] for one in described["recordSet"]}
        version = described["version"]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        yield f"{CROISSANT} cannot be read: {error!r}"
        return
    if version != manifest.version:
        yield f"{CROISSANT} is of version {version} and {manifest.version} is here"
    listed = {entry.path: (f"{entry.bytes} B", entry.sha256) for entry in manifest.files}
    data = {
        name for entry in manifest.configs.values() for split in entry.splits.values() for name in split.files
    }
    yield from (f"{CROISSANT} does not name {name}" for name in sorted(data - files.keys()))
    yield from (
        f"{CROISSANT} names {name}, which is no data file of the release"
        for name in sorted(files.keys() - data)
    )
    for name in sorted(files.keys() & data):
        if files[name] != listed[name]:
            yield f"{CROISSANT} states another size or sha256 of {name}"
    yield from (
        f"{CROISSANT} does not describe {config}" for config in manifest.configs if config not in sets
    )

"""Which releases of a workspace hold an article: they never change, so somebody must decide about them."""

from collections.abc import Collection
from pathlib import Path

import pyarrow.parquet as pq

from schemas.release.manifest import read_manifest
from tinbai.stages.released import releases_in
from tinbai.workspace import Workspace

_BY_ID = ("articles", "annotations")


def releases_with(workspace: Workspace, ids: Collection[str]) -> dict[str, frozenset[str]]:
    """Of each release that holds some of these ids its tag and which, the oldest first; then of those without text, as
    `without-text/v1.0.0`.

    Raises:
        DataError: a release cannot be read.
    """
    named = (*releases_in(workspace.releases), *releases_in(workspace.releases_without_text))
    found = {path.relative_to(workspace.releases).as_posix(): _held(path) & set(ids) for path in named}
    return {tag: frozenset(some) for tag, some in found.items() if some}


def _held(release: Path) -> set[str]:
    held: set[str] = set()
    for config, entry in read_manifest(release).configs.items():
        for split in entry.splits.values() if config in _BY_ID else ():
            for name in split.files:
                if (release / name).exists():
                    with pq.ParquetFile(release / name) as file:
                        held.update(file.read(columns=["id"])["id"].to_pylist())
    return held

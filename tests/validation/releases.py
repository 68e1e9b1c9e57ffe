"""Real releases beside a workspace of the factory: built once from its rows, then copied."""

import atexit
import json
import shutil
import tempfile
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

from dataset.release import ReleaseInfo, ReleaseTables
from dataset.release.build import build_release
from schemas.contract import default_contract
from schemas.files import file_sha256
from schemas.progress import silent
from schemas.release.manifest import MANIFEST
from schemas.tables import table_of
from tests.validation.factory import Tables, sound_tables
from validation.inputs import Inputs

Body = dict[str, Any]
"""What a manifest says, to be changed in place."""
Change = Callable[[Tables], object]


def as_it_is(_: Tables) -> None:
    """The rows of the sound workspace."""


@cache
def built(change: Change, version: str, previous: Path | None = None, articles: int = 12) -> Path:
    """A release of the sound workspace's rows after a change, in a folder of the process's own."""
    rows = sound_tables(articles)
    change(rows)
    contract = default_contract()
    tables = {
        name: table_of(contract, name, rows[name])
        for name in ("articles", "clusters", "splits", "annotations", "gold", "agreement", "quarantine")
    }
    info = ReleaseInfo(
        name="lang", pretty_name="Làng", license="cc0-1.0", description="For tests.", previous=previous
    )
    return build_release(
        ReleaseTables(**tables),
        contract,
        version=version,
        folder=_folder() / f"{len(list(_folder().iterdir()))}",
        info=info,
        progress=silent,
    ).folder


@cache
def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="tinbai-releases-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def beside(inputs: Inputs, *releases: Path, tag: str | None = None) -> Path:
    """Copy releases to where the workspace has them, the last one under another name if asked for; return it."""
    assert inputs.releases is not None
    place = inputs.releases
    for release in releases:
        place = inputs.releases / (tag or release.name if release == releases[-1] else release.name)
        shutil.copytree(release, place)
    return place


def restate(release: Path, change: Callable[[Body], object] = len) -> None:
    """Change a release's manifest, and then list every file as it is now: nothing is wrong with their bytes."""
    path = release / MANIFEST
    body = json.loads(path.read_text(encoding="utf-8"))
    change(body)
    body["files"] = [
        {
            "path": file.relative_to(release).as_posix(),
            "bytes": file.stat().st_size,
            "sha256": file_sha256(file),
        }
        for file in _files(release)
    ]
    path.write_text(json.dumps(body), encoding="utf-8")


def _files(release: Path) -> Iterable[Path]:
    return sorted(path for path in release.rglob("*") if path.is_file() and path.name != MANIFEST)

"""The workspace's releases, and the splits that it remembers of them all: `released_splits.parquet`."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from schemas.tables import read_table, table_of, write_table
from tinbai.manifest import hash_files, read_manifest
from tinbai.workspace import Workspace


def all_releases(workspace: Workspace) -> list[Path]:
    """Folders of releases with their text, by version."""
    return releases_in(workspace.releases)


def releases_in(folder: Path) -> list[Path]:
    """Folders of releases, by version. One that somebody copied or renamed there is none of ours."""
    from schemas.release.versions import is_version, parse_version

    found = [
        path for path in folder.glob("v*") if is_version(path.name) and (path / "manifest.json").exists()
    ]
    return sorted(found, key=lambda path: parse_version(path.name))


def named_release(text: str, workspace: Workspace) -> str:
    """What `text` says, and for a bare version (`v1.2.0`) the folder of the workspace's release, where it has one."""
    from schemas.release.versions import is_version, parse_version

    if not is_version(text) or Path(text).exists():
        return text
    folder = workspace.releases / parse_version(text).tag
    return str(folder) if folder.is_dir() else text


def known_splits(workspace: Workspace) -> pa.Table:
    """The split of every id that any release has in one.

    A kill between a release and the note of its splits leaves ids that only the release itself knows of, and so does
    a file that was removed: then the releases are read.
    """
    known = read_table(workspace.released_splits, workspace.contract, "splits")
    if _is_noted(workspace):
        return known
    rows = {row["id"]: row for row in known.to_pylist()}
    now = {row["id"]: row for row in read_table(workspace.splits, workspace.contract, "splits").to_pylist()}
    for name, split in _released(workspace):
        if name not in rows:
            # The cluster of that time is not in the release, and nothing hangs on it.
            same = name in now and now[name]["split"] == split
            rows[name] = now[name] if same else {"id": name, "cluster_id": name, "split": split}
    return table_of(workspace.contract, "splits", [rows[name] for name in sorted(rows)])


def remember_splits(workspace: Workspace, known: pa.Table, splits: pa.Table, gold: pa.Table) -> None:
    """Every id that stands in a split of a release keeps it for ever, also when it is gone for a while."""
    from dataset.splits import remember

    labelled = gold["id"].to_pylist()
    write_table(workspace.released_splits, remember(known, splits, labelled, workspace.contract))


def _is_noted(workspace: Workspace) -> bool:
    newest = all_releases(workspace)[-1:]
    if not newest:
        return True
    last = read_manifest(workspace, "release")
    manifest = hash_files(workspace, [newest[0] / "manifest.json"])
    return workspace.released_splits.exists() and last is not None and last.outputs == manifest


def _released(workspace: Workspace) -> Iterator[tuple[str, str]]:
    """Ids and splits, the oldest release first."""
    from dataset.release.rows import is_split
    from schemas.release.compare import release_order

    for folder in all_releases(workspace):
        for config, splits in release_order(folder).items():
            if is_split(config):
                yield from ((name, split) for split, names in splits.items() for name in names)

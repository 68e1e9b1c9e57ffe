"""Bringing a workspace in line with `takedowns.jsonl`.

The tombstone comes first, then this. Whoever takes the workspace's lock does it where it was not done for the file as
it is: so a takedown that was killed, a line that a colleague wrote and a file that came with the repository all hold
before anything is built.
"""

from dataclasses import replace
from pathlib import Path

from dataset.normalize import take_down
from dataset.normalize.places import QUARANTINE
from dataset.normalize.refuse import refused_ids
from dataset.normalize.state import commit_files, work_folder
from schemas.files import file_sha256
from schemas.takedowns import Takedowns, read_takedowns
from tinbai.manifest import (
    Manifest,
    hash_files,
    make_manifest,
    manifest_path,
    read_manifest,
    write_manifest,
)
from tinbai.takedown.tables import answers_without, holds_labels, tables_by_id, without
from tinbai.workspace import Workspace

STAGE = "takedown"


def is_pending(workspace: Workspace) -> bool:
    """Whether the workspace was not yet brought in line with the tombstones as they are."""
    if not workspace.takedowns.exists():
        return False
    done = read_manifest(workspace, STAGE)
    return done is None or done.inputs != hash_files(workspace, [workspace.takedowns])


def taken_ids(workspace: Workspace, takedowns: Takedowns) -> frozenset[str]:
    """The ids that were taken down, and those under which the same came in again and was refused."""
    refused = workspace.root / QUARANTINE
    return refused_ids([refused] if refused.exists() else []).union(takedowns.standing)


def carry_out(workspace: Workspace) -> None:
    """Take what has a tombstone out of every table. Done again after a kill, it ends the same. Call it under the lock.

    Tables of normalize change together, then all others and what was built from them. The manifest that says so is
    written with these.

    Raises:
        DataError: a table or the list of tombstones cannot be read.
        StorageError: the disk is full, read-only or broken.
    """
    from tinbai.stages.normalize import in_use, normalized_outputs

    takedowns = read_takedowns(workspace.takedowns, workspace.contract)
    made = take_down(workspace.root, workspace.contract, takedowns, in_use=in_use(workspace))
    last = read_manifest(workspace, "normalize")
    if made is not None and last is not None:
        write_manifest(
            workspace,
            replace(
                last,
                inputs=hash_files(workspace, [workspace.pages]),
                outputs=hash_files(workspace, normalized_outputs(workspace)),
                counts=made.counts,
            ),
        )
    clear(workspace)


def clear(workspace: Workspace) -> None:
    """The same for all but the tables of normalize, which has taken it out of them already."""
    takedowns = read_takedowns(workspace.takedowns, workspace.contract)
    ids, standing = taken_ids(workspace, takedowns), len(takedowns.standing)
    with work_folder(workspace.root) as work:
        coming = work / "next"
        changed: list[Path] = []
        gone: list[Path] = []
        if ids:
            changed = [
                path
                for path in tables_by_id(workspace)
                if without(path, ids, coming / workspace.relative(path))
            ]
            changed += [
                path
                for path in sorted(workspace.suggester.glob("*.jsonl"))
                if answers_without(path, ids, coming / workspace.relative(path))
            ]
            gone += _reports(workspace)
            if any(holds_labels(workspace, path) for path in changed):
                gone += _built_from_labels(workspace)
        changed = [path for path in changed if path not in gone]
        manifests = _manifests(workspace, coming, changed, gone, standing)
        commit_files(
            workspace.root,
            coming,
            [Path(workspace.relative(path)) for path in (*changed, *manifests)],
            [Path(workspace.relative(path)) for path in gone],
        )


def _reports(workspace: Workspace) -> list[Path]:
    """What validate wrote quotes texts. It is made anew by the next run, so none of it is looked into."""
    made = read_manifest(workspace, "validate")
    uncommitted = workspace.gx / "uncommitted"
    return [
        *(workspace.root / name for name in (made.outputs if made else ())),
        manifest_path(workspace, "validate"),
        *sorted((uncommitted / "facts").glob("*.parquet")),
        *sorted(path for path in (uncommitted / "validations").glob("tinbai-*/**/*") if path.is_file()),
    ]


def _built_from_labels(workspace: Workspace) -> list[Path]:
    """Figures that counted its labels, and a model that holds its words."""
    return [
        workspace.agreement,
        workspace.consensus,
        manifest_path(workspace, "agreement"),
        *sorted(path for path in workspace.learnt.glob("*") if path.is_file()),
    ]


def _manifests(
    workspace: Workspace, coming: Path, changed: list[Path], gone: list[Path], standing: int
) -> list[Path]:
    """The stages' manifests with the outputs as they are to be, and our own."""
    now = {workspace.relative(path): coming / workspace.relative(path) for path in changed}
    lost = {workspace.relative(path) for path in gone}
    told: list[Path] = []
    aside = Workspace(coming)
    for path in sorted(workspace.manifests.glob("*.json")):
        made = read_manifest(workspace, path.stem)
        if made is None or path in gone or path.stem == STAGE:
            continue
        outputs = {name: _as_left(workspace, name, sha256, now) for name, sha256 in made.outputs.items()}
        outputs = {name: sha256 for name, sha256 in outputs.items() if name not in lost}
        if outputs != made.outputs:
            write_manifest(aside, replace(made, outputs=outputs))
            told.append(path)
    write_manifest(aside, _own(workspace, standing))
    return [*told, manifest_path(workspace, STAGE)]


def _as_left(workspace: Workspace, name: str, sha256: str, now: dict[str, Path]) -> str:
    """An output's hash after the change; one that somebody had edited stays told as another than its stage left."""
    if name not in now or file_sha256(workspace.root / name) != sha256:
        return sha256
    return file_sha256(now[name])


def _own(workspace: Workspace, standing: int) -> Manifest:
    return make_manifest(
        workspace,
        workspace.contract,
        STAGE,
        options={},
        inputs=hash_files(workspace, [workspace.takedowns]),
        outputs=(),
        counts={"taken_down": standing},
    )

"""A stage whose manifest still holds is not run again."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tinbai.manifest import hash_files, make_manifest, read_manifest, still_holds, write_manifest
from tinbai.workspace import Workspace


def cached(
    workspace: Workspace,
    stage: str,
    *,
    options: Mapping[str, object],
    inputs: Sequence[Path],
    outputs: Sequence[Path],
    work: Callable[[], Mapping[str, int]],
) -> tuple[Mapping[str, int], bool]:
    """Run `work` unless inputs, options, contract and code are those of the last run and its outputs stand.

    Returns its counts and whether it was skipped. Call it under the workspace's lock.
    """
    before = hash_files(workspace, inputs)
    expected = make_manifest(
        workspace, workspace.contract, stage, options=options, inputs=before, outputs=(), counts={}
    )
    if still_holds(workspace, expected):
        last = read_manifest(workspace, stage)
        assert last is not None
        return last.counts, True
    counts = work()
    write_manifest(
        workspace,
        make_manifest(
            workspace,
            workspace.contract,
            stage,
            options=options,
            inputs=before,
            outputs=outputs,
            counts=counts,
        ),
    )
    return counts, False

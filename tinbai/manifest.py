"""A stage's manifest: what went in, what came out, and whether both still hold."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from schemas.contract import Contract
from schemas.files import file_sha256, write_bytes
from tinbai import __version__
from tinbai.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Manifest:
    """`inputs` and `outputs` map paths, relative to the workspace where below it, to sha256."""

    stage: str
    tinbai_version: str
    contract_version: str
    contract_sha256: str
    config_sha256: str
    inputs: dict[str, str]
    outputs: dict[str, str]
    counts: dict[str, int]


def manifest_path(workspace: Workspace, stage: str) -> Path:
    return workspace.manifests / f"{stage}.json"


def read_manifest(workspace: Workspace, stage: str) -> Manifest | None:
    """The stage's manifest, or None where there is none that can be read."""
    try:
        body = json.loads(manifest_path(workspace, stage).read_text(encoding="utf-8"))
        return Manifest(**body)
    except (FileNotFoundError, ValueError, TypeError):
        return None


def write_manifest(workspace: Workspace, manifest: Manifest) -> None:
    body = json.dumps(asdict(manifest), ensure_ascii=False, indent=1, sort_keys=True)
    # What a file's name has of bytes that are not UTF-8 becomes JSON's own escapes, and is read back as it was.
    write_bytes(manifest_path(workspace, manifest.stage), body.encode("utf-8", "backslashreplace") + b"\n")


def make_manifest(
    workspace: Workspace,
    contract: Contract,
    stage: str,
    *,
    options: Mapping[str, object],
    inputs: Mapping[str, str],
    outputs: Iterable[Path],
    counts: Mapping[str, int],
) -> Manifest:
    body = json.dumps(options, ensure_ascii=False, sort_keys=True, default=str)
    return Manifest(
        stage=stage,
        tinbai_version=__version__,
        contract_version=contract.contract_version,
        contract_sha256=contract.sha256,
        config_sha256=hashlib.sha256(body.encode()).hexdigest(),
        inputs=dict(inputs),
        outputs=hash_files(workspace, outputs),
        counts=dict(counts),
    )


def still_holds(workspace: Workspace, expected: Manifest) -> bool:
    """Whether the stage's last run had the same inputs, options and code, and its outputs are untouched."""
    last = read_manifest(workspace, expected.stage)
    if last is None or not last.outputs:
        return False
    same = ("tinbai_version", "contract_sha256", "config_sha256", "inputs")
    if any(getattr(last, name) != getattr(expected, name) for name in same):
        return False
    paths = [workspace.root / name for name in last.outputs]
    return all(path.exists() for path in paths) and hash_files(workspace, paths) == last.outputs


def hash_files(workspace: Workspace, paths: Iterable[Path]) -> dict[str, str]:
    """sha256 of each file, and of every Parquet file in each folder; absent ones do not count."""
    files: list[Path] = []
    for path in paths:
        files += sorted(path.glob("*.parquet")) if path.is_dir() else [path] if path.exists() else []
    return {workspace.relative(file): file_sha256(file) for file in files}

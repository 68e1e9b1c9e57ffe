"""Look at what was published from outside: at its bytes before the tag, through `load_dataset` after it."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq

from dataset.publish.faults import PUBLISHER, hub_faults
from dataset.publish.place import Place, fetched
from schemas.errors import DataError, ServerError
from schemas.features import stated_features
from schemas.release.manifest import MANIFEST, Manifest, all_files, file_entries

if TYPE_CHECKING:
    from huggingface_hub import HfApi

_PATIENCE_S = 3_600


def verify_bytes(
    api: "HfApi", release: Path, manifest: Manifest, repo_id: str, commit: str, *, token: str | None
) -> None:
    """Every file of the commit, fetched past every cache, has its size and sha256, and nothing is extra.

    Raises:
        DataError: a file came otherwise.
        ServerError: it could not be fetched.
        StorageError: there is no room to fetch it to.
    """
    with fetched(Place(repo_id, commit), None, token=token, endpoint=api.endpoint) as folder:
        problem = next(byte_differences(release, manifest, folder), None)
    if problem:
        raise DataError(
            f"what {repo_id} gives back at commit {commit[:12]} is not what was sent: {problem}",
            hint="Run publish again; if it says the same, the Hub's copy is damaged: tell the Hub's support",
        )


def byte_differences(release: Path, manifest: Manifest, folder: Path) -> Iterator[str]:
    """How the files in `folder` are not those of the release."""
    wanted = {entry.path: entry for entry in (*manifest.files, *file_entries(release, [release / MANIFEST]))}
    there = {entry.path: entry for entry in file_entries(folder, all_files(folder))}
    yield from (f"{path} is missing" for path in sorted(wanted.keys() - there.keys()))
    yield from (f"{path} is extra" for path in sorted(there.keys() - wanted.keys()))
    yield from (
        f"{path} has another size or sha256"
        for path in sorted(wanted.keys() & there.keys())
        if wanted[path] != there[path]
    )


def verify_tag(api: "HfApi", release: Path, manifest: Manifest, repo_id: str, tag: str, commit: str) -> None:
    """The tag stands on `commit`, and every config loads by it, in a fresh process and cache, with the release's rows,
    features and logical hashes.

    Raises:
        DataError: something published is not what the release holds.
        ServerError: it could not be loaded.
    """
    with hub_faults(api, repo_id, PUBLISHER):
        refs = api.list_repo_refs(repo_id, repo_type="dataset")
    stands = {ref.name: ref.target_commit for ref in refs.tags}.get(tag)
    if stands != commit:
        raise DataError(
            f"the tag {tag} of {repo_id} stands on {stands} and not on {commit}", hint="Look into it by hand"
        )
    seen = _loaded_outside(api, repo_id, tag, list(manifest.configs))
    problem = next(_row_differences(release, manifest, seen), None)
    if problem:
        raise DataError(
            f"{repo_id} at {tag} is not the release that was sent: {problem}", hint="Look into it by hand"
        )


def _loaded_outside(api: "HfApi", repo_id: str, tag: str, configs: list[str]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="tinbai-hub-") as home:
        settings = {
            **{name: value for name, value in os.environ.items() if not name.startswith("HF_HUB_OFFLINE")},
            "HF_HOME": home,
            "HF_ENDPOINT": api.endpoint,
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        }
        if isinstance(api.token, str):
            settings["HF_TOKEN"] = api.token  # in the environment alone: arguments show in process lists
        try:
            result = subprocess.run(
                [sys.executable, "-m", "dataset.publish.outside", repo_id, tag, *configs],
                env=settings,
                capture_output=True,
                text=True,
                timeout=_PATIENCE_S,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise ServerError(
                f"{repo_id} at {tag} is published, and could not be loaded within an hour",
                hint="Run publish again to verify it",
            ) from None
    if result.returncode:
        last = (result.stderr.strip().splitlines() or ["no message"])[-1][:300]
        raise ServerError(
            f"{repo_id} at {tag} is published, and loading it failed: {last}",
            hint="Run publish again to verify it",
        )
    seen: dict[str, Any] = json.loads(result.stdout)
    return seen


def _row_differences(release: Path, manifest: Manifest, seen: Mapping[str, Any]) -> Iterator[str]:
    for config, entry in manifest.configs.items():
        loaded = seen.get(config, {})
        if loaded.keys() != entry.splits.keys():
            yield f"config {config} loads with the splits {sorted(loaded)}"
            continue
        for split, stated in entry.splits.items():
            rows, logical, features = loaded[split]
            if rows != stated.rows:
                yield f"{config}/{split} loads with {rows} rows and has {stated.rows}"
            elif logical != stated.logical_sha256:
                yield f"{config}/{split} loads with other contents"
            elif features != _features(release / stated.files[0]):
                yield f"{config}/{split} loads with other features"


def _features(path: Path) -> dict[str, Any]:
    stated: dict[str, Any] = stated_features(pq.read_schema(path)).to_dict()
    return stated

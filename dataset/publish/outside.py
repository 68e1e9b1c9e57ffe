"""Run as a program of its own, in a fresh HF_HOME: read a published tag as a stranger would, print what came.

A process of its own because `datasets` reads its settings once, and a cache of ours must not stand in for
the Hub. Arguments: repository, tag, and the configs to load.
"""

import json
import sys
import tempfile
from pathlib import Path

from schemas.files import file_sha256
from schemas.release.digest import logical_sha256, table_rows


def main(repo_id: str, tag: str, configs: list[str]) -> None:
    """Print `{files: {path: [size, sha256]}, configs: {config: {split: [rows, logical, features]}}}`."""
    import datasets
    from huggingface_hub import snapshot_download

    seen: dict[str, dict[str, list[object]]] = {}
    for config in configs:
        loaded = datasets.load_dataset(repo_id, config, revision=tag)
        seen[config] = {
            str(split): [
                table.num_rows,
                logical_sha256(table_rows(table.with_format("arrow")[:])),
                table.features.to_dict(),
            ]
            for split, table in loaded.items()
        }
    with tempfile.TemporaryDirectory() as folder:
        snapshot_download(repo_id, repo_type="dataset", revision=tag, local_dir=folder)
        root = Path(folder)
        files = {
            path.relative_to(root).as_posix(): [path.stat().st_size, file_sha256(path)]
            for path in sorted(root.rglob("*"))
            if path.is_file() and path.relative_to(root).parts[0] != ".cache"
        }
    sys.stdout.write(json.dumps({"files": files, "configs": seen}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])

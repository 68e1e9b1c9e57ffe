"""Run as a program of its own, in a fresh HF_HOME: load a published tag as a stranger would, print what came.

A process of its own because `datasets` reads its settings once, and a cache of ours must not stand in for
the Hub. Arguments: repository, tag, and the configs to load.
"""

import json
import sys

from schemas.release.digest import logical_sha256, table_rows


def main(repo_id: str, tag: str, configs: list[str]) -> None:
    """Print `{config: {split: [rows, logical, features]}}`."""
    import datasets

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
    sys.stdout.write(json.dumps(seen))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])

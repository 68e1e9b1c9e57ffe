"""What two releases say, compared by plain Python on their rows: an oracle of hashes, order and versions."""

import json
from collections.abc import Mapping
from pathlib import Path

import pyarrow.parquet as pq

Said = Mapping[str, Mapping[str, list[dict[str, object]]]]
_ORDER = ("patch", "minor", "major")


def read(release: Path) -> Said:
    """Config to split to its rows, by the names of the files alone."""
    found: dict[str, dict[str, list[dict[str, object]]]] = {}
    for path in sorted(release.glob("data/*/*.parquet")):
        split = path.name.split("-")[0]
        with pq.ParquetFile(path, pre_buffer=False) as file:
            rows = file.read(use_threads=False).to_pylist()
        found.setdefault(path.parent.name, {}).setdefault(split, []).extend(rows)
    return found


def keys(rows: list[dict[str, object]], config: str) -> list[str]:
    """The ids, or those of annotations, each once."""
    return list(dict.fromkeys(str(row["annotation_id" if config == "annotations" else "id"]) for row in rows))


def placed(said: Said) -> dict[str, str]:
    """Id to its split in the configs that are divided; no id is in two."""
    found: dict[str, str] = {}
    for config, splits in said.items():
        if config in {"articles", "annotations"}:
            continue
        for split, rows in splits.items():
            for name in keys(rows, config):
                assert found.setdefault(name, split) == split, f"{name} is in two splits"
    return found


def alike(one: list[dict[str, object]] | None, other: list[dict[str, object]] | None) -> bool:
    """Whether both say the same, in whatever order."""
    return sorted(map(repr, one or ())) == sorted(map(repr, other or ()))


def bump(old: Said, new: Said) -> str | None:
    """The step that the rule in the card asks for; None where no row says anything new.

    MINOR: what was there is as it was and where it was, and test has nothing new. MAJOR: anything else.
    """
    steps = set()
    for config in old.keys() | new.keys():
        if config not in new:
            steps.add("major")
        elif config not in old:
            steps.add("minor")
        else:
            steps |= _steps(config, old[config], new[config])
    return max(steps, key=_ORDER.index, default=None)


def _steps(
    config: str, old: Mapping[str, list[dict[str, object]]], new: Mapping[str, list[dict[str, object]]]
) -> set[str]:
    before, after = _by_key(config, old), _by_key(config, new)
    steps = set()
    if any(after.get(name) != said for name, said in before.items()):
        steps.add("major")
    added = after.keys() - before.keys()
    if added:
        steps.add("minor")
    if "test" in old and any(split == "test" for name in added for split, _ in after[name]):
        steps.add("major")
    return steps


def _by_key(config: str, splits: Mapping[str, list[dict[str, object]]]) -> dict[str, list[tuple[str, str]]]:
    """Each key with its split and what its rows say, in their order."""
    found: dict[str, list[tuple[str, str]]] = {}
    for split, rows in splits.items():
        for row in rows:
            (name,) = keys([row], config)
            found.setdefault(name, []).append((split, json.dumps(row, default=str, sort_keys=True)))
    return found

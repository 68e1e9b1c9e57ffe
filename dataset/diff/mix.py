"""How far the mix of labels, topics, lengths, sources and dates has moved: the measures of validation's report."""

from collections.abc import Mapping
from pathlib import Path

from schemas.contract import Contract
from schemas.drift.comparison import ReleaseComparison, compared
from schemas.drift.of_release import of_release
from schemas.errors import DataError
from schemas.release.manifest import Manifest
from schemas.release.stated import UNREADABLE

_CONFIGS = ("articles", "entities", "topics")
Files = Mapping[str, Path]


def files_counted(before: Manifest, after: Manifest) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The files of either side that `mix_of` reads: all of a config where some of its rows differ."""
    configs = _differing(before, after)
    old, new = (
        tuple(
            path
            for config in configs
            for split in manifest.configs[config].splits.values()
            for path in split.files
        )
        for manifest in (before, after)
    )
    return old, new


def mix_of(before: Manifest, old: Files, after: Manifest, new: Files, contract: Contract) -> ReleaseComparison | None:  # fmt: skip
    """Compare what both have of these configs; a config whose rows are the same has moved by nothing and is not read.
    None where that is so of all.

    Raises:
        DataError: a file cannot be read.
    """
    configs = _differing(before, after)
    if not configs:
        return None
    populations = []
    for manifest, files in ((before, old), (after, new)):
        some = manifest.model_copy(
            update={"configs": {config: manifest.configs[config] for config in configs}}
        )
        try:
            populations.append(of_release(some, files))
        except UNREADABLE as error:
            raise DataError(
                f"version {manifest.version} has columns of a form that no contract gave them",
                hint="Copy it again from where it was published, or build it again",
            ) from error
    return compared(before.version, populations[0], populations[1], contract)


def _differing(before: Manifest, after: Manifest) -> list[str]:
    """Configs of both whose rows differ."""
    found = []
    for config in _CONFIGS:
        if config in before.configs and config in after.configs:
            hashes = [
                {split: one.logical_sha256 for split, one in manifest.configs[config].splits.items()}
                for manifest in (before, after)
            ]
            if hashes[0] != hashes[1]:
                found.append(config)
    return found

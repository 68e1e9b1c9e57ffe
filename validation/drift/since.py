"""The comparison with the last release, or why there is none."""

from collections.abc import Mapping, Sequence

import polars as pl

from schemas.contract import Contract
from schemas.drift.comparison import ReleaseComparison, compared
from schemas.drift.of_release import of_release
from schemas.release.columns import FAULTS
from validation.drift.workspace import of_workspace
from validation.engine.source import Source
from validation.releases.found import Release

_CONFIGS = ("articles", "entities", "topics")
_TABLES = ("articles", "gold", "splits")


def since_last(
    releases: Sequence[Release],
    contract: Contract,
    sources: Mapping[str, Source],
    facts: Mapping[str, pl.DataFrame],
    tables: Mapping[str, pl.DataFrame],
    labels: Mapping[str, int],
    topics: Mapping[str, int],
) -> ReleaseComparison | str:
    """Compare the newest release with the workspace; in words why that cannot be done.

    What cannot be read to its end is compared with nothing: half a table looks like a shift.
    """
    if not releases:
        return "no releases yet"
    if "articles" not in facts:
        return "no articles to compare with the last release"
    broken = next((name for name in _TABLES if sources[name].broken), None)
    if broken:
        return f"{broken} cannot be read to the end"
    last = releases[-1]
    if last.manifest is None or not _whole(last):
        return f"the files of {last.tag} are not as its manifest lists them"
    try:
        before = of_release(last.manifest, last.sound)
    except (*FAULTS, pl.exceptions.PolarsError):
        return f"the files of {last.tag} have no form that a contract gave them"
    return compared(last.tag, before, of_workspace(facts, tables, labels, topics), contract)


def _whole(release: Release) -> bool:
    assert release.manifest is not None
    files = (
        file
        for config in _CONFIGS
        if config in release.manifest.configs
        for split in release.manifest.configs[config].splits.values()
        for file in split.files
    )
    return all(file in release.sound for file in files)

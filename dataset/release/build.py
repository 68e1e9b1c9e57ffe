"""Build a release in a temporary folder, check it there, and rename it into place."""

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow.compute as pc

from dataset.card.metadata import check_metadata
from dataset.card.render import file_schemas, render_card
from dataset.changelog import CHANGELOG, changelog
from dataset.croissant import CROISSANT
from dataset.croissant.describe import croissant
from dataset.croissant.rai import rai
from dataset.release.check import check_release, table_problems
from dataset.release.model import CONFIGS, Release, ReleaseInfo, ReleaseTables
from dataset.release.rows import Contents, check_columns, contents, is_split, key_of
from dataset.release.settle import settle
from dataset.release.shards import write_shards
from schemas.contract import Contract
from schemas.errors import DataError, UsageError
from schemas.features import features
from schemas.files import disk_faults
from schemas.ner import Dropped
from schemas.progress import Progress, silent
from schemas.release.compare import Comparison, compare_releases, release_order
from schemas.release.digest import logical_sha256, table_rows
from schemas.release.manifest import (
    MANIFEST,
    ConfigEntry,
    Manifest,
    SplitEntry,
    all_files,
    file_entries,
    previous_of,
    read_manifest,
)
from schemas.release.versions import Version, parse_version


def build_release(
    tables: ReleaseTables,
    contract: Contract,
    *,
    version: str,
    folder: Path,
    info: ReleaseInfo,
    progress: Progress,
) -> Release:
    """Write `folder/vX.Y.Z`. The same inputs give the same bytes, and doing it twice changes nothing.

    Args:
        version: `1.2.0` or `v1.2.0`.
        folder: where releases stand beside one another.

    Raises:
        UsageError: the version stands there already with other contents, or is too small a step from the
            release before.
        DataError: the tables do not fit together, or what was written does not hold.
        StorageError: the disk is full, read-only or broken. Nothing is left half written.
    """
    number = parse_version(version)
    check_metadata(info)
    check_columns(tables, contract)
    if not tables.articles.num_rows:
        raise DataError("there is no article to release", hint="Run normalize on some pages first")
    if info.previous is not None and parse_version(read_manifest(info.previous).version) >= number:
        raise UsageError(
            f"{number} does not come after {read_manifest(info.previous).version}, the release before it",
            hint="Choose a greater version",
        )
    return built_aside(
        folder, number, lambda building: _fill(building, tables, contract, number, info, progress)
    )


def built_aside(
    folder: Path, version: Version, fill: Callable[[Path], tuple[Manifest, Comparison | None]]
) -> Release:
    """What `fill` writes into a temporary folder, as `folder/vX.Y.Z`.

    Raises:
        UsageError: the version stands there already with other contents.
        StorageError: the disk is full, read-only or broken. Nothing is left half written.
    """
    target = folder / version.tag
    building = folder / f".{version.tag}.{os.getpid()}.building"
    with disk_faults(target):
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder, version)
        building.mkdir()
        try:
            made, comparison = fill(building)
            written = settle(building, target)
        finally:
            shutil.rmtree(building, ignore_errors=True)
    return Release(target, str(version), made, comparison, written)


def least_version(tables: ReleaseTables, contract: Contract, info: ReleaseInfo) -> str | None:
    """The smallest honest version after `info.previous`, or None where no row says anything new.

    The rows are written once, aside, without card and plots, and compared. Errors are those of `build_release`.
    """
    assert info.previous is not None
    check_columns(tables, contract)
    # What changed does not hang on the number, so any later one will do.
    later = parse_version(read_manifest(info.previous).version).after("major")
    aside = Path(tempfile.mkdtemp(prefix="tinbai-release-"))
    try:
        with disk_faults(aside):
            _, _, comparison = _write_rows(aside, tables, contract, later, info, silent)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return str(comparison.least) if comparison is not None and comparison.reasons else None


def _write_rows(
    building: Path,
    tables: ReleaseTables,
    contract: Contract,
    version: Version,
    info: ReleaseInfo,
    progress: Progress,
) -> tuple[Contents, Manifest, Comparison | None]:
    """Every config's files, and a manifest that lists no files yet."""
    order = release_order(info.previous) if info.previous is not None else {}
    made = contents(tables, contract, order)
    steps = _steps(made)
    configs: dict[str, ConfigEntry] = {}
    done = 0
    for config, splits in made.tables.items():
        entries = {}
        for split, table in splits.items():
            problems = list(table_problems(f"{config}/{split}", table, features(contract, config).to_dict()))
            if problems:
                raise DataError(problems[0], hint="Run validate to see every breach")
            files = write_shards(building, config, split, table)
            entries[split] = SplitEntry(
                rows=table.num_rows,
                logical_sha256=logical_sha256(table_rows(table)),
                num_bytes=table.nbytes,
                files=tuple(path.relative_to(building).as_posix() for path in files),
            )
            done += 1
            progress(done, steps)
        configs[config] = ConfigEntry(key=key_of(config), splits=entries)

    manifest = Manifest(
        name=info.name,
        version=str(version),
        contract_version=contract.contract_version,
        contract_sha256=contract.sha256,
        guideline_version=contract.guideline_version,
        norm_versions=tuple(sorted(set(tables.articles.column("norm_version").to_pylist()))),
        previous=previous_of(info.previous),
        configs=configs,
        absent=_absent(made, contract),
        counts=_counts(replace(tables, gold=made.gold), made.dropped),
        removed_ids=(),
        held_out=made.held_out,
        taken_down=_taken_down(tables, info),
        files=(),
    )
    manifest, comparison = compared(building, manifest, info)
    progress(done + 1, steps)
    return made, manifest, comparison


def compared(building: Path, manifest: Manifest, info: ReleaseInfo) -> tuple[Manifest, Comparison | None]:
    """What changed since the release before, and the manifest that lists what went."""
    (building / MANIFEST).write_text(manifest.to_json(), encoding="utf-8")
    comparison = compare_releases(info.previous, building) if info.previous is not None else None
    if comparison is not None:
        removed = comparison.configs["articles"].removed
        manifest = manifest.model_copy(update={"removed_ids": removed})
    return manifest, comparison


def _fill(
    building: Path,
    tables: ReleaseTables,
    contract: Contract,
    version: Version,
    info: ReleaseInfo,
    progress: Progress,
) -> tuple[Manifest, Comparison | None]:
    made, manifest, comparison = _write_rows(building, tables, contract, version, info, progress)
    # What card and plots count of labels is what the rows have.
    dress = Dress(replace(tables, gold=made.gold), contract, info, made.dropped)
    manifest = finish(building, manifest, comparison, dress)
    steps = _steps(made)
    progress(steps, steps)
    return manifest, comparison


@dataclass(frozen=True, slots=True)
class Dress:
    """What card and croissant.json need besides the manifest; the `gold` is that of the rows."""

    tables: ReleaseTables
    contract: Contract
    info: ReleaseInfo
    dropped: Dropped


def finish(building: Path, manifest: Manifest, comparison: Comparison | None, dress: Dress) -> Manifest:
    """Write what lies around the rows, and read all of it back.

    Raises:
        UsageError: the version is too small a step.
        DataError: what was written does not hold.
    """
    if comparison is not None:
        _refuse_dishonest(comparison)
    tables, contract, info = dress.tables, dress.contract, dress.info
    history = changelog(
        manifest.version,
        info.released_on,
        comparison,
        manifest.removed_ids,
        info.previous,
        taken_down=manifest.taken_down,
    )
    (building / CHANGELOG).write_text(history, encoding="utf-8", newline="\n")
    schemas = file_schemas(building, manifest)
    card = render_card(
        tables,
        contract,
        info,
        folder=building,
        manifest=manifest,
        schemas=schemas,
        dropped=dress.dropped,
        changes=_section(history),
    )
    (building / "README.md").write_text(card.text, encoding="utf-8", newline="\n")
    told = rai(tables, contract, info, card.sections)
    described = croissant(building, manifest, schemas, contract, info, citation=card.citation, rai=told)
    (building / CROISSANT).write_text(described, encoding="utf-8", newline="\n")
    for plot in card.plots:
        (building / plot.path).parent.mkdir(exist_ok=True)
        (building / plot.path).write_text(plot.svg, encoding="utf-8", newline="\n")
    files = [path for path in all_files(building) if path.name != MANIFEST]
    manifest = manifest.model_copy(update={"files": file_entries(building, files)})
    (building / MANIFEST).write_text(manifest.to_json(), encoding="utf-8", newline="\n")

    problems = check_release(building)
    if problems:
        raise DataError(
            f"the release does not hold: {problems[0]} ({len(problems)} in all)",
            hint="This is a fault of tinbai or of the disk; nothing was published",
        )
    return manifest


def _steps(made: Contents) -> int:
    """What progress counts to: the splits, the comparison, and the card with the check of it all."""
    return sum(len(splits) for splits in made.tables.values()) + 2


def _refuse_dishonest(comparison: Comparison) -> None:
    if not comparison.honest:
        reason = next(reason.text for reason in comparison.reasons if reason.bump == comparison.bump)
        raise UsageError(
            f"{comparison.new_version} is too small a step from {comparison.old_version}: {reason}",
            hint=f"Release it as {comparison.least}",
        )


def _sweep(folder: Path, version: Version) -> None:
    """Remove what a killed run left of this version. The workspace's lock keeps a second run away."""
    for left in folder.glob(f".{version.tag}.*.building"):
        shutil.rmtree(left)


def _taken_down(tables: ReleaseTables, info: ReleaseInfo) -> tuple[str, ...]:
    """Every id that was taken down since the first release.

    Raises:
        DataError: one of them is in the tables again.
    """
    before = read_manifest(info.previous).taken_down if info.previous is not None else ()
    listed = info.taken_down.union(before) - info.restored
    there = (tables.articles["id"], tables.articles["parent_id"], tables.annotations["id"])
    back = sorted(listed.intersection(name for column in there for name in column.to_pylist()))
    if back:
        raise DataError(
            f"{len(back)} articles that were taken down are in the workspace again, such as {back[0]}",
            hint="takedowns.jsonl does not name them: bring it back, take them down again, or tinbai takedown --undo ID",
        )
    return tuple(sorted(listed))


def _absent(made: Contents, contract: Contract) -> dict[str, tuple[str, ...]]:
    """Splits without rows. `datasets` 5.2 cannot load an empty one, whichever way its file is written."""
    wanted = {
        config: tuple(split.name for split in contract.splits) if is_split(config) else ("train",)
        for config in CONFIGS
    }
    missing = {
        config: tuple(split for split in splits if split not in made.tables.get(config, {}))
        for config, splits in wanted.items()
    }
    return {config: splits for config, splits in missing.items() if splits}


def _counts(tables: ReleaseTables, dropped: Dropped) -> dict[str, int]:
    kinds: Mapping[str, int] = Counter(tables.articles.column("kind").to_pylist())
    spans = pc.list_value_length(tables.gold.column("entities")).to_pylist()
    return {
        "articles": kinds["article"],
        "teasers": kinds["teaser"],
        "labelled": tables.gold.num_rows,
        "spans": sum(spans),
        "ner_dropped_nested": dropped.nested,
        "ner_dropped_unaligned": dropped.unaligned,
        "annotations": tables.annotations.num_rows,
    }


def _section(history: str) -> str:
    """The newest version's lines, without headings."""
    newest = history.split("\n## ")[1] if "\n## " in history else history
    return "\n".join(newest.splitlines()[1:]).strip()

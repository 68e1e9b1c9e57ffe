"""A validated workspace as a dataset directory."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from schemas.tables import read_table
from schemas.takedowns import read_takedowns
from tinbai.console import Console, Outcome
from tinbai.manifest import hash_files, make_manifest, read_manifest, write_manifest
from tinbai.stages.released import known_splits, releases_in, remember_splits
from tinbai.stages.validate import require_valid
from tinbai.takedown.releases import releases_with
from tinbai.workspace import Workspace

if TYPE_CHECKING:
    from dataset.release import ReleaseInfo, ReleaseTables

FIRST = "1.0.0"


def release(
    workspace: Workspace,
    console: Console,
    *,
    version: str | None = None,
    released_on: date | None = None,
    without_text: bool = False,
) -> Outcome:
    """Write `releases/vX.Y.Z`; without a version, the smallest honest one. Nothing new gives no new release.

    `released_on` is the day that changelog, citation and croissant.json state; without it they state none.
    With `without_text`, or where tinbai.toml says so, the same release without text stands in `releases/without-text`
    afterwards, also where nothing is new.

    Raises:
        DataError: validation fails, or there is nothing to release.
        UsageError: the version is too small a step, or stands there with other contents.
    """
    made = _release(workspace, console, version, released_on)
    if not (without_text or workspace.config.release.without_text):
        return made
    return _also_without_text(workspace, console, made, released_on)


def _release(
    workspace: Workspace, console: Console, version: str | None, released_on: date | None
) -> Outcome:
    from dataset.release.build import build_release, least_version

    require_valid(workspace, console)
    with workspace.lock(), console.progress("release") as progress:
        before = newest_release(workspace)
        made_from = _made_from(workspace)
        if version is None and before is not None and _is_made_from(workspace, before, made_from):
            return _nothing_new(before)
        tables, known = _tables(workspace), known_splits(workspace)
        info = replace(_info(workspace), released_on=released_on)
        if version is None:
            version = least_version(tables, workspace.contract, info) if before else FIRST
            if version is None:
                assert before is not None
                # A kill may have come between the last release and this.
                remember_splits(workspace, known, tables.splits, tables.gold)
                return _nothing_new(before)
        elif before is not None and before.name == f"v{version.removeprefix('v')}":
            info = replace(info, previous=_before(workspace, before))
        made = build_release(
            tables,
            workspace.contract,
            version=version,
            folder=workspace.releases,
            info=info,
            progress=progress,
        )
        remember_splits(workspace, known, tables.splits, tables.gold)
        write_manifest(
            workspace,
            make_manifest(
                workspace,
                workspace.contract,
                "release",
                options={"version": made.version},
                inputs=made_from,
                outputs=[made.folder / "manifest.json"],
                counts={"articles": tables.articles.num_rows, "gold": tables.gold.num_rows},
            ),
        )
    return Outcome(
        "release",
        f"version {made.version} " + ("is ready" if made.written else "was there already, byte for byte"),
        counts={"version": made.version, "written": made.written},
        paths={"release": made.folder, "card": made.folder / "README.md"},
        next_step=_load(made.folder),
    )


def _also_without_text(
    workspace: Workspace, console: Console, made: Outcome, released_on: date | None
) -> Outcome:
    from dataset.withheld import build_without_text

    full, folder = made.paths["release"], workspace.releases_without_text
    with workspace.lock(), console.progress("without text") as progress:
        info = replace(
            _info(workspace),
            released_on=released_on,
            without_text=True,
            why_without_text=workspace.config.release.without_text_reason or None,
            previous=newest_in(folder, before=full.name),
        )
        lean = build_without_text(
            full, _tables(workspace), workspace.contract, folder=folder, info=info, progress=progress
        )
    return replace(
        made,
        counts={**made.counts, "without_text_written": lean.written},
        paths={**made.paths, "without text": lean.folder},
        notes=(*made.notes, "without text: " + ("ready" if lean.written else "was there already")),
    )


def _made_from(workspace: Workspace) -> dict[str, str]:
    tables = (
        workspace.articles,
        workspace.quarantine,
        workspace.clusters,
        workspace.splits,
        workspace.annotations,
        workspace.agreement,
        workspace.gold,
        workspace.takedowns,
    )
    return hash_files(workspace, tables)


def _is_made_from(workspace: Workspace, before: Path, made_from: dict[str, str]) -> bool:
    """Whether the newest release was made from these very tables: then nothing needs to be built to know it."""
    last = read_manifest(workspace, "release")
    return (
        last is not None
        and last.inputs == made_from
        and last.contract_sha256 == workspace.contract.sha256
        and last.outputs == hash_files(workspace, [before / "manifest.json"])
        and workspace.released_splits.exists()
    )


def _nothing_new(before: Path) -> Outcome:
    return Outcome(
        "release",
        f"nothing is new since {before.name}",
        counts={"version": before.name.removeprefix("v"), "written": False},
        paths={"release": before},
        notes=("rows alone count: a card that says something else goes out with --version",),
        next_step=_load(before),
    )


def newest_release(workspace: Workspace) -> Path | None:
    """The release with the greatest version, or None."""
    return newest_in(workspace.releases)


def newest_in(folder: Path, *, before: str | None = None) -> Path | None:
    """The release in the folder with the greatest version, or with the greatest below `before`; None without one."""
    from schemas.release.versions import parse_version

    found = [
        path
        for path in releases_in(folder)
        if before is None or parse_version(path.name) < parse_version(before)
    ]
    return next(reversed(found), None)


def _before(workspace: Workspace, this: Path) -> Path | None:
    """The release that `this` one was built upon."""
    from schemas.release.manifest import read_manifest as read_release

    previous = read_release(this).previous
    return workspace.releases / f"v{previous.version}" if previous else None


def _tables(workspace: Workspace) -> "ReleaseTables":
    from dataset.release import ReleaseTables

    contract = workspace.contract
    normalized = read_manifest(workspace, "normalize")
    return ReleaseTables(
        articles=read_table(workspace.articles, contract, "articles"),
        clusters=read_table(workspace.clusters, contract, "clusters"),
        splits=read_table(workspace.splits, contract, "splits"),
        annotations=read_table(workspace.annotations, contract, "annotations"),
        gold=read_table(workspace.gold, contract, "gold"),
        agreement=read_table(workspace.agreement, contract, "agreement"),
        quarantine=read_table(workspace.quarantine, contract, "quarantine"),
        counts=normalized.counts if normalized else {},
    )


def _info(workspace: Workspace) -> "ReleaseInfo":
    from dataset.card.prose import read_prose
    from dataset.release import ReleaseInfo

    config = workspace.config
    stated = config.release
    takedowns = read_takedowns(workspace.takedowns, workspace.contract)
    released = releases_with(workspace, takedowns.standing) if takedowns else {}
    return ReleaseInfo(
        name=config.name,
        pretty_name=config.pretty_name or config.name,
        license=stated.license,
        license_name=stated.license_name or None,
        license_link=stated.license_link or None,
        authors=stated.authors,
        organization=stated.organization or None,
        annotations_creators=stated.annotations_creators,
        language_creators=stated.language_creators,
        description=stated.description
        or "Vietnamese news articles with entities and topics labelled by people.",
        homepage=stated.homepage or None,
        text_license=stated.text_license_note or None,
        citation=stated.citation or None,
        contact=stated.contact or None,
        sample_labels=stated.sample_labels,
        previous=newest_release(workspace),
        prose=read_prose(workspace.card),
        taken_down=frozenset().union(*released.values()),
        restored=takedowns.restored,
    )


def _load(folder: Path) -> str:
    from schemas.release.manifest import read_manifest as read_release

    config = "entities" if "entities" in read_release(folder).configs else "articles"
    return f'load_dataset("{folder}", "{config}")'

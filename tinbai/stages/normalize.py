"""Pages in; articles, furniture and quarantine out."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from schemas.errors import UsageError
from schemas.tables import read_table
from schemas.takedowns import read_takedowns
from tinbai.console import Console, Outcome
from tinbai.engines import LOCAL, EngineChoice, engine_for
from tinbai.init import init_workspace
from tinbai.manifest import hash_files, make_manifest, write_manifest
from tinbai.workspace import CONFIG_NAME, Workspace

if TYPE_CHECKING:
    from dataset.normalize import NormalizeOptions


def normalize(
    workspace: Workspace,
    console: Console,
    inputs: Sequence[str | Path],
    *,
    engine: EngineChoice = LOCAL,
) -> Outcome:
    """Clean every page of `inputs`; pages of earlier runs that are not among them keep their rows.

    A folder that is no workspace yet becomes one.

    Raises:
        UsageError: an input is not there, or none was given.
    """
    from dataset.normalize import normalize as normalize_pages
    from dataset.read.find import find_inputs

    if not inputs:
        raise UsageError("no pages were given", hint="Name files or folders: tinbai normalize pages/")
    if not (workspace.root / CONFIG_NAME).exists():
        # Nothing is made where nothing can be read.
        find_inputs(inputs, apart_from=workspace.root)
        init_workspace(workspace.root, None)
    options = options_of(workspace)
    with (
        workspace.lock(takedowns=False),
        console.phases("normalize") as progress,
        engine_for(workspace, engine) as running,
    ):
        result = normalize_pages(
            inputs,
            workspace.root,
            workspace.contract,
            options=options,
            in_use=in_use(workspace),
            takedowns=read_takedowns(workspace.takedowns, workspace.contract),
            engine=running,
            progress=progress,
        )
        write_manifest(
            workspace,
            make_manifest(
                workspace,
                workspace.contract,
                "normalize",
                options={"license": options.license, "reading": options.reading},
                # The list of pages names every one with its sha256; here it would fill the manifest.
                inputs=hash_files(workspace, [workspace.pages]),
                outputs=normalized_outputs(workspace),
                counts=result.counts,
            ),
        )
        if workspace.takedowns.exists():
            from tinbai.takedown.pending import clear, is_pending

            # A page that is known may have become what was taken down, and have labels.
            if result.changed or is_pending(workspace):
                clear(workspace)
    counts = result.counts
    # A name may hold a line feed: quoted, it stays on its line.
    notes = [
        f"gone from the input, kept here: {json.dumps(name, ensure_ascii=False)}"
        for name in result.vanished[:5]
    ]
    if counts["taken_down"]:
        notes.append(
            f"{counts['taken_down']} pages or entries were taken down and stay away; quarantine lists them"
        )
    if len(result.vanished) > 5:
        notes.append(f"... and {len(result.vanished) - 5} more pages gone from the input, kept here")
    return Outcome(
        "normalize",
        f"{counts['pages']} pages: {counts['articles']} articles, {counts['teasers']} teasers from "
        f"{counts['listings']} listings, {counts['rejected']} set aside, {counts['folded']} exact duplicates folded"
        + ("" if result.changed else " (nothing new)"),
        counts=counts,
        paths={
            "articles": workspace.articles,
            "quarantine": workspace.quarantine,
            "furniture": workspace.furniture,
        },
        notes=tuple(notes),
        next_step="tinbai dedup",
    )


def options_of(workspace: Workspace) -> "NormalizeOptions":
    """What the project's configuration says of reading pages."""
    from dataset.normalize import NormalizeOptions
    from dataset.read.options import ReadOptions, field_names

    config = workspace.config.normalize
    named = config.fields.model_dump(exclude_none=True)
    return NormalizeOptions(
        license=config.license,
        reading=ReadOptions(
            fields=field_names(named), delimiter=config.delimiter, page_seconds=config.page_seconds
        ),
    )


def normalized_outputs(workspace: Workspace) -> list[Path]:
    """The tables that this stage writes; other stages keep what they set aside in the same folder."""
    return [workspace.articles, workspace.furniture, workspace.quarantine / "normalize.parquet"]


def in_use(workspace: Workspace) -> frozenset[str]:
    """Ids of articles that went to annotators, came back with labels, or were released."""
    from annotation.ledger import pushed_ids

    contract = workspace.contract
    annotations = read_table(workspace.annotations, contract, "annotations")
    released = read_table(workspace.released_splits, contract, "splits")
    return frozenset(pushed_ids(workspace.labelstudio)).union(
        annotations["id"].to_pylist(), released["id"].to_pylist()
    )

"""What the annotators said, back into the workspace."""

from pathlib import Path

import pyarrow as pa

from schemas.contract import Contract
from schemas.errors import DataError
from schemas.tables import read_table, write_table
from tinbai.connection import require_server
from tinbai.console import Console, Outcome
from tinbai.manifest import hash_files, make_manifest, write_manifest
from tinbai.stages.push import project_title
from tinbai.workspace import Workspace

_NOTES = {
    "drafts": "tasks hold a draft that nobody submitted yet",
    "superseded": "answers that their annotator, or who looked at the changed text, replaced by a later one",
    "deleted": "annotations deleted in Label Studio since the last pull",
    "older_text": "tasks whose article has changed since",
    "migrated": "annotations of an older text went over to the present one unchanged",
    "waiting": "annotations of an older text wait for a person to confirm them: tinbai push",
    "lost_spans": "spans of those have no place in the present text; quarantine lists them",
    "doubled": "tasks are there twice; what was said in either counts",
    "unknown_article": "tasks of articles that are not in the workspace",
    "foreign_task": "tasks that tinbai did not make",
    "faults": "spans or topics that do not hold, in quarantine",
}


def pull(workspace: Workspace, console: Console, *, full: bool = False) -> Outcome:
    """Write `annotations/` whole, and what does not hold to `quarantine/pull.parquet`.

    Only what changed since the last pull is fetched, unless `full`; the tables are the same either way.

    Raises:
        ConfigError: no Label Studio is known.
        UsageError: nothing was pushed.
        ServerError: it failed; what was pulled before stays.
    """
    from annotation.client import connect
    from annotation.pull import pull as pull_annotations

    contract = workspace.contract
    server = require_server(workspace)
    rows, rejects = workspace.annotations / "part-00000.parquet", workspace.quarantine / "pull.parquet"
    with workspace.lock():
        articles = read_table(workspace.articles, contract, "articles")
        connection = connect(server.url, server.api_key)
        with console.progress("pull") as progress:
            pulled = pull_annotations(
                connection,
                articles,
                contract,
                folder=workspace.labelstudio,
                title=project_title(workspace),
                previous=_previous(rows, contract),
                full=full,
                progress=progress,
            )
        write_table(rejects, pulled.quarantine)
        write_table(rows, pulled.annotations)
        write_manifest(
            workspace,
            make_manifest(
                workspace,
                contract,
                "pull",
                options={},
                inputs=hash_files(workspace, [workspace.articles]),
                outputs=[rows, rejects],
                counts=pulled.counts,
            ),
        )
    counts = pulled.counts
    how = "all" if counts["fetched"] == counts["tasks"] else f"{counts['fetched']} changed"
    return Outcome(
        "pull",
        f"{counts['annotations']} annotations of {counts['tasks']} tasks, {how} fetched "
        f"({counts['added']} new, {counts['updated']} changed, {counts['skipped']} skips)",
        counts=counts,
        paths={"annotations": workspace.annotations},
        notes=tuple(f"{counts[name]} {what}" for name, what in _NOTES.items() if counts[name]),
        next_step="tinbai agreement" if counts["annotations"] else "people label, then tinbai pull",
    )


def _previous(rows: Path, contract: Contract) -> pa.Table | None:
    """The last pull's table; one of another version of the contract is made anew, not counted against."""
    try:
        return read_table(rows, contract, "annotations")
    except DataError:
        return None

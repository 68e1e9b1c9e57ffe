"""What the annotators said, back into the workspace."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from schemas.contract import Contract
from schemas.errors import DataError
from schemas.tables import read_table, table_of, write_table
from tinbai.connection import require_server
from tinbai.console import Console, Outcome
from tinbai.manifest import hash_files, make_manifest, write_manifest
from tinbai.stages.batches import known_answers, together, told_scores
from tinbai.stages.push import project_title
from tinbai.takedown.server import finish_on_server
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
    from annotation.project import find_project
    from annotation.pull import pull as pull_annotations
    from annotation.pull_batches import pull_batches

    contract = workspace.contract
    server = require_server(workspace)
    rows, rejects = workspace.annotations / "part-00000.parquet", workspace.quarantine / "pull.parquet"
    with workspace.lock():
        articles = read_table(workspace.articles, contract, "articles")
        connection = connect(server.url, server.api_key)
        title, folder = project_title(workspace), workspace.labelstudio
        taken = finish_on_server(workspace, connection, title=title)
        before = _previous(rows, contract)
        with console.progress("pull") as progress:
            batches = pull_batches(
                connection,
                articles,
                contract,
                folder=folder,
                known=known_answers(workspace, articles),
                previous=before,
                full=full,
                progress=progress,
            )
            parts = list(batches.work)
            # With batches alone nothing need ever have been in the shared project.
            if not parts or find_project(connection, folder, title=title):
                shared = pull_annotations(
                    connection,
                    articles,
                    contract,
                    folder=folder,
                    title=title,
                    previous=_beside(before, [part.project.id for part in parts]),
                    full=full,
                    progress=progress,
                )
                parts.insert(0, shared)
        pulled = together(parts)
        write_table(workspace.checks, batches.checks)
        write_table(rejects, pulled.quarantine)
        write_table(rows, pulled.annotations)
        write_table(workspace.comments, _comments(workspace, pulled.annotations, pulled.comments))
        write_manifest(
            workspace,
            make_manifest(
                workspace,
                contract,
                "pull",
                options={},
                inputs=hash_files(workspace, [workspace.articles]),
                outputs=[rows, rejects, workspace.checks],
                counts=pulled.counts,
            ),
        )
    scored, told = told_scores(batches.checks)
    counts: dict[str, Any] = {**pulled.counts, "scores": scored}
    how = "all" if counts["fetched"] == counts["tasks"] else f"{counts['fetched']} changed"
    return Outcome(
        "pull",
        f"{counts['annotations']} annotations of {counts['tasks']} tasks, {how} fetched "
        f"({counts['added']} new, {counts['updated']} changed, {counts['skipped']} skips)",
        counts=counts,
        paths={"annotations": workspace.annotations},
        notes=(*taken, *(f"{counts[name]} {what}" for name, what in _NOTES.items() if counts[name]), *told),
        next_step="tinbai agreement" if counts["annotations"] else "people label, then tinbai pull",
    )


def _previous(rows: Path, contract: Contract) -> pa.Table:
    """The last pull's table; one of another version of the contract is made anew, not counted against."""
    try:
        return read_table(rows, contract, "annotations")
    except DataError:
        return table_of(contract, "annotations", [])


def _beside(annotations: pa.Table, projects: Sequence[int]) -> pa.Table:
    """The annotations that are of none of these projects."""
    starts = tuple(f"{number}-" for number in projects)
    rows = [not key.startswith(starts) for key in annotations["annotation_id"].to_pylist()]
    return annotations.filter(pa.array(rows, pa.bool_()))


def _comments(workspace: Workspace, annotations: pa.Table, read: Mapping[str, str]) -> pa.Table:
    """What stands beside these annotations: as read now, or as it was where an annotation was not read again."""
    before = read_table(workspace.comments, workspace.contract, "comments")
    known = {
        **dict(zip(before["annotation_id"].to_pylist(), before["comment"].to_pylist(), strict=True)),
        **read,
    }
    columns = annotations.select(["annotation_id", "id", "annotator"]).to_pylist()
    rows = [
        {**row, "comment": known[row["annotation_id"]]} for row in columns if known.get(row["annotation_id"])
    ]
    return table_of(workspace.contract, "comments", rows)

"""Agreed labels to gold; the rest to an adjudicator, and back as gold."""

import pyarrow as pa

from schemas.tables import read_table, write_table
from tinbai.connection import KnownServer, find_server
from tinbai.console import Console, Outcome
from tinbai.manifest import hash_files, make_manifest, write_manifest
from tinbai.stages.agreement import require_annotations
from tinbai.stages.push import guide, project_title
from tinbai.takedown.server import finish_on_server
from tinbai.workspace import Workspace

_NOTES = {
    "skipped": "of the waiting were skipped by an adjudicator: another one must settle them",
    "reopened": "articles were decided before an annotator said something that the adjudicator has not seen",
    "renewed": "open tasks show by now what annotators have said since",
    "withdrawn": "open tasks were taken away, since nobody differs there any more",
    "gone": "of the waiting were deleted in Label Studio and stay deleted: they stay out of the gold",
    "stale": "answers are about an older text and were not used",
}


def adjudicate(workspace: Workspace, console: Console, *, offline: bool = False) -> Outcome:
    """Fetch what adjudicators decided, write `gold/`, and bring new conflicts to them.

    Offline, or where no server is known, the decisions of the last time stand and conflicts wait.

    Raises:
        UsageError: nothing was pulled yet, or decisions hold the adjudicator's project to an older page.
        ServerError: the server failed; what was settled before stays.
    """
    from annotation.settle import settle

    require_annotations(workspace)
    contract = workspace.contract
    server = None if offline else find_server(workspace)
    gold = workspace.gold / "part-00000.parquet"
    with workspace.lock():
        articles = read_table(workspace.articles, contract, "articles")
        annotations = read_table(workspace.annotations, contract, "annotations")
        decisions = read_table(workspace.decisions, contract, "decisions")
        if server is not None:
            decisions = _fetched(workspace, console, server, articles, decisions)
            write_table(workspace.decisions, decisions)
        settled = settle(annotations, articles, contract, decisions=decisions)
        write_table(gold, settled.gold)
        counts = dict.fromkeys(("added", "gone", "renewed", "withdrawn"), 0)
        url: str | None = None
        if server is not None and (settled.conflicts or decisions.num_rows or _pushed_before(workspace)):
            from annotation.adjudicate import push_conflicts
            from annotation.client import connect
            from annotation.consensus import consensus

            remarks = read_table(workspace.comments, contract, "comments")

            with console.progress("adjudicate") as progress:
                pushed = push_conflicts(
                    connect(server.url, server.api_key),
                    settled.conflicts,
                    articles,
                    contract,
                    folder=workspace.labelstudio,
                    title=project_title(workspace),
                    instruction=guide(workspace),
                    comments=dict(
                        zip(remarks["annotation_id"].to_pylist(), remarks["comment"].to_pylist(), strict=True)
                    ),
                    offered=consensus(annotations, articles, contract),
                    progress=progress,
                )
            counts = {name: getattr(pushed, name) for name in counts}
            url = pushed.project.labeling_url
        statuses = settled.gold["status"].to_pylist()
        counts = {
            "gold": settled.gold.num_rows,
            **{name: statuses.count(name) for name in ("agreed", "majority", "adjudicated", "single")},
            "waiting": len(settled.conflicts),
            **counts,
            "reopened": sum(conflict.decided is not None for conflict in settled.conflicts),
            "skipped": len(_skipped(decisions) & {conflict.id for conflict in settled.conflicts}),
            "stale": len(settled.stale),
        }
        write_manifest(
            workspace,
            make_manifest(
                workspace,
                contract,
                "adjudicate",
                options={},
                inputs=hash_files(
                    workspace, [workspace.articles, workspace.annotations, workspace.decisions]
                ),
                outputs=[gold],
                counts=counts,
            ),
        )
    return Outcome(
        "adjudicate",
        f"{counts['gold']} articles settled ({counts['agreed']} agreed, {counts['majority']} by majority, "
        f"{counts['adjudicated']} adjudicated, {counts['single']} by one annotator), {counts['waiting']} wait",
        counts=counts,
        paths={"gold": workspace.gold},
        notes=tuple(f"{counts[name]} {what}" for name, what in _NOTES.items() if counts[name]),
        next_step=_next(counts["waiting"], url),
    )


def _fetched(
    workspace: Workspace, console: Console, server: KnownServer, articles: pa.Table, before: pa.Table
) -> pa.Table:
    """The decisions as they are on the server now; those of another server's projects are kept."""
    from annotation.adjudicate import pull_decisions
    from annotation.client import connect

    connection = connect(server.url, server.api_key)
    finish_on_server(workspace, connection, title=project_title(workspace))
    with console.progress("decisions") as progress:
        pulled = pull_decisions(
            connection,
            articles,
            workspace.contract,
            folder=workspace.labelstudio,
            title=project_title(workspace),
            previous=before,
            progress=progress,
        )
    if pulled is None:
        return before
    # What does not hold of a decision is told, like what does not hold of an annotation.
    write_table(workspace.quarantine / "adjudicate.parquet", pulled.quarantine)
    here = f"{pulled.project.id}-"
    elsewhere = [row for row in before.to_pylist() if not row["annotation_id"].startswith(here)]
    return pa.concat_tables(
        [pulled.annotations, pa.Table.from_pylist(elsewhere, schema=pulled.annotations.schema)]
    )


def _pushed_before(workspace: Workspace) -> bool:
    """Whether conflicts ever went out: then some may have to be taken back."""
    return any(workspace.labelstudio.glob("adjudication-*.jsonl"))


def _skipped(decisions: pa.Table) -> set[str]:
    rows = zip(decisions["id"].to_pylist(), decisions["was_skipped"].to_pylist(), strict=True)
    return {article for article, was_skipped in rows if was_skipped}


def _next(waiting: int, url: str | None) -> str:
    if not waiting:
        return "tinbai validate"
    if url is None:
        return "start Label Studio (tinbai serve), then tinbai adjudicate brings the conflicts there"
    return f"an adjudicator settles {waiting} articles at {url}; then tinbai adjudicate"

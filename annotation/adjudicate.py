"""Conflicts to a Label Studio project of their own, and the adjudicator's decisions back."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from annotation.client import Connection
from annotation.differences import note
from annotation.project import ADJUDICATION, Project, ensure_project, find_project, show_suggestions
from annotation.pseudonym import workspace_salt
from annotation.pull import Pulled, annotator_emails, fetch_tasks, read_tasks
from annotation.results import to_results
from annotation.settle import Conflict
from annotation.tasks import import_missing
from schemas.contract import Contract
from schemas.label_config import label_config
from schemas.progress import Progress, silent

# What all annotators said: the editor starts the adjudicator's own answer from this prediction.
AGREED = "agreed"

_TITLE_ROOM = 35
_WAIT_SECONDS = 3600.0


@dataclass(frozen=True, slots=True)
class PushedConflicts:
    """Conflicts `added` now, `present` since earlier, and `gone`: deleted by somebody on the server."""

    project: Project
    added: int
    present: int
    gone: int


def adjudication_title(title: str) -> str:
    """What the adjudication project beside a labeling project of this title is called."""
    return f"{title[:_TITLE_ROOM]} adjudication"


def push_conflicts(
    connection: Connection,
    conflicts: Sequence[Conflict],
    articles: pa.Table,
    contract: Contract,
    *,
    folder: Path,
    title: str,
    instruction: str = "",
    progress: Progress = silent,
) -> PushedConflicts:
    """Push the conflicts that the adjudication project does not have yet; one decision settles each.

    A task shows the story with the spans that all annotators share, and above it where they differ. Each
    annotator's version is a prediction under their pseudonym. `title` is the labeling project's; `folder`
    keeps the ledger. A conflict that was decided or pushed before keeps its task.

    Raises:
        UsageError: the title is taken by a project that is not tinbai's.
        ServerError: the server failed; the next push sends exactly what is missing.
    """
    from filelock import FileLock

    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / "push.lock", timeout=_WAIT_SECONDS):
        project = ensure_project(
            connection,
            folder,
            title=adjudication_title(title),
            label_config=label_config(contract, adjudication=True),
            instruction=instruction,
            overlap=1,
            role=ADJUDICATION,
        )
        tasks = build_conflict_tasks(conflicts, articles, contract)
        imported = import_missing(connection, project, tasks, folder, progress=progress)
        if imported.added:
            show_suggestions(connection, project, AGREED)
    return PushedConflicts(project, len(imported.added), imported.present, len(imported.gone))


def pull_decisions(
    connection: Connection,
    articles: pa.Table,
    contract: Contract,
    *,
    folder: Path,
    title: str,
    previous: pa.Table | None = None,
    progress: Progress = silent,
) -> Pulled | None:
    """What adjudicators decided, as rows of the table `annotations` for `settle`; None before any conflict was pushed.

    Raises:
        ServerError: the server failed.
    """
    project = find_project(connection, folder, title=adjudication_title(title), role=ADJUDICATION)
    if project is None:
        return None
    emails = annotator_emails(connection)
    tasks = fetch_tasks(connection, project, progress=progress)
    return read_tasks(
        project, tasks, articles, contract, salt=workspace_salt(folder), emails=emails, previous=previous
    )


def build_conflict_tasks(
    conflicts: Sequence[Conflict], articles: pa.Table, contract: Contract
) -> list[dict[str, object]]:
    """A task per conflict, in their order."""
    wanted = {conflict.id for conflict in conflicts}
    stories = {
        row["id"]: row
        for row in articles.select(["id", "title", "text", "text_sha256"]).to_pylist()
        if row["id"] in wanted
    }
    return [_task(conflict, stories[conflict.id], contract) for conflict in conflicts]


def _task(conflict: Conflict, story: dict[str, str], contract: Contract) -> dict[str, object]:
    primary, topics = _agreed_topics(conflict)
    base = to_results(
        contract, conflict.agreed, [code for code in contract.topic_codes if code in topics], primary
    )
    versions = [
        {
            "model_version": version.annotator,
            "result": to_results(
                contract,
                version.spans,
                [code for code in contract.topic_codes if code in version.topics],
                version.primary_topic,
            ),
        }
        for version in conflict.versions
    ]
    return {
        "data": {
            "id": conflict.id,
            "text": story["text"],
            "text_sha256": conflict.text_sha256,
            "title": story["title"] or "",
            "note": note(conflict, contract, story["text"]),
        },
        "meta": {
            "suggestion_arm": "none",
            "suggester_version": "",
            "contract_version": contract.contract_version,
            "guideline_version": contract.guideline_version,
        },
        "predictions": [{"model_version": AGREED, "result": base}, *versions],
    }


def _agreed_topics(conflict: Conflict) -> tuple[str | None, frozenset[str]]:
    """The main topic where all chose the same, with the topics that all have; otherwise nothing."""
    mains = {version.primary_topic for version in conflict.versions}
    if len(mains) > 1:
        return None, frozenset()
    shared = frozenset[str].intersection(*(version.topics for version in conflict.versions))
    return mains.pop(), shared

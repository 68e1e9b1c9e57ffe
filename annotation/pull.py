"""Bring back what each annotator said: one row per annotator and task, every offset proven on the text."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

from annotation.client import Connection, server_faults
from annotation.comments import comment_of
from annotation.project import LABELING, Project, find_project
from annotation.pseudonym import pseudonym, workspace_salt
from annotation.results import Fault, read_results
from annotation.tasks import list_tasks
from schemas.contract import Contract
from schemas.errors import DataError, UsageError
from schemas.progress import Progress, silent
from schemas.tables import table_of

_EVERY = 100


@dataclass(frozen=True, slots=True)
class Pulled:
    """The tables `annotations` and `quarantine`, and what was counted on the way.

    `counts` has: tasks, annotations (rows), skipped (of them), drafts (never submitted), superseded
    (earlier answers of one annotator to one task), older_text and unknown_article (tasks left out),
    faults (spans and topics in quarantine), trimmed (spans cut of outer white space), deleted (rows of
    `previous` that the server does not have any more), updated and added against `previous`.
    """

    project: Project
    annotations: pa.Table
    quarantine: pa.Table
    counts: Mapping[str, int]
    comments: Mapping[str, str] = field(default_factory=dict)
    """What was written beside each annotation that was read, by its number; empty where nothing was."""


@dataclass(slots=True)
class _Gathered:
    rows: list[dict[str, object]] = field(default_factory=list)
    rejects: list[dict[str, object]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    comments: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PulledTask:
    """A task as the server tells it, without what we do not read."""

    number: int
    data: Mapping[str, object]
    meta: Mapping[str, object]
    annotations: tuple[Mapping[str, object], ...]
    drafts: int


def pull(
    connection: Connection,
    articles: pa.Table,
    contract: Contract,
    *,
    folder: Path,
    title: str,
    previous: pa.Table | None = None,
    progress: Progress = silent,
) -> Pulled:
    """Pull everything; the tables are whole each time, and the same rows in the same order if nothing changed.

    `articles` is the contract's table, against whose text the offsets are proven. `previous` is the table
    of the last pull, for the counts alone.

    Raises:
        UsageError: nothing was pushed to this server.
        ServerError: the server failed.
    """
    project = find_project(connection, folder, title=title, role=LABELING)
    if project is None:
        raise UsageError(
            f"Label Studio at {connection.url} has no project {title!r}", hint="Push first: tinbai push"
        )
    emails = annotator_emails(connection)
    tasks = fetch_tasks(connection, project, progress=progress)
    return read_tasks(
        project, tasks, articles, contract, salt=workspace_salt(folder), emails=emails, previous=previous
    )


def annotator_emails(connection: Connection) -> dict[int, str]:
    """Who stands behind each user number. Stays in memory: files get pseudonyms."""
    with server_faults(connection.url):
        users = connection.client.users.list()
    return {int(user.id): user.email for user in users if user.id is not None and user.email}


def fetch_tasks(connection: Connection, project: Project, *, progress: Progress = silent) -> list[PulledTask]:
    """Every task with its annotations, as it is on the server now."""
    fetched = []
    for task in list_tasks(connection, project, full=True):
        body = task.dict()
        fetched.append(
            PulledTask(
                number=int(body["id"]),
                data=body.get("data") or {},
                meta=body.get("meta") or {},
                annotations=tuple(body.get("annotations") or ()),
                drafts=len(body.get("drafts") or ()),
            )
        )
        if len(fetched) % _EVERY == 0:
            progress(len(fetched))
    progress(len(fetched), len(fetched))
    return fetched


def read_tasks(
    project: Project,
    tasks: Iterable[PulledTask],
    articles: pa.Table,
    contract: Contract,
    *,
    salt: bytes,
    emails: Mapping[int, str],
    previous: pa.Table | None = None,
) -> Pulled:
    """Make the tables from fetched tasks."""
    texts = {
        row["id"]: (row["text"], row["text_sha256"])
        for row in articles.select(["id", "text", "text_sha256"]).to_pylist()
    }
    names: dict[str, str] = {}
    gathered = _Gathered()
    for task in sorted(tasks, key=lambda task: task.number):
        gathered.counts["tasks"] += 1
        gathered.counts["drafts"] += task.drafts
        _read_task(project, task, texts, contract, salt, emails, names, gathered)
    rows = sorted(
        gathered.rows, key=lambda row: (str(row["id"]), str(row["annotator"]), str(row["annotation_id"]))
    )
    rejects = sorted(
        gathered.rejects, key=lambda row: (str(row["id"]), str(row["source_path"]), str(row["detail"]))
    )
    table = table_of(contract, "annotations", rows)
    counts = gathered.counts
    counts["annotations"] = len(rows)
    counts["skipped"] = sum(bool(row["was_skipped"]) for row in rows)
    counts["faults"] = sum(row["reason"] not in _LEFT_OUT for row in rejects)
    counts.update(_changes(table, previous))
    keys = (*_COUNTED, *_LEFT_OUT)
    return Pulled(
        project,
        table,
        table_of(contract, "quarantine", rejects),
        {key: counts[key] for key in keys},
        gathered.comments,
    )


_LEFT_OUT = ("older_text", "unknown_article", "foreign_task")
_COUNTED = (
    "tasks", "annotations", "skipped", "drafts", "superseded", "faults", "trimmed", "added", "updated", "deleted",
)  # fmt: skip


def _read_task(
    project: Project,
    task: PulledTask,
    texts: Mapping[str, tuple[str, str]],
    contract: Contract,
    salt: bytes,
    emails: Mapping[int, str],
    names: dict[str, str],
    gathered: _Gathered,
) -> None:
    id_, digest = str(task.data.get("id")), task.data.get("text_sha256")
    place = f"label-studio/project-{project.id}/task-{task.number}"
    if id_ not in texts:
        left_out = Fault("unknown_article", "the workspace has no such article")
    elif texts[id_][1] != digest:
        left_out = Fault("older_text", "the article's text has changed since the task was made")
    elif "contract_version" not in task.meta:
        left_out = Fault("foreign_task", "the task was not made by tinbai push")
    else:
        left_out = None
    if left_out is not None:
        gathered.counts[left_out.reason] += 1
        # A task without labels loses nothing by being left out.
        if task.annotations:
            detail = f"{left_out.detail}; {len(task.annotations)} annotations stay on the server"
            gathered.rejects.append(_reject(id_, Fault(left_out.reason, detail), place))
        return
    newest: dict[str, Mapping[str, object]] = {}
    for annotation in sorted(task.annotations, key=lambda a: (str(a["updated_at"]), int(str(a["id"])))):
        annotator = _annotator(annotation, salt, emails, names)
        gathered.counts["superseded"] += annotator in newest
        newest[annotator] = annotation
    for annotator, annotation in newest.items():
        skipped = bool(annotation.get("was_cancelled"))
        results = annotation.get("result")
        assert isinstance(results, list)
        read = read_results(contract, texts[id_][0], () if skipped else results)
        number = f"{project.id}-{annotation['id']}"
        gathered.counts["trimmed"] += read.trimmed
        gathered.comments[number] = comment_of(results)
        gathered.rejects += [_reject(id_, fault, f"{place}/annotation-{number}") for fault in read.faults]
        gathered.rows.append(
            {
                "annotation_id": number,
                "id": id_,
                "text_sha256": digest,
                "annotator": annotator,
                "created_at": _moment(annotation["created_at"]),
                "updated_at": _moment(annotation["updated_at"]),
                "lead_time_s": annotation.get("lead_time"),
                "entities": [
                    {"start": s.start, "end": s.end, "label": s.label, "text": s.text, "origin": origin}
                    for s, origin in zip(read.spans, read.origins, strict=True)
                ],
                "topics": list(read.topics),
                "primary_topic": read.primary_topic,
                "was_skipped": skipped,
                "suggestion_arm": task.meta.get("suggestion_arm") or "none",
                "guideline_version": str(task.meta.get("guideline_version") or ""),
                "contract_version": str(task.meta["contract_version"]),
            }
        )


def _annotator(
    annotation: Mapping[str, object], salt: bytes, emails: Mapping[int, str], names: dict[str, str]
) -> str:
    who = annotation.get("completed_by")
    number = int(str(who.get("id") if isinstance(who, Mapping) else who))
    # A removed user's annotations stay; their number is all that is left of them.
    identity = emails.get(number, f"user {number}")
    name = pseudonym(salt, identity)
    if names.setdefault(name, identity) != identity:
        raise DataError(
            f"two annotators would both be called {name}",
            hint="Remove pseudonym-salt in the workspace's labelstudio folder and pull again",
        )
    return name


def _moment(value: object) -> datetime:
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return moment.astimezone(UTC)


def _reject(id_: str, fault: Fault, place: str) -> dict[str, object]:
    return {
        "id": id_,
        "stage": "pull",
        "reason": fault.reason,
        "detail": fault.detail,
        "source_path": place,
        "item_index": None,
        "byte_start": None,
        "byte_end": None,
        "raw_sha256": None,
    }


def _changes(table: pa.Table, previous: pa.Table | None) -> dict[str, int]:
    def states(of: pa.Table) -> dict[str, datetime]:
        return dict(zip(of["annotation_id"].to_pylist(), of["updated_at"].to_pylist(), strict=True))

    now = states(table)
    before = states(previous) if previous is not None else {}
    return {
        "added": len(now.keys() - before.keys()),
        "updated": sum(before[key] != now[key] for key in now.keys() & before.keys()),
        "deleted": len(before.keys() - now.keys()),
    }

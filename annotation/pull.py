"""Bring back what each annotator said: one row per annotator and article, every offset proven on the text."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from annotation.annotators import annotator_emails, annotator_identity, annotator_name
from annotation.client import Connection
from annotation.comments import comment_of
from annotation.fetch import fetch
from annotation.last_pull import PulledTask, moment
from annotation.listing import count_tasks, with_drafts
from annotation.migrate import Carrier, carrier, carry_all
from annotation.project import LABELING, Project, find_project
from annotation.pseudonym import workspace_salt
from annotation.results import Fault, Read, read_results
from schemas.contract import Contract
from schemas.cycles import no_search_for_cycles
from schemas.errors import DataError, UsageError
from schemas.files import text_sha256
from schemas.progress import Progress, silent
from schemas.records import Span
from schemas.tables import table_of


@dataclass(frozen=True, slots=True)
class Pulled:
    """The tables `annotations` and `quarantine`, and what was counted on the way.

    `counts` has: tasks, fetched (of them now; the others were known), annotations (rows), skipped (of them),
    migrated (of them: given on an older text, and gone over whole), waiting (given on an older text, and
    back to a person), lost_spans (of those), drafts (tasks with an answer that nobody submitted), superseded
    (answers that an annotator replaced by a later one), older_text and unknown_article and foreign_task
    (tasks left out or of another text), doubled (tasks beyond the first of an article and text), faults
    (spans and topics in quarantine), trimmed (spans cut of outer white space), deleted (rows of `previous`
    that the server does not have any more), updated and added against `previous`.
    """

    project: Project
    annotations: pa.Table
    quarantine: pa.Table
    counts: Mapping[str, int]
    comments: Mapping[str, str] = field(default_factory=dict)
    """What was written beside each annotation that was read, by its number; empty where nothing was."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """An annotation with its task, and the state of the text that it is about."""

    task: PulledTask
    annotation: Mapping[str, object]
    annotator: str
    digest: str
    older: str | None

    @property
    def skipped(self) -> bool:
        return bool(self.annotation.get("was_cancelled"))

    @property
    def rank(self) -> tuple[bool, datetime, int]:
        """What was said of the present text goes first, then what was said last."""
        return (
            self.older is None,
            moment(self.annotation["updated_at"]),
            int(str(self.annotation["id"])),
        )


@dataclass(slots=True)
class _Gathered:
    answers: dict[str, list[_Answer]] = field(default_factory=dict)
    rows: list[dict[str, object]] = field(default_factory=list)
    rejects: list[dict[str, object]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    comments: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What every answer is read with."""

    project: Project
    contract: Contract
    salt: bytes
    emails: Mapping[int, str]
    texts: Mapping[str, tuple[str, str]]
    names: dict[str, str] = field(default_factory=dict)
    carriers: dict[tuple[str, str], Carrier] = field(default_factory=dict)


def pull(
    connection: Connection,
    articles: pa.Table,
    contract: Contract,
    *,
    folder: Path,
    title: str,
    previous: pa.Table | None = None,
    full: bool = False,
    progress: Progress = silent,
) -> Pulled:
    """Pull what changed since the last time, or everything if `full`; the tables are whole each time.

    They are the same rows in the same order if nothing changed, and the same as a full pull gives.
    `articles` is the contract's table, against whose text the offsets are proven. `previous` is the table
    of the last pull, for the counts alone. `folder` keeps what was seen of the project.

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
    fetched = fetch(connection, project, folder, full=full, progress=progress)
    drafts = count_tasks(connection, project, [with_drafts()]).tasks
    pulled = read_tasks(
        project,
        fetched.tasks,
        articles,
        contract,
        salt=workspace_salt(folder),
        emails=emails,
        previous=previous,
    )
    counts = {**pulled.counts, "fetched": len(fetched.fetched), "drafts": drafts}
    return replace(pulled, counts=counts)


@no_search_for_cycles()
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
    listed = sorted(tasks, key=lambda task: task.number)
    texts = _texts(articles, {str(task.data.get("id")) for task in listed})
    reading = _Reading(project, contract, salt, emails, texts)
    gathered = _Gathered()
    seen: set[tuple[object, object]] = set()
    for task in listed:
        gathered.counts["tasks"] += 1
        key = task.data.get("id"), task.data.get("text_sha256")
        gathered.counts["doubled"] += key in seen
        seen.add(key)
        _sort_out(task, reading, gathered)
    for id_, answers in gathered.answers.items():
        _read_article(id_, answers, reading, gathered)
    rows = sorted(
        gathered.rows, key=lambda row: (str(row["id"]), str(row["annotator"]), str(row["annotation_id"]))
    )
    rejects = sorted(
        gathered.rejects, key=lambda row: (str(row["id"]), str(row["source_path"]), str(row["detail"]))
    )
    table = table_of(contract, "annotations", rows)
    counts = gathered.counts
    counts["annotations"] = len(rows)
    counts["fetched"] = len(listed)
    counts["skipped"] = sum(bool(row["was_skipped"]) for row in rows)
    counts["faults"] = sum(row["reason"] not in (*_LEFT_OUT, _LOST) for row in rejects)
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
_LOST = "lost_span"
_COUNTED = (
    "tasks", "fetched", "annotations", "skipped", "migrated", "waiting", "lost_spans", "drafts", "superseded",
    "doubled", "faults", "trimmed", "added", "updated", "deleted",
)  # fmt: skip


def _texts(articles: pa.Table, wanted: set[str]) -> dict[str, tuple[str, str]]:
    """Text and hash of the articles that have a task: usually few of all."""
    texts: dict[str, tuple[str, str]] = {}
    for batch in articles.select(["id", "text", "text_sha256"]).to_batches():
        chosen = batch.filter(pc.is_in(batch["id"], pa.array(sorted(wanted), batch["id"].type)))
        for row in chosen.to_pylist():
            texts[row["id"]] = row["text"], row["text_sha256"]
    return texts


def _sort_out(task: PulledTask, reading: _Reading, gathered: _Gathered) -> None:
    """A task's annotations to its article's answers; those that belong to none are told."""
    id_, digest = str(task.data.get("id")), task.data.get("text_sha256")
    older, left_out = None, None
    if id_ not in reading.texts:
        left_out = Fault("unknown_article", "the workspace has no such article")
    elif "contract_version" not in task.meta:
        left_out = Fault("foreign_task", "the task was not made by tinbai push")
    elif reading.texts[id_][1] != digest:
        gathered.counts["older_text"] += 1
        older = task.data.get("text")
        if not isinstance(older, str) or text_sha256(older) != digest:
            left_out = Fault("older_text", "the article's text has changed since the task was made")
    if left_out is not None:
        gathered.counts[left_out.reason] += left_out.reason != "older_text"
        # A task without labels loses nothing by being left out.
        if task.annotations:
            detail = f"{left_out.detail}; {len(task.annotations)} annotations stay on the server"
            gathered.rejects.append(_reject(id_, Fault(left_out.reason, detail), _place(reading, task)))
        return
    for annotation in task.annotations:
        annotator = _annotator(annotation, reading)
        answer = _Answer(task, annotation, annotator, str(digest), older if isinstance(older, str) else None)
        gathered.answers.setdefault(id_, []).append(answer)


def _read_article(id_: str, answers: Sequence[_Answer], reading: _Reading, gathered: _Gathered) -> None:
    last: dict[str, _Answer] = {}
    for answer in sorted(answers, key=lambda answer: answer.rank):
        gathered.counts["superseded"] += answer.annotator in last
        last[answer.annotator] = answer
    # Whoever looked at the present text saw what had been said of the older one.
    looked_at = any(answer.older is None and not answer.skipped for answer in last.values())
    for answer in last.values():
        if answer.older is None:
            results = answer.annotation.get("result")
            assert isinstance(results, Sequence)
            text = reading.texts[id_][0]
            read = read_results(reading.contract, text, () if answer.skipped else results)
            gathered.counts["trimmed"] += read.trimmed
            gathered.rejects += _faults(id_, answer, read, reading)
            _add(id_, answer, read.spans, read, reading, gathered)
        elif not answer.skipped:
            _read_older(id_, answer, answer.older, looked_at, reading, gathered)


def _read_older(
    id_: str, answer: _Answer, older: str, looked_at: bool, reading: _Reading, gathered: _Gathered
) -> None:
    """An answer on an older text: a row where it goes over whole, else the list of what could not."""
    results = answer.annotation.get("result")
    assert isinstance(results, Sequence)
    read = read_results(reading.contract, older, results)
    key = (id_, answer.digest)
    if key not in reading.carriers:
        reading.carriers[key] = carrier(older, reading.texts[id_][0])
    carried = carry_all(reading.carriers[key], read.spans)
    if carried.whole and not read.faults:
        gathered.counts["migrated"] += 1
        gathered.counts["trimmed"] += read.trimmed
        spans = [span for span in carried.spans if span is not None]
        _add(id_, answer, spans, read, reading, gathered)
        return
    if looked_at:
        gathered.counts["superseded"] += 1
        return
    gathered.counts["waiting"] += 1
    gathered.counts["lost_spans"] += len(carried.lost)
    gathered.rejects += _faults(id_, answer, read, reading)
    kept = len(carried.spans) - len(carried.lost)
    detail = f"the text has changed: {kept} of {len(carried.spans)} spans go over, and a person confirms them"
    place = _place(reading, answer.task, answer.annotation)
    gathered.rejects.append(_reject(id_, Fault("older_text", detail), place))
    gathered.rejects += [
        _reject(id_, Fault(_LOST, f"{s.label} {s.start} to {s.end} of the older text: {s.text!r}"), place)
        for s in carried.lost
    ]


def _faults(id_: str, answer: _Answer, read: Read, reading: _Reading) -> list[dict[str, object]]:
    place = _place(reading, answer.task, answer.annotation)
    return [_reject(id_, fault, place) for fault in read.faults]


def _add(
    id_: str, answer: _Answer, spans: Sequence[Span], read: Read, reading: _Reading, gathered: _Gathered
) -> None:
    """A row, and what was written beside it."""
    annotation, meta = answer.annotation, answer.task.meta
    number, results = f"{reading.project.id}-{annotation['id']}", annotation.get("result")
    gathered.comments[number] = comment_of(results if isinstance(results, Sequence) else ())
    row = {
        "annotation_id": number,
        "id": id_,
        "text_sha256": reading.texts[id_][1],
        "migrated_from": None if answer.older is None else answer.digest,
        "annotator": answer.annotator,
        "created_at": moment(annotation["created_at"]),
        "updated_at": moment(annotation["updated_at"]),
        "lead_time_s": annotation.get("lead_time"),
        "entities": [
            {"start": s.start, "end": s.end, "label": s.label, "text": s.text, "origin": origin}
            for s, origin in zip(spans, read.origins, strict=True)
        ],
        "topics": list(read.topics),
        "primary_topic": read.primary_topic,
        "was_skipped": answer.skipped,
        "suggestion_arm": meta.get("suggestion_arm") or "none",
        "guideline_version": str(meta.get("guideline_version") or ""),
        "contract_version": str(meta["contract_version"]),
    }
    gathered.rows.append(row)


def _place(reading: _Reading, task: PulledTask, annotation: Mapping[str, object] | None = None) -> str:
    place = f"label-studio/project-{reading.project.id}/task-{task.number}"
    return place if annotation is None else f"{place}/annotation-{reading.project.id}-{annotation['id']}"


def _annotator(annotation: Mapping[str, object], reading: _Reading) -> str:
    name = annotator_name(reading.salt, annotation, reading.emails)
    identity = annotator_identity(annotation, reading.emails)
    if reading.names.setdefault(name, identity) != identity:
        raise DataError(
            f"two annotators would both be called {name}",
            hint="Remove pseudonym-salt in the workspace's labelstudio folder and pull again",
        )
    return name


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

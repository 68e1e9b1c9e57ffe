"""Conflicts to a Label Studio project of their own, and the adjudicator's decisions back."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import astuple, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

from annotation.annotators import annotator_emails
from annotation.client import Connection, once, server_faults
from annotation.consensus import Consensus
from annotation.decisions import SHOWN, decisions_table
from annotation.differences import note
from annotation.fetch import fetch
from annotation.ledger import Ledger
from annotation.listing import list_tasks
from annotation.project import ADJUDICATION, Project, ensure_project, find_project, show_suggestions
from annotation.pseudonym import workspace_salt
from annotation.pull import Pulled, read_tasks
from annotation.results import to_results
from annotation.settle import Conflict
from annotation.tasks import TaskKey, import_missing, key_of, ready
from annotation.usable import Version
from schemas.contract import Contract
from schemas.label_config import PUBLISHER, label_config
from schemas.progress import Progress, silent

# What all annotators said: the editor starts the adjudicator's own answer from this prediction.
AGREED = "agreed"
# Beside each annotator's version under their pseudonym.
DECIDED = "decided before"
CONSENSUS = "consensus"

# In a task's meta: which conflict it shows.
_CONFLICT = "conflict"
# The role of the ledger of tasks that we took away ourselves.
_WITHDRAWN = "withdrawn"

_TITLE_ROOM = 35
_WAIT_SECONDS = 3600.0


@dataclass(frozen=True, slots=True)
class PushedConflicts:
    """Conflicts `added` now, `present` since earlier, and `gone`: deleted by somebody on the server.

    `renewed` are open tasks that show by now what annotators have said since; `reopened`, among those
    added, are decided ones that come back, since somebody says what the adjudicator has not seen;
    `withdrawn` are open tasks that were taken away, since nobody differs any more.
    """

    project: Project
    added: int
    present: int
    gone: int
    renewed: int
    reopened: int
    withdrawn: int


@dataclass(frozen=True, slots=True)
class _There:
    """A task of the adjudication project: the conflict that it shows, whether somebody decided or touched it."""

    number: int
    conflict: str
    decided: bool
    touched: bool
    shown: tuple[object, ...]
    predictions: tuple[int, ...]


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
    comments: Mapping[str, str] | None = None,
    offered: Mapping[str, Consensus] | None = None,
    progress: Progress = silent,
) -> PushedConflicts:
    """Push the conflicts that the adjudication project does not have yet; one decision settles each.

    A task shows the story with the spans that all annotators share, and above it where they differ. Each
    annotator's version is a prediction under their pseudonym; so is `offered`, the consensus by article.
    `comments` are what annotators wrote, by annotation number. `title` is the labeling project's; `folder`
    keeps the ledger. An open task whose annotators have changed their minds is brought up to date where it
    is, so that a draft on it lives; a decided one stays as it was, and the changed conflict is a new task.

    Raises:
        UsageError: the title is taken by a project that is not tinbai's, or its answers hold it to an older page.
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
        tasks = build_conflict_tasks(conflicts, articles, contract, comments=comments, offered=offered)
        there = _tasks_there(connection, project)
        fresh, again, renewed, present = [], [], 0, 0
        for task in tasks:
            meta = task["meta"]
            assert isinstance(meta, Mapping)
            known = there.get(_key(task), [])
            if any(one.conflict == meta[_CONFLICT] for one in known):
                present += 1
            elif not known:
                fresh.append(task)
            elif still := [one for one in known if not one.decided]:
                _renew(connection, still[-1], task)
                renewed += 1
            else:
                again.append(task)
        withdrawn = _withdraw(connection, project, there, {_key(task) for task in tasks}, folder)
        # What we took away ourselves may come back; what somebody else deleted stays deleted.
        ours = Ledger(folder, replace(project, role=_WITHDRAWN)).read().tasks
        first = [task for task in fresh if astuple(_key(task)) not in ours]
        back = [task for task in fresh if astuple(_key(task)) in ours]
        imported = import_missing(connection, project, ready(first), folder, progress=progress)
        import_missing(connection, project, ready(back), folder, again=True, progress=progress)
        if again:
            # Their key is there already, so `import_missing` would leave them out; a request of ours that
            # arrived and was not answered is found by its conflict the next time.
            with server_faults(connection.url):
                connection.client.projects.import_tasks(project.id, request=again, request_options=once())
        added = len(imported.added) + len(back) + len(again)
        if added:
            show_suggestions(connection, project, AGREED)
    return PushedConflicts(
        project,
        added=added,
        present=present + renewed + imported.present,
        gone=len(imported.gone),
        renewed=renewed,
        reopened=len(again),
        withdrawn=withdrawn,
    )


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
    """What adjudicators decided, as rows of the table `decisions` for `settle`; None before any conflict was pushed.

    Raises:
        ServerError: the server failed.
    """
    project = find_project(connection, folder, title=adjudication_title(title), role=ADJUDICATION)
    if project is None:
        return None
    emails = annotator_emails(connection)
    tasks = fetch(connection, project, folder, progress=progress).tasks
    pulled = read_tasks(
        project, tasks, articles, contract, salt=workspace_salt(folder), emails=emails, previous=previous
    )
    return replace(pulled, annotations=decisions_table(contract, project, pulled.annotations, tasks))


def build_conflict_tasks(
    conflicts: Sequence[Conflict],
    articles: pa.Table,
    contract: Contract,
    *,
    comments: Mapping[str, str] | None = None,
    offered: Mapping[str, Consensus] | None = None,
) -> list[dict[str, object]]:
    """A task per conflict, in their order."""
    wanted = {conflict.id for conflict in conflicts}
    stories = {
        row["id"]: row
        for row in articles.select(["id", "title", "text", "text_sha256", "source"]).to_pylist()
        if row["id"] in wanted
    }
    return [
        _task(conflict, stories[conflict.id], contract, comments or {}, (offered or {}).get(conflict.id))
        for conflict in conflicts
    ]


def _task(
    conflict: Conflict,
    story: Mapping[str, str],
    contract: Contract,
    comments: Mapping[str, str],
    offered: Consensus | None,
) -> dict[str, object]:
    primary, topics = _agreed_topics(conflict)
    agreed = to_results(
        contract, conflict.agreed, [code for code in contract.topic_codes if code in topics], primary
    )
    predictions = [
        {"model_version": AGREED, "result": agreed},
        *(
            {"model_version": version.annotator, "result": _results(contract, version)}
            for version in conflict.versions
        ),
    ]
    if conflict.decided:
        predictions.append({"model_version": DECIDED, "result": _results(contract, conflict.decided)})
    if offered:
        predictions.append({"model_version": CONSENSUS, "result": _results(contract, offered)})
    return {
        "data": {
            "id": conflict.id,
            "text": story["text"],
            "text_sha256": conflict.text_sha256,
            "title": story["title"] or "",
            **({PUBLISHER: story["source"]} if story["source"] else {}),
            "note": note(conflict, contract, story["text"], comments=comments, offered=offered),
        },
        "meta": {
            "suggestion_arm": "none",
            "suggester_version": "",
            "contract_version": contract.contract_version,
            "guideline_version": contract.guideline_version,
            _CONFLICT: _fingerprint(conflict, comments),
            SHOWN: [[None, sorted({version.digest for version in conflict.said})]],
        },
        "predictions": predictions,
    }


def _results(contract: Contract, version: Version | Consensus) -> list[dict[str, object]]:
    topics = [code for code in contract.topic_codes if code in version.topics]
    return to_results(contract, version.spans, topics, version.primary_topic)


def _fingerprint(conflict: Conflict, comments: Mapping[str, str]) -> str:
    """Which conflict it is: who says what, with which remark. The consensus also hangs on other articles."""
    said = [
        [version.annotator, version.digest, comments.get(version.annotation_id, "")]
        for version in conflict.said
    ]
    return hashlib.blake2b(json.dumps(said).encode(), digest_size=8).hexdigest()


def _tasks_there(connection: Connection, project: Project) -> dict[TaskKey, list[_There]]:
    """The tasks by what they are of, the oldest first."""
    there: defaultdict[TaskKey, list[_There]] = defaultdict(list)
    for task in list_tasks(connection, project, full=True):
        body = task.dict()
        meta = body.get("meta") or {}
        there[key_of(body.get("data") or {})].append(
            _There(
                number=int(body["id"]),
                conflict=str(meta.get(_CONFLICT) or ""),
                decided=any(not one.get("was_cancelled") for one in body.get("annotations") or ()),
                touched=bool(body.get("annotations") or body.get("drafts")),
                shown=tuple(meta.get(SHOWN) or ()),
                predictions=tuple(int(one["id"]) for one in body.get("predictions") or ()),
            )
        )
    return there


def _key(task: Mapping[str, object]) -> TaskKey:
    data = task["data"]
    assert isinstance(data, Mapping)
    return key_of(data)


def _withdraw(
    connection: Connection,
    project: Project,
    there: Mapping[TaskKey, Sequence[_There]],
    conflicts: Set[TaskKey],
    folder: Path,
) -> int:
    """Take away tasks that are no conflict any more and that no adjudicator has touched; says how many."""
    numbers = {
        one.number: key
        for key, known in there.items()
        if key not in conflicts
        for one in known
        if one.conflict and not one.touched
    }
    if numbers:
        # Before the deletion: after a kill in between it is found and deleted again, and never taken for lost.
        ledger = Ledger(folder, replace(project, role=_WITHDRAWN))
        ledger.add([astuple(key) for key in numbers.values()], list(numbers))
    with server_faults(connection.url):
        for number in numbers:
            connection.client.tasks.delete(id=str(number))
    return len(numbers)


def _renew(connection: Connection, there: _There, task: Mapping[str, object]) -> None:
    """Make an open task show what the annotators say now. Done again from the start after a kill: meta comes last."""
    meta, predictions = task["meta"], task["predictions"]
    assert isinstance(meta, Mapping)
    assert isinstance(predictions, list)
    now = [datetime.now(UTC).isoformat(timespec="seconds"), meta[SHOWN][0][1]]
    client = connection.client
    with server_faults(connection.url):
        for prediction in predictions:
            client.predictions.create(task=there.number, **prediction, request_options=once())
        for number in there.predictions:
            client.predictions.delete(id=number)
        client.tasks.update(
            id=str(there.number), data=task["data"], meta={**meta, SHOWN: [*there.shown, now]}
        )


def _agreed_topics(conflict: Conflict) -> tuple[str | None, frozenset[str]]:
    """The main topic where all chose the same, with the topics that all have; otherwise nothing."""
    mains = {version.primary_topic for version in conflict.said}
    if len(mains) > 1:
        return None, frozenset()
    shared = frozenset[str].intersection(*(version.topics for version in conflict.said))
    return mains.pop(), shared

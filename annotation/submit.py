"""Enter labels that exist already, as the annotator whose key the connection has."""

from collections.abc import Sequence
from dataclasses import dataclass

from annotation.client import Connection, once, server_faults
from annotation.listing import list_tasks
from annotation.project import Project
from annotation.results import to_results
from annotation.tasks import TaskKey, key_of
from schemas.contract import Contract
from schemas.errors import UsageError
from schemas.progress import Progress, silent
from schemas.records import Span


@dataclass(frozen=True, slots=True)
class Answer:
    """One annotator's answer to one article; `spans` in code points of the text with this hash."""

    id: str
    text_sha256: str
    spans: tuple[Span, ...]
    topics: tuple[str, ...]
    primary_topic: str | None
    skipped: bool = False
    lead_time_s: float | None = None


def submit(
    connection: Connection,
    project: Project,
    answers: Sequence[Answer],
    contract: Contract,
    *,
    progress: Progress = silent,
) -> int:
    """Submit the answers that this annotator has not given yet; says how many that were.

    Raises:
        UsageError: an answer is for an article, or a state of its text, that has no task.
        ServerError: the server failed; a second call goes on from what arrived.
    """
    numbers: dict[TaskKey, int] = {}
    answered: set[int] = set()
    for task in list_tasks(connection, project, full=True):
        body = task.dict()
        numbers[key_of(body.get("data") or {})] = int(body["id"])
        if any(_user(annotation) == connection.user_id for annotation in body.get("annotations") or ()):
            answered.add(int(body["id"]))
    added = 0
    for done, answer in enumerate(answers, start=1):
        number = numbers.get(TaskKey(answer.id, answer.text_sha256))
        if number is None:
            raise UsageError(
                f"article {answer.id} has no task with this text in {project.title!r}",
                hint="Push it first: tinbai push",
            )
        if number not in answered:
            result = to_results(contract, answer.spans, answer.topics, answer.primary_topic)
            with server_faults(connection.url):
                connection.client.annotations.create(
                    id=number,
                    result=[] if answer.skipped else result,
                    was_cancelled=answer.skipped,
                    lead_time=answer.lead_time_s,
                    request_options=once(),
                )
            added += 1
        progress(done, len(answers))
    return added


def _user(annotation: dict[str, object]) -> int:
    who = annotation.get("completed_by")
    return int(str(who.get("id") if isinstance(who, dict) else who))

"""The new task of an article whose text changed after people labelled it: their labels, to be confirmed."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from annotation.annotators import annotator_emails, annotator_name
from annotation.client import Connection
from annotation.fetch import fetch_tasks
from annotation.last_pull import PulledTask, moment
from annotation.listing import BATCH, of_articles
from annotation.migrate import carrier, carry_all
from annotation.project import SUGGESTIONS, Project
from annotation.results import read_results, to_results
from annotation.tasks import Task, TaskKey
from schemas.contract import Contract
from schemas.files import text_sha256
from schemas.records import Span


@dataclass(frozen=True, slots=True)
class _Version:
    """What one annotator said of an older text, as far as it stands in the new one."""

    annotator: str
    digest: str
    spans: tuple[Span, ...]
    topics: tuple[str, ...]
    primary_topic: str | None
    whole: bool


@dataclass(slots=True)
class Revision:
    """Looks at what was said of older texts. `waiting` counts the tasks that show it."""

    connection: Connection
    project: Project
    contract: Contract
    salt: bytes
    waiting: int = field(default=0, init=False)

    def revise(self, tasks: Mapping[TaskKey, Task]) -> dict[TaskKey, Task | None]:
        """A task with the migrated labels as its prediction; None where every annotator's answer holds as it is.

        Its meta tells the older texts' hashes (`migrated_from`) and who labelled it (`labelled_by`,
        pseudonyms). Where nobody had labelled, the task stays as it was.

        Raises:
            ServerError: the server failed.
        """
        emails = annotator_emails(self.connection)
        older: dict[str, list[PulledTask]] = {}
        ids = sorted({key.id for key in tasks})
        for first in range(0, len(ids), BATCH):
            where = [of_articles(ids[first : first + BATCH])]
            for pulled in fetch_tasks(self.connection, self.project, where=where):
                older.setdefault(str(pulled.data["id"]), []).append(pulled)
        revised: dict[TaskKey, Task | None] = {}
        for key, task in tasks.items():
            data = task["data"]
            assert isinstance(data, Mapping)
            versions = self._versions(older.get(key.id, ()), str(data["text"]), emails)
            if not versions:
                revised[key] = task
            elif all(version.whole for version in versions):
                revised[key] = None
            else:
                self.waiting += 1
                revised[key] = self._task(task, versions)
        return revised

    def _versions(self, tasks: Iterable[PulledTask], text: str, emails: Mapping[int, str]) -> list[_Version]:
        """By annotator, what each said last."""
        said = [
            (moment(annotation["updated_at"]), int(str(annotation["id"])), task, annotation)
            for task in tasks
            for annotation in task.annotations
            if not annotation["was_cancelled"]
        ]
        last: dict[str, _Version] = {}
        carriers = {}
        for _, _, task, annotation in sorted(said, key=lambda one: one[:2]):
            older, digest = task.data["text"], str(task.data["text_sha256"])
            if not isinstance(older, str) or text_sha256(older) != digest:
                continue
            results = annotation["result"]
            assert isinstance(results, Sequence)
            read = read_results(self.contract, older, results)
            if digest not in carriers:
                carriers[digest] = carrier(older, text)
            carried = carry_all(carriers[digest], read.spans)
            name = annotator_name(self.salt, annotation, emails)
            last[name] = _Version(
                annotator=name,
                digest=digest,
                spans=tuple(span for span in carried.spans if span is not None),
                topics=read.topics,
                primary_topic=read.primary_topic,
                whole=carried.whole and not read.faults,
            )
        return [last[name] for name in sorted(last)]

    def _task(self, task: Task, versions: Sequence[_Version]) -> Task:
        spans, topics, primary = _shown(versions, self.contract)
        meta = task["meta"]
        assert isinstance(meta, Mapping)
        result = to_results(self.contract, spans, topics, primary)
        return {
            "data": task["data"],
            "meta": {
                **meta,
                "suggestion_arm": "migrated",
                "suggester_version": "",
                "migrated_from": sorted({version.digest for version in versions}),
                "labelled_by": [version.annotator for version in versions],
            },
            "predictions": [{"model_version": SUGGESTIONS, "result": result}] if result else [],
        }


def _shown(versions: Sequence[_Version], contract: Contract) -> tuple[list[Span], list[str], str | None]:
    """What at least half of them said, so that of two who differ both are to be seen; no two spans overlap."""
    spans = Counter(span for version in versions for span in version.spans)
    shown: list[Span] = []
    for span, votes in sorted(spans.items(), key=lambda one: (-one[1], one[0])):
        if 2 * votes >= len(versions) and not any(
            span.start < other.end and other.start < span.end for other in shown
        ):
            shown.append(span)
    topics = Counter(topic for version in versions for topic in version.topics)
    chosen = [code for code in contract.topic_codes if 2 * topics[code] >= len(versions) and topics[code]]
    mains = Counter(version.primary_topic for version in versions if version.primary_topic in chosen)
    primary = min(mains, key=lambda code: (-mains[code], str(code)), default=None)
    others = [code for code in chosen if code != primary][: contract.topic_rules.max_secondary]
    return sorted(shown), ([primary] if primary else []) + others, primary

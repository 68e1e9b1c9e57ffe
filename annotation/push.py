"""Bring articles to the annotators: a project, its page, its instruction, and a task per article."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from annotation.client import Connection
from annotation.project import SUGGESTIONS, Project, ensure_project, show_suggestions
from annotation.pseudonym import workspace_salt
from annotation.results import to_results
from annotation.revision import Revision
from annotation.tasks import Task, TaskKey, Tasks, import_missing, refuse_unstorable
from schemas.contract import Contract
from schemas.cycles import no_search_for_cycles
from schemas.label_config import PUBLISHER, label_config
from schemas.progress import Progress, silent
from schemas.records import Span

_WAIT_SECONDS = 3600.0
_COLUMNS = ["id", "title", "text", "text_sha256", "source", "url"]


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a push did: tasks `added` (`revised` of them for a changed text), `present` before, and `gone`.

    `gone` are tasks of earlier pushes that somebody deleted on the server; they stay deleted. `waiting` of
    the revised show people's labels of the older text, to be confirmed; `migrated` are changed articles that
    need no task, because all that was said of the older text holds for the new one.
    """

    project: Project
    added: int
    present: int
    revised: int
    gone: int
    suggested: int
    waiting: int
    migrated: int


def push(
    connection: Connection,
    articles: pa.Table,
    suggestions: pa.Table | None,
    contract: Contract,
    *,
    folder: Path,
    title: str,
    instruction: str = "",
    overlap: int = 2,
    kinds: Sequence[str] = ("article",),
    again: bool = False,
    progress: Progress = silent,
) -> Pushed:
    """Push the articles of these `kinds` that the project does not have, in the table's order.

    `articles` and `suggestions` are the contract's tables; a suggestion for another state of the text is
    not used. `folder` keeps the ledger. `instruction` is HTML that annotators see before they start;
    `overlap` is how many of them a task goes to. Two pushes of one workspace wait for each other.

    Raises:
        UsageError: the title is taken by a project that is not tinbai's, or its answers hold it to an older page.
        DataError: an article holds what the server's database cannot; nothing was sent.
        ServerError: the server failed; the next push sends exactly what is missing.
    """
    from filelock import FileLock

    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / "push.lock", timeout=_WAIT_SECONDS):
        project = ensure_project(
            connection,
            folder,
            title=title,
            label_config=label_config(contract),
            instruction=instruction,
            overlap=overlap,
        )
        tasks = tasks_of(articles, suggestions, contract, kinds=kinds)
        revision = Revision(connection, project, contract, workspace_salt(folder))
        imported = import_missing(
            connection, project, tasks, folder, again=again, revise=revision.revise, progress=progress
        )
        suggested = _count_suggested(tasks.keys, suggestions)
        if suggested or revision.waiting:
            show_suggestions(connection, project)
    return Pushed(
        project,
        added=len(imported.added),
        present=imported.present,
        revised=len(imported.revised) - len(imported.kept),
        gone=len(imported.gone),
        suggested=suggested,
        waiting=revision.waiting,
        migrated=len(imported.kept),
    )


def build_tasks(
    articles: pa.Table,
    suggestions: pa.Table | None,
    contract: Contract,
    *,
    kinds: Sequence[str] = ("article",),
) -> list[Task]:
    """A task per article: what is shown and the key in `data`, what may change in `meta`."""
    tasks = tasks_of(articles, suggestions, contract, kinds=kinds)
    return list(tasks.make(tasks.keys))


def tasks_of(
    articles: pa.Table,
    suggestions: pa.Table | None,
    contract: Contract,
    *,
    kinds: Sequence[str] = ("article",),
) -> Tasks:
    """The same, each made when it is asked for.

    Raises:
        DataError: a task would hold what the server's database cannot.
    """
    articles = articles.select(_COLUMNS).filter(pc.is_in(articles["kind"], pa.array(kinds, pa.string())))
    for name in _COLUMNS:
        # Half a surrogate pair is in no Arrow string.
        place = pc.index(pc.match_substring(articles[name], "\0"), value=True).as_py()
        if place >= 0:
            refuse_unstorable(articles.slice(place, 1).to_pylist()[0])
    places = {key: number for number, key in enumerate(_keys(articles))}
    suggested = (
        {key: number for number, key in enumerate(_keys(suggestions))} if suggestions is not None else {}
    )

    @no_search_for_cycles()
    def make(keys: Sequence[TaskKey]) -> list[Task]:
        rows = _rows(articles, [places[key] for key in keys])
        known = [key for key in keys if key in suggested]
        found = _rows(suggestions, [suggested[key] for key in known]) if suggestions is not None else []
        by_key = dict(zip(known, found, strict=True))
        return [_task(row, by_key.get(key), contract) for key, row in zip(keys, rows, strict=True)]

    return Tasks(list(places), make)


def _keys(table: pa.Table) -> list[TaskKey]:
    columns = (table[name].to_pylist() for name in ("id", "text_sha256"))
    return [TaskKey(id_, digest) for id_, digest in zip(*columns, strict=True)]


def _rows(table: pa.Table, places: Sequence[int]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = table.take(pa.array(places, pa.int64())).to_pylist()
    return rows


def _count_suggested(keys: Iterable[TaskKey], suggestions: pa.Table | None) -> int:
    """How many of these tasks have something suggested."""
    if suggestions is None:
        return 0
    spans, topics = (pc.list_value_length(suggestions[name]) for name in ("entities", "topics"))
    some = pc.or_(pc.greater(pc.add(spans, topics), 0), pc.is_valid(suggestions["primary_topic"]))
    shown = suggestions.filter(pc.and_(some, pc.not_equal(suggestions["arm"], "none")))
    return len(set(keys) & set(_keys(shown)))


def _task(article: Mapping[str, Any], suggestion: Mapping[str, Any] | None, contract: Contract) -> Task:
    data = {
        "id": article["id"],
        "text": article["text"],
        "text_sha256": article["text_sha256"],
        # The page refers to the title, so the server insists on one; empty where there is none.
        "title": article["title"] or "",
        **{name: article[name] for name in ("source", "url") if article[name]},
        **({PUBLISHER: article["source"]} if article["source"] else {}),
    }
    meta = {
        "suggestion_arm": suggestion["arm"] if suggestion else "none",
        "suggester_version": suggestion["suggester_version"] if suggestion else "",
        "contract_version": contract.contract_version,
        "guideline_version": contract.guideline_version,
    }
    return {"data": data, "meta": meta, "predictions": _predictions(contract, suggestion)}


def _predictions(contract: Contract, suggestion: Mapping[str, Any] | None) -> list[dict[str, object]]:
    if suggestion is None or suggestion["arm"] == "none":
        return []
    entities, topics, primary = (suggestion[name] for name in ("entities", "topics", "primary_topic"))
    scores = {Span(e["start"], e["end"], e["label"], e["text"]): e["score"] for e in entities}
    result = to_results(contract, scores, topics, primary)
    if not result:
        return []
    # The least certain span counts. The single spans' scores stay in the table: shown, they would persuade.
    score = min(scores.values(), default=0.0)
    return [{"model_version": SUGGESTIONS, "score": round(score, 4), "result": result}]

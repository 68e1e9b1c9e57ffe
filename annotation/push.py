"""Bring articles to the annotators: a project, its page, its instruction, and a task per article."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from annotation.client import Connection
from annotation.project import SUGGESTIONS, Project, ensure_project, show_suggestions
from annotation.results import to_results
from annotation.tasks import import_missing
from schemas.contract import Contract
from schemas.label_config import PUBLISHER, label_config
from schemas.progress import Progress, silent
from schemas.records import Span

_WAIT_SECONDS = 3600.0


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a push did: tasks `added` (`revised` of them for a changed text), `present` before, and `gone`.

    `gone` are tasks of earlier pushes that somebody deleted on the server; they stay deleted.
    """

    project: Project
    added: int
    present: int
    revised: int
    gone: int
    suggested: int


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
        tasks = build_tasks(articles, suggestions, contract, kinds=kinds)
        imported = import_missing(connection, project, tasks, folder, again=again, progress=progress)
        suggested = sum(bool(task["predictions"]) for task in tasks)
        if suggested:
            show_suggestions(connection, project)
    return Pushed(
        project,
        added=len(imported.added),
        present=imported.present,
        revised=len(imported.revised),
        gone=len(imported.gone),
        suggested=suggested,
    )


def build_tasks(
    articles: pa.Table,
    suggestions: pa.Table | None,
    contract: Contract,
    *,
    kinds: Sequence[str] = ("article",),
) -> list[dict[str, object]]:
    """A task per article: what is shown and the key in `data`, what may change in `meta`."""
    suggested = {row["id"]: row for row in suggestions.to_pylist()} if suggestions is not None else {}
    tasks: list[dict[str, object]] = []
    columns = ["id", "kind", "title", "text", "text_sha256", "source", "url"]
    for article in articles.select(columns).to_pylist():
        if article["kind"] not in kinds:
            continue
        suggestion = suggested.get(article["id"])
        if suggestion is not None and suggestion["text_sha256"] != article["text_sha256"]:
            suggestion = None
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
        tasks.append({"data": data, "meta": meta, "predictions": _predictions(contract, suggestion)})
    return tasks


def _predictions(contract: Contract, suggestion: Mapping[str, object] | None) -> list[dict[str, object]]:
    if suggestion is None or suggestion["arm"] == "none":
        return []
    entities, topics = suggestion["entities"], suggestion["topics"]
    primary = suggestion["primary_topic"]
    assert isinstance(entities, list)
    assert isinstance(topics, list)
    assert primary is None or isinstance(primary, str)
    scores = {Span(e["start"], e["end"], e["label"], e["text"]): e["score"] for e in entities}
    result = to_results(contract, scores, topics, primary)
    if not result:
        return []
    # The least certain span counts. The single spans' scores stay in the table: shown, they would persuade.
    score = min(scores.values(), default=0.0)
    return [{"model_version": SUGGESTIONS, "score": round(score, 4), "result": result}]

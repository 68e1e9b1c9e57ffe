"""Suggest entities and topics, so that people correct rather than type."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from schemas.errors import DataError
from schemas.tables import read_table, write_table
from tinbai.console import Console, Outcome
from tinbai.stages.cached import cached
from tinbai.stages.evaluate import clusters_of
from tinbai.stages.outside import ask_outside
from tinbai.workspace import Workspace

if TYPE_CHECKING:
    from annotation.suggest.labelled import Labelled


def suggest(workspace: Workspace, console: Console) -> Outcome:
    """Write `suggestions.parquet`; a stable tenth of the articles stays without, to watch bias.

    What people labelled since the last time is learnt first: here and not at pull, because gold is settled
    after pull, and only a push needs suggestions. What was pushed keeps the suggestions that it went with.
    """
    from annotation.suggest.learnt import CHOICE, MODEL, learn, training_digest

    contract = workspace.contract

    def work() -> Mapping[str, int]:
        from annotation.suggest import suggest as suggest_all

        articles = read_table(workspace.articles, contract, "articles")
        with console.progress("learn") as progress:
            learnt = learn(labelled, clusters, contract, workspace.learnt, progress=progress)
        with console.progress("suggest") as progress:
            if outside is None or outside.beside_rules:
                table = suggest_all(articles, contract, learnt=learnt, kept=shown, progress=progress)
            else:
                table = outside.alone(articles)
        more: Mapping[str, int] = {}
        if outside is not None:
            table, more = outside.combine(table, articles)
        write_table(workspace.suggestions, table)
        arms = table["arm"].to_pylist()
        return {
            "articles": table.num_rows,
            "spans": len(table["entities"].combine_chunks().flatten()),
            "without": arms.count("none"),
            "labelled": len(labelled),
            **{arm: arms.count(arm) for arm in ("rules", "memory", "model")},
            **more,
        }

    with workspace.lock():
        labelled = _labelled(workspace)
        clusters = clusters_of(workspace) if labelled else {}
        shown = _shown(workspace)
        outside = ask_outside(workspace, console, shown)
        counts, skipped = cached(
            workspace,
            "suggest",
            # The labels themselves, not the files that hold them: an annotation's time is no reason to train again.
            options={
                **({"labels": training_digest(labelled, clusters, contract)} if labelled else {}),
                **(outside.options if outside else {}),
            },
            inputs=[workspace.articles, *(outside.inputs if outside else ())],
            outputs=[workspace.suggestions, workspace.learnt / MODEL, workspace.learnt / CHOICE],
            work=work,
        )
    notes = []
    if counts.get("labelled"):
        spoke = [f"{counts[arm]} by {arm}" for arm in ("rules", "memory", "model") if counts[arm]]
        notes.append(f"learnt from {counts['labelled']} labelled articles; suggestions {', '.join(spoke)}")
    return Outcome(
        "suggest",
        f"{counts['spans']} spans on {counts['articles']} articles, {counts['without']} left without to watch bias"
        + (" (nothing new)" if skipped else ""),
        counts=counts,
        notes=(*notes, *(outside.notes(counts) if outside else ())),
        next_step="tinbai serve (or set [labelstudio] url), then tinbai push",
    )


def _labelled(workspace: Workspace) -> tuple["Labelled", ...]:
    from annotation.suggest.labelled import labelled_articles

    contract = workspace.contract
    gold = read_table(workspace.gold, contract, "gold")
    annotations = read_table(workspace.annotations, contract, "annotations")
    if not gold.num_rows and not annotations.num_rows:
        return ()
    return labelled_articles(read_table(workspace.articles, contract, "articles"), gold, annotations)


def _shown(workspace: Workspace) -> dict[str, dict[str, Any]]:
    """The suggestions that tasks were pushed with, by article; without those that the contract no longer allows."""
    from annotation.ledger import pushed_ids

    contract = workspace.contract
    pushed = pushed_ids(workspace.labelstudio)
    if not pushed:
        return {}
    try:
        before = read_table(workspace.suggestions, contract, "suggestions")
    except DataError:  # of another contract: this stage makes it anew
        return {}
    labels, topics = set(contract.entity_names), set(contract.topic_codes)
    return {
        row["id"]: row
        for row in before.filter(pc.is_in(before["id"], pa.array(sorted(pushed), pa.string()))).to_pylist()
        if {entity["label"] for entity in row["entities"]} <= labels and set(row["topics"]) <= topics
    }

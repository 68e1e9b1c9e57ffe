"""Batches of annotators' own: filled by `tinbai push`, read and scored by `tinbai pull`."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import pyarrow as pa

from schemas.errors import ConfigError
from schemas.tables import read_table
from tinbai.console import Console, Outcome
from tinbai.workspace import Workspace

if TYPE_CHECKING:
    from annotation.client import Connection
    from annotation.known import Score
    from annotation.pull import Pulled


def known_answers(workspace: Workspace, articles: pa.Table) -> dict[str, dict[str, object]]:
    """The articles whose answer is known, as rows of the table `gold` by article id.

    Raises:
        ConfigError: tinbai.toml names a file that is not there.
    """
    from annotation.known import sure_answers

    if not workspace.config.assignment.known:
        return sure_answers(read_table(workspace.gold, workspace.contract, "gold"), articles)
    path = workspace.root / workspace.config.assignment.known
    if not path.is_file():
        raise ConfigError(
            f"[assignment] known names {path}, and there is no such file",
            hint="Name a Parquet file with the columns of gold: tinbai contract arrow gold",
        )
    gold = read_table(path, workspace.contract, "gold")
    # Whoever names a file answers for it, however its rows were settled.
    return sure_answers(gold, articles, any_status=True)


def fill_batches(
    workspace: Workspace,
    console: Console,
    connection: "Connection",
    articles: pa.Table,
    *,
    title: str,
    instruction: str,
    kinds: Sequence[str],
    names: Sequence[str],
    notes: Sequence[str] = (),
) -> Outcome:
    """Give every annotator of a batch, and each account of `names`, what they may have; see `push_batches`."""
    from annotation.batches import Rules, push_batches
    from annotation.known import scores

    config, contract = workspace.config, workspace.contract
    annotations = read_table(workspace.annotations, contract, "annotations")
    labelled: dict[str, set[str]] = {}
    for who, article in zip(annotations["annotator"].to_pylist(), annotations["id"].to_pylist(), strict=True):
        labelled.setdefault(who, set()).add(article)
    checks = read_table(workspace.checks, contract, "checks")
    known = set(known_answers(workspace, articles))
    with console.progress("push") as progress:
        result = push_batches(
            connection,
            articles,
            read_table(workspace.suggestions, contract, "suggestions"),
            contract,
            folder=workspace.labelstudio,
            title=title,
            names=names,
            known=known,
            labelled=labelled,
            trained={score.annotator: score for score in scores(checks) if score.round == "training"},
            rules=Rules(
                overlap=config.labelstudio.overlap,
                share=config.assignment.share,
                batch=config.assignment.batch,
                checks=config.assignment.checks,
                training=config.assignment.training,
            ),
            instruction=instruction,
            kinds=kinds,
            progress=progress,
        )
    pushed = result.batches
    added = sum(batch.added for batch in pushed)
    told = [
        f"{batch.annotator}: {batch.added} tasks added, {batch.open} open, at {batch.project.labeling_url}"
        + (" (training)" if batch.training else "")
        for batch in pushed
    ]
    if result.shared:
        told.append(f"{result.shared} articles are in the project for everybody and stay there")
    if not known and (config.assignment.training or config.assignment.checks):
        told.append("no answer is known yet, so there are no training and no known tasks: gold comes first")
    unscored = [batch for batch in pushed if batch.unscored]
    if unscored:
        told.append(
            f"{len(unscored)} have done their training: tinbai pull scores it, then there is work for them"
        )
    return Outcome(
        "push",
        f"{added} tasks added to the batches of {len(pushed)} annotators",
        counts={
            "added": added,
            "open": sum(batch.open for batch in pushed),
            "training": sum(batch.training for batch in pushed),
            "batches": [
                {
                    "annotator": batch.annotator,
                    "added": batch.added,
                    "open": batch.open,
                    "training": batch.training,
                    "url": batch.project.labeling_url,
                }
                for batch in pushed
            ],
            "url": f"{connection.url}/projects",
        },
        notes=(*notes, *told),
        next_step="everybody labels in the project that bears their name; then tinbai pull, and tinbai push for more",
    )


def together(parts: Sequence["Pulled"]) -> "Pulled":
    """What was pulled from several projects as one; the first project speaks for all."""
    first = parts[0]
    order = [(name, "ascending") for name in ("id", "annotator", "annotation_id")]
    counts: Counter[str] = Counter()
    for part in parts:
        counts.update(part.counts)
    return replace(
        first,
        annotations=pa.concat_tables([part.annotations for part in parts]).sort_by(order),
        quarantine=pa.concat_tables([part.quarantine for part in parts]),
        counts={name: counts[name] for name in first.counts},
        comments={number: words for part in parts for number, words in part.comments.items()},
    )


def told_scores(checks: pa.Table) -> tuple[list[dict[str, object]], list[str]]:
    """Every annotator's scores, for machines and for people."""
    from annotation.known import scores

    found = scores(checks)
    return [asdict(score) for score in found], [_told(score) for score in found]


def _told(score: "Score") -> str:
    what = "training" if score.round == "training" else "known tasks among the work"
    spans = "undefined" if score.f1 is None else f"{score.f1:.3f}"
    topics = "undefined" if score.topic is None else f"{score.topic:.3f}"
    skipped = f", {score.skipped} skipped" if score.skipped else ""
    return f"{score.annotator}: {what}: F1 {spans}, main topic {topics} on {score.tasks} articles{skipped}"

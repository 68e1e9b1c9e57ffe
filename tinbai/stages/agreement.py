"""How far the annotators agree."""

from collections.abc import Mapping

import pyarrow.compute as pc

from schemas.errors import UsageError
from schemas.tables import read_table, write_table
from tinbai.console import Console, Outcome
from tinbai.stages.cached import cached
from tinbai.workspace import Workspace


def agreement(workspace: Workspace, console: Console) -> Outcome:
    """Write `agreement.parquet`.

    Raises:
        UsageError: nothing was pulled yet.
    """
    config = workspace.config.agreement
    require_annotations(workspace)

    def work() -> Mapping[str, int]:
        from annotation.agreement import measure

        annotations = read_table(workspace.annotations, workspace.contract, "annotations")
        articles = read_table(workspace.articles, workspace.contract, "articles")
        with console.progress("agreement"):
            table = measure(
                annotations, articles, workspace.contract, resamples=config.resamples, seed=config.seed
            )
        write_table(workspace.agreement, table)
        return {
            "annotations": annotations.num_rows,
            "annotators": pc.count_distinct(annotations["annotator"]).as_py(),
            "figures": table.num_rows,
        }

    with workspace.lock():
        counts, _ = cached(
            workspace,
            "agreement",
            options=config.model_dump(),
            inputs=[workspace.annotations, workspace.articles],
            outputs=[workspace.agreement],
            work=work,
        )
        table = read_table(workspace.agreement, workspace.contract, "agreement")
    overall = [row for row in table.to_pylist() if row["label"] is None and row["annotator_a"] is None]
    return Outcome(
        "agreement",
        f"{counts['annotators']} annotators, {counts['annotations']} annotations",
        counts={**counts, "overall": overall},
        notes=tuple(figure(row) for row in overall),
        paths={"agreement": workspace.agreement},
        next_step="tinbai adjudicate",
    )


def figure(row: Mapping[str, object]) -> str:
    """One line: the measure, its value with the interval, and on how many documents it stands."""
    if row["value"] is None:
        return f"{row['measure']}: undefined ({row['undefined_reason']})"
    interval = f" [{row['low']:.3f}, {row['high']:.3f}]" if row["low"] is not None else ""
    return f"{row['measure']}: {row['value']:.3f}{interval} on {row['n_documents']} documents"


def require_annotations(workspace: Workspace) -> None:
    if not list(workspace.annotations.glob("*.parquet")):
        raise UsageError(
            "nothing was pulled from Label Studio yet",
            hint="Run tinbai pull when people have labelled, or tinbai import for labels in files",
        )

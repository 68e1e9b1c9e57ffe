"""How far the annotators agree."""

from collections.abc import Mapping

import pyarrow.compute as pc

from schemas.errors import UsageError
from schemas.tables import read_table, write_table
from tinbai.agreement_notes import NARROWER, notes
from tinbai.console import Console, Outcome
from tinbai.stages.cached import cached
from tinbai.workspace import Workspace


def agreement(workspace: Workspace, console: Console) -> Outcome:
    """Write `agreement.parquet`, and `consensus.parquet` of the articles that three or more labelled.

    Raises:
        UsageError: nothing was pulled yet.
    """
    config = workspace.config.agreement
    require_annotations(workspace)

    def work() -> Mapping[str, int]:
        from annotation.agreement import measure_all

        annotations = read_table(workspace.annotations, workspace.contract, "annotations")
        articles = read_table(workspace.articles, workspace.contract, "articles")
        with console.progress("agreement"):
            measured = measure_all(
                annotations, articles, workspace.contract, resamples=config.resamples, seed=config.seed
            )
        write_table(workspace.consensus, measured.consensus)
        write_table(workspace.agreement, measured.agreement)
        return {
            "annotations": annotations.num_rows,
            "annotators": pc.count_distinct(annotations["annotator"]).as_py(),
            "figures": measured.agreement.num_rows,
            "consensus": measured.consensus.num_rows,
        }

    with workspace.lock():
        counts, _ = cached(
            workspace,
            "agreement",
            options=config.model_dump(),
            inputs=[workspace.annotations, workspace.articles],
            outputs=[workspace.agreement, workspace.consensus],
            work=work,
        )
        table = read_table(workspace.agreement, workspace.contract, "agreement")
    rows = table.to_pylist()
    overall = [row for row in rows if not any(row[name] for name in NARROWER)]
    return Outcome(
        "agreement",
        f"{counts['annotators']} annotators, {counts['annotations']} annotations",
        counts={**counts, "overall": overall, "table": rows},
        notes=tuple(notes(rows)),
        paths={"agreement": workspace.agreement, "consensus": workspace.consensus},
        next_step="tinbai adjudicate",
    )


def require_annotations(workspace: Workspace) -> None:
    if not list(workspace.annotations.glob("*.parquet")):
        raise UsageError(
            "nothing was pulled from Label Studio yet",
            hint="Run tinbai pull when people have labelled, or tinbai import for labels in files",
        )

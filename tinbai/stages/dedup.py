"""Cluster the articles that tell one story, and give every cluster a split."""

from collections.abc import Mapping

import pyarrow.compute as pc

from schemas.tables import write_table
from tinbai.console import Console, Outcome
from tinbai.engines import LOCAL, EngineChoice, engine_for
from tinbai.stages.cached import cached
from tinbai.stages.released import known_splits
from tinbai.workspace import Workspace


def dedup(workspace: Workspace, console: Console, *, engine: EngineChoice = LOCAL) -> Outcome:
    """Write clusters, their former names and splits; an id that was ever released keeps its split."""

    def work() -> Mapping[str, int]:
        from dataset.dedup.workspace import cluster_workspace
        from dataset.splits import assign_splits

        with console.progress("dedup") as progress, engine_for(workspace, engine) as running:
            clusters = cluster_workspace(
                workspace.root, workspace.contract, engine=running, progress=progress
            ).clusters
        released = known_splits(workspace)
        write_table(workspace.splits, assign_splits(clusters, released, workspace.contract))
        tiers = {row["values"]: row["counts"] for row in pc.value_counts(clusters["tier"]).to_pylist()}
        return {
            "articles": clusters.num_rows,
            "clusters": pc.count_distinct(clusters["cluster_id"]).as_py(),
            **{tier: tiers.get(tier, 0) for tier in ("exact", "near", "related", "single")},
        }

    with workspace.lock():
        counts, skipped = cached(
            workspace,
            "dedup",
            options={},
            inputs=[workspace.articles, workspace.released_splits],
            outputs=[workspace.clusters, workspace.aliases, workspace.splits],
            work=work,
        )
    return Outcome(
        "dedup",
        f"{counts['articles']} articles and teasers in {counts['clusters']} clusters"
        + (" (nothing new)" if skipped else ""),
        counts=counts,
        next_step="tinbai suggest",
    )

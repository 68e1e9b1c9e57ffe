"""Suggest entities and topics, so that people correct rather than type."""

from collections.abc import Mapping

from schemas.tables import read_table, write_table
from tinbai.console import Console, Outcome
from tinbai.stages.cached import cached
from tinbai.stages.outside import ask_outside
from tinbai.workspace import Workspace


def suggest(workspace: Workspace, console: Console) -> Outcome:
    """Write `suggestions.parquet`; a stable tenth of the articles stays without, to watch bias."""

    def work() -> Mapping[str, int]:
        from annotation.suggest import suggest as suggest_all

        articles = read_table(workspace.articles, workspace.contract, "articles")
        with console.progress("suggest") as progress:
            if outside is None or outside.beside_rules:
                table = suggest_all(articles, workspace.contract, progress=progress)
            else:
                table = outside.alone(articles)
        more: Mapping[str, int] = {}
        if outside is not None:
            table, more = outside.combine(table, articles)
        write_table(workspace.suggestions, table)
        spans = table["entities"].combine_chunks()
        arms = table["arm"].to_pylist()
        return {
            "articles": table.num_rows,
            "spans": len(spans.flatten()),
            "without": sum(arm == "none" for arm in arms),
            **more,
        }

    with workspace.lock():
        outside = ask_outside(workspace, console)
        counts, skipped = cached(
            workspace,
            "suggest",
            options=outside.options if outside else {},
            inputs=[workspace.articles, *(outside.inputs if outside else ())],
            outputs=[workspace.suggestions],
            work=work,
        )
    return Outcome(
        "suggest",
        f"{counts['spans']} spans on {counts['articles']} articles, {counts['without']} left without to watch bias"
        + (" (nothing new)" if skipped else ""),
        counts=counts,
        notes=outside.notes(counts) if outside else (),
        next_step="tinbai serve (or set [labelstudio] url), then tinbai push",
    )

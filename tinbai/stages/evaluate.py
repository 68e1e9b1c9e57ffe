"""How good suggestions are on this project's gold."""

from schemas.tables import read_table, table_of
from tinbai.console import Console, Outcome
from tinbai.workspace import Workspace


def evaluate(workspace: Workspace, console: Console) -> Outcome:
    """Cross-validate every stage of suggestions on gold by documents; write nothing.

    Raises:
        UsageError: there is too little gold.
    """
    from annotation.suggest.evaluate import evaluate as measure
    from annotation.suggest.evaluate import figures, table
    from annotation.suggest.labelled import labelled_articles
    from annotation.suggest.learnt import choice_of

    contract = workspace.contract
    articles = read_table(workspace.articles, contract, "articles")
    gold = read_table(workspace.gold, contract, "gold")
    nobody = table_of(contract, "annotations", [])
    settled = labelled_articles(articles, gold, nobody)
    with console.progress("evaluate") as progress:
        crossed = measure(settled, clusters_of(workspace), contract, progress=progress)
    choice = choice_of(crossed)
    topics = "the model" if choice.topics_by_model else "the rules"
    names = {topic.code: topic.name_en for topic in contract.topics}
    return Outcome(
        "suggest --evaluate",
        f"on {crossed.articles} settled articles, {choice.stage} saves most actions on entities, {topics} on topics",
        counts={
            "articles": crossed.articles,
            "folds": crossed.folds,
            "best": choice.stage,
            "topics_by_model": choice.topics_by_model,
            "figures": figures(crossed),
        },
        notes=(
            f"{crossed.folds}-fold cross-validation by documents; saved: additions from nothing, less the deletions "
            "and additions that the suggestions leave",
            *table(crossed, names),
        ),
    )


def clusters_of(workspace: Workspace) -> dict[str, str]:
    """The cluster of every article that dedup has seen."""
    clusters = read_table(workspace.clusters, workspace.contract, "clusters")
    return dict(zip(clusters["id"].to_pylist(), clusters["cluster_id"].to_pylist(), strict=True))

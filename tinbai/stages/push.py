"""Articles with suggestions to Label Studio."""

from collections.abc import Sequence

from schemas.errors import UsageError
from schemas.resources import resource
from schemas.tables import read_table
from tinbai.connection import require_server
from tinbai.console import Console, Outcome
from tinbai.selection import for_annotators
from tinbai.stages.batches import fill_batches
from tinbai.takedown.server import finish_on_server
from tinbai.workspace import Workspace

# The guides that tinbai brings along, and what each language calls itself.
GUIDES = {"vi": "Tiếng Việt", "en": "English"}


def push(
    workspace: Workspace,
    console: Console,
    *,
    teasers: bool = False,
    duplicates: bool = False,
    again: bool = False,
    annotators: Sequence[str] = (),
    order: str = "table",
) -> Outcome:
    """Push one article of each cluster; `teasers` and `duplicates` add to what tinbai.toml asks for.

    `again` also pushes what somebody deleted in Label Studio. Each account of `annotators` begins a batch of
    its own; where there are batches already, they are filled up, and the shared project gets nothing more.
    With `order` "uncertainty" the new tasks that the model is least sure of come first.

    Raises:
        UsageError: there is nothing to push, no model to order it by, or answers hold a project to an older page.
        ConfigError: no Label Studio is known.
        ServerError: it failed; the next push sends exactly what is missing.
    """
    from annotation.client import connect
    from annotation.ledger import pushed_ids
    from annotation.project import find_batches
    from annotation.push import push as push_articles

    config, contract = workspace.config, workspace.contract
    with workspace.lock():
        # Under the lock: what was taken down is out of the table by now.
        articles = read_table(workspace.articles, contract, "articles")
        if not articles.num_rows and not workspace.takedowns.exists():
            raise UsageError(
                "there are no articles to push", hint="Clean some pages first: tinbai normalize PAGES"
            )
        server = require_server(workspace)
        connection = connect(server.url, server.api_key)
        taken = finish_on_server(workspace, connection, title=project_title(workspace))
        teasers, duplicates = teasers or config.push.teasers, duplicates or config.push.duplicates
        pushed_before = pushed_ids(workspace.labelstudio)
        chosen = for_annotators(
            articles,
            read_table(workspace.clusters, contract, "clusters"),
            pushed=pushed_before,
            teasers=teasers,
            duplicates=duplicates,
        )
        if order == "uncertainty":
            from annotation.suggest.uncertainty import by_uncertainty

            with console.progress("order") as progress:
                chosen = by_uncertainty(
                    chosen, contract, workspace.learnt, pushed=pushed_before, progress=progress
                )
        kinds = ("article", "teaser") if teasers else ("article",)
        if annotators or find_batches(connection, workspace.labelstudio):
            return fill_batches(
                workspace,
                console,
                connection,
                chosen,
                title=project_title(workspace),
                instruction=guide(workspace),
                kinds=kinds,
                names=annotators,
                notes=taken,
            )
        with console.progress("push") as progress:
            pushed = push_articles(
                connection,
                chosen,
                read_table(workspace.suggestions, contract, "suggestions"),
                contract,
                folder=workspace.labelstudio,
                title=project_title(workspace),
                instruction=guide(workspace),
                overlap=config.labelstudio.overlap,
                kinds=kinds,
                again=again,
                progress=progress,
            )
    notes = list(taken)
    if pushed.revised:
        notes.append(f"{pushed.revised} of them are new tasks for articles whose text has changed")
    if pushed.waiting:
        notes.append(
            f"{pushed.waiting} of these show people's labels of the older text, for a person to confirm"
        )
    if pushed.migrated:
        notes.append(
            f"{pushed.migrated} articles changed without a new word: their labels go over, nobody need look"
        )
    if pushed.gone:
        notes.append(
            f"{pushed.gone} tasks were deleted in Label Studio and stay deleted (--again brings them back)"
        )
    if not pushed.suggested:
        notes.append("no article has suggestions: tinbai suggest makes them, before a task goes out")
    if config.assignment.share < 1:
        notes.append(
            "[assignment] share counts in batches alone (tinbai push --annotator NAME); here everybody gets every task"
        )
    left_out = articles.num_rows - chosen.num_rows
    if left_out:
        notes.append(f"{left_out} teasers and further tellings stay away from annotators")
    return Outcome(
        "push",
        f"{pushed.added} tasks added, {pushed.present} were there already",
        counts={
            "added": pushed.added,
            "present": pushed.present,
            "revised": pushed.revised,
            "gone": pushed.gone,
            "waiting": pushed.waiting,
            "migrated": pushed.migrated,
            "suggested": pushed.suggested,
            "project_id": pushed.project.id,
            "url": pushed.project.labeling_url,
        },
        notes=tuple(notes),
        next_step=f"people label at {pushed.project.labeling_url}; then tinbai pull",
    )


def guide(workspace: Workspace) -> str:
    """The guidelines as Label Studio shows them before the work: the contract's language, the others a click away.

    Empty where there are none in the contract's language.
    """
    from annotation.instruction import instruction_html

    own = workspace.contract.language
    guides = {language: resource(f"docs/guidelines/{language}.md") for language in (own, *GUIDES)}
    texts = {language: path.read_text(encoding="utf-8") for language, path in guides.items() if path.exists()}
    if own not in texts:
        return ""
    others = {GUIDES[language]: text for language, text in texts.items() if language != own}
    return instruction_html(texts[own], others)


def project_title(workspace: Workspace) -> str:
    """What the Label Studio project is called; Label Studio wants three characters or more."""
    name = workspace.config.name.split("/")[-1][:40]
    return workspace.config.labelstudio.project or (name if len(name) > 2 else f"tinbai {name}")

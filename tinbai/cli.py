"""The verbs. Each parses, calls one function and shows what came of it; heavy libraries load inside them."""

import functools
import os
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Concatenate, ParamSpec

import click

from annotation.formats import NAMES as FORMATS
from schemas.errors import TinbaiError, UsageError
from tinbai import __version__
from tinbai.console import STOPPED, Console, Outcome

# Read when NumPy loads: on matrices as small as ours a second thread costs five times what it gains.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

P = ParamSpec("P")


def verb(function: Callable[Concatenate[Console, P], Outcome]) -> Callable[..., None]:
    """Add --json and --debug; show the outcome, or an error's one line; leave with its exit code."""

    @click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
    @click.option("--debug", is_flag=True, help="Show the traceback of an error.")
    @functools.wraps(function)
    def command(as_json: bool, debug: bool, *args: P.args, **kwargs: P.kwargs) -> None:
        console = Console(as_json=as_json)
        try:
            outcome = function(console, *args, **kwargs)
        except TinbaiError as error:
            if debug:
                raise
            console.fail(error)
            sys.exit(error.exit_code)
        except KeyboardInterrupt:
            console.stopped()
            sys.exit(STOPPED)
        except Exception as error:
            if debug:
                raise
            console.fault(error)
            sys.exit(3)
        console.show(outcome)
        sys.exit(outcome.exit_code)

    return command


workspace_option = click.option(
    "--workspace",
    "folder",
    type=click.Path(path_type=Path),
    help="The project's folder. Default: the nearest one upwards with a tinbai.toml.",
)
# Paths are kept as they were typed: `-` is standard input, and a name with * may be a glob or a file.
inputs_argument = click.argument("inputs", metavar="INPUT...", nargs=-1, required=True, type=click.Path())


def engine_options(function: Callable[..., None]) -> Callable[..., None]:
    """Add --engine, --scheduler and --jobs."""
    jobs = click.option("--jobs", type=click.IntRange(1), help="Worker processes. Default: one a core.")
    engine = click.option(
        "--engine",
        type=click.Choice(["local", "dask"]),
        default="local",
        show_default=True,
        help="Where the work runs: processes of this machine, or Dask (extra tinbai[dask]).",
    )
    scheduler = click.option(
        "--scheduler",
        metavar="ADDRESS",
        help="Of a Dask cluster, as tcp://host:8786. Its workers have tinbai, and see pages and workspace at the "
        "same paths. Default: workers on this machine alone.",
    )
    return engine(scheduler(jobs(function)))


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="tinbai")
def main() -> None:
    """From crawled Vietnamese news pages to a labelled, validated, versioned dataset.

    In order: init, normalize, dedup, suggest, serve, push; people label; pull, agreement, adjudicate,
    validate, release, publish. `diff` compares releases, `verify` checks what somebody has of one, `attach` puts withheld
    text back, `takedown` takes an article out of everything. `import` and `export` are for labels from elsewhere and for
    elsewhere. `run` goes as far as it can without a person. `demo` shows it all.

    Exit codes: 0 done, 1 the data failed, 2 usage or configuration, 3 a fault of ours or of a service.
    """


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), default=".")
@click.option("--name", help="Name of the dataset. Default: the folder's name.")
@verb
def init(_: Console, folder: Path, name: str | None) -> Outcome:
    """Make a workspace: a folder with tinbai.toml and contract.yaml to edit."""
    from tinbai.init import init_workspace

    return init_workspace(folder, name)


@main.command()
@click.argument("inputs", metavar="INPUT...", nargs=-1, type=click.Path())
@click.option("--explain", "page", metavar="PAGE", help="Show every line of one page; write nothing.")
@workspace_option
@engine_options
@verb
def normalize(
    console: Console,
    inputs: tuple[str, ...],
    page: str | None,
    folder: Path | None,
    engine: str,
    scheduler: str | None,
    jobs: int | None,
) -> Outcome:
    """Clean pages into articles.

    INPUT is a file, a folder, a glob in quotes or - for standard input: text, HTML, JSONL, CSV, Parquet, WARC
    or WET, packed with gzip, zstd, bzip2 or xz, or plain. PAGE is a file, or record N of one as file#N.
    """
    from tinbai.engines import EngineChoice
    from tinbai.stages.explain import explain_page
    from tinbai.stages.normalize import normalize as stage
    from tinbai.workspace import find_workspace, workspace_or_here

    if page is not None:
        return explain_page(workspace_or_here(folder), console, page)
    workspace = find_workspace(folder, must_exist=False)
    return stage(workspace, console, inputs, engine=EngineChoice(engine, scheduler, jobs))


@main.command()
@click.option(
    "--explain", "pair", nargs=2, metavar="ID ID", help="Show what two articles share; write nothing."
)
@workspace_option
@engine_options
@verb
def dedup(
    console: Console,
    pair: tuple[str, str] | None,
    folder: Path | None,
    engine: str,
    scheduler: str | None,
    jobs: int | None,
) -> Outcome:
    """Cluster articles that tell one story in nearly the same words."""
    from tinbai.engines import EngineChoice
    from tinbai.stages.dedup import dedup as stage
    from tinbai.stages.explain import explain_pair
    from tinbai.workspace import find_workspace

    workspace = find_workspace(folder)
    if pair is not None:
        return explain_pair(workspace, console, *pair)
    return stage(workspace, console, engine=EngineChoice(engine, scheduler, jobs))


@main.command()
@workspace_option
@click.option("--evaluate", "measure", is_flag=True, help="Measure every stage on the gold; write nothing.")
@verb
def suggest(console: Console, folder: Path | None, measure: bool) -> Outcome:
    """Suggest entities and topics to the annotators, with what their labels have taught."""
    from tinbai.stages.evaluate import evaluate
    from tinbai.stages.suggest import suggest as stage
    from tinbai.workspace import find_workspace

    if measure:
        return evaluate(find_workspace(folder), console)
    return stage(find_workspace(folder), console)


@main.command()
@workspace_option
@click.option(
    "--annotator", "annotators", multiple=True, metavar="NAME", help="Make an account. May be repeated."
)
@click.option("--port", type=click.IntRange(1, 65535), help="Port on 127.0.0.1. Default: a free one.")
@verb
def serve(console: Console, folder: Path | None, annotators: tuple[str, ...], port: int | None) -> Outcome:
    """Run a local Label Studio for this workspace until Ctrl-C."""
    from tinbai.serve import serve as run_server
    from tinbai.workspace import find_workspace

    return run_server(find_workspace(folder), console, annotators=annotators, port=port)


@main.command()
@workspace_option
@click.option("--teasers", is_flag=True, help="Push teasers of listing pages too.")
@click.option("--duplicates", is_flag=True, help="Push every article of a cluster, not one.")
@click.option("--again", is_flag=True, help="Push tasks anew that somebody deleted in Label Studio.")
@click.option(
    "--order",
    type=click.Choice(["table", "uncertainty"]),
    default="table",
    show_default=True,
    help="Of new tasks: as the articles stand in their table, or what the model is least sure of first.",
)
@click.option(
    "--annotator",
    "annotators",
    multiple=True,
    metavar="NAME",
    help="Begin a batch of their own for this account. May be repeated. Later pushes fill all batches up.",
)
@verb
def push(
    console: Console,
    folder: Path | None,
    teasers: bool,
    duplicates: bool,
    again: bool,
    annotators: tuple[str, ...],
    order: str,
) -> Outcome:
    """Bring articles with suggestions to Label Studio; a second time adds only what is new."""
    from tinbai.stages.push import push as stage
    from tinbai.workspace import find_workspace

    return stage(
        find_workspace(folder),
        console,
        teasers=teasers,
        duplicates=duplicates,
        again=again,
        annotators=annotators,
        order=order,
    )


@main.command()
@workspace_option
@click.option(
    "--full", is_flag=True, help="Fetch everything again, not only what changed since the last pull."
)
@verb
def pull(console: Console, folder: Path | None, full: bool) -> Outcome:
    """Fetch what the annotators said and verify every offset."""
    from tinbai.stages.pull import pull as stage
    from tinbai.workspace import find_workspace

    return stage(find_workspace(folder), console, full=full)


@main.command()
@workspace_option
@verb
def agreement(console: Console, folder: Path | None) -> Outcome:
    """Measure how far the annotators agree, with intervals."""
    from tinbai.stages.agreement import agreement as stage
    from tinbai.workspace import find_workspace

    return stage(find_workspace(folder), console)


@main.command()
@workspace_option
@click.option("--offline", is_flag=True, help="Settle what can be settled without the server.")
@verb
def adjudicate(console: Console, folder: Path | None, offline: bool) -> Outcome:
    """Settle what annotators agree on as gold; bring the rest to an adjudicator and back."""
    from tinbai.stages.adjudicate import adjudicate as stage
    from tinbai.workspace import find_workspace

    return stage(find_workspace(folder), console, offline=offline)


@main.command("import")
@click.argument("name", metavar="FORMAT", type=click.Choice(FORMATS))
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--annotator",
    default="unnamed",
    metavar="NAME",
    help="Whose labels; becomes a pseudonym. Default: one for all imports without a name.",
)
@click.option("--map", "mapped", multiple=True, metavar="OLD=NEW", help="A label or topic. May be repeated.")
@click.option("--drop", "dropped", multiple=True, metavar="OLD", help="Leave a label or topic out.")
@click.option(
    "--pages",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write texts that are no article here, for tinbai normalize; then import again.",
)
@workspace_option
@verb
def import_(
    console: Console,
    name: str,
    inputs: tuple[Path, ...],
    annotator: str,
    mapped: tuple[str, ...],
    dropped: tuple[str, ...],
    pages: Path | None,
    folder: Path | None,
) -> Outcome:
    """Bring labels from a file: CoNLL, brat, WebAnno, spaCy, Label Studio, doccano.

    FORMAT is conll (token and tag; with conll2003, conll-iob and conll-bioes the same when read), brat,
    webanno (TSV 3, INCEpTION), spacy (DocBin), spacy-jsonl, label-studio (JSON) or doccano (JSONL). INPUT is a
    file or a folder. A document goes to the article of its id or of its text; white space does not count.
    """
    from tinbai.stages.importing import import_labels
    from tinbai.workspace import find_workspace

    return import_labels(
        find_workspace(folder),
        console,
        name,
        inputs,
        annotator=annotator,
        mapped=mapped,
        dropped=dropped,
        pages=pages,
    )


@main.command()
@click.argument("name", metavar="FORMAT", type=click.Choice(FORMATS))
@click.argument("output", metavar="OUTPUT", type=click.Path(path_type=Path))
@click.option("--annotations", is_flag=True, help="What each annotator said, instead of gold.")
@workspace_option
@verb
def export(console: Console, name: str, output: Path, annotations: bool, folder: Path | None) -> Outcome:
    """Write gold for other tools, and say what their format cannot hold.

    FORMAT is conll (token and tag, IOB2), conll2003 (four columns), conll-iob, conll-bioes, brat, webanno,
    spacy, spacy-jsonl, label-studio or doccano. OUTPUT is a file; a folder for brat, webanno and --annotations.
    """
    from tinbai.stages.exporting import export_labels
    from tinbai.workspace import find_workspace

    return export_labels(find_workspace(folder), console, name, output, annotations=annotations)


@main.command()
@workspace_option
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning"]),
    default="error",
    show_default=True,
    help="Lowest severity that gives exit code 1.",
)
@click.option(
    "--annotations",
    type=click.Choice(["auto", "github", "none"]),
    default="auto",
    show_default=True,
    help="Print failed checks as GitHub's ::error lines. auto: in a GitHub Actions job.",
)
@click.option(
    "--new-only", is_flag=True, help="Fail on what is not in the baseline. A release still looks at all."
)
@click.option(
    "--baseline",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="The one of --new-only. Default: baseline.json of the workspace.",
)
@click.option(
    "--write-baseline",
    type=click.Path(dir_okay=False),
    is_flag=False,
    flag_value="",
    metavar="[FILE]",
    help="Write down what is there now, so that --new-only lets it pass.",
)
@verb
def validate(
    console: Console,
    folder: Path | None,
    fail_on: str,
    annotations: str,
    new_only: bool,
    baseline: Path | None,
    write_baseline: str | None,
) -> Outcome:
    """Check every table and write the reports.

    waivers.toml in the workspace excuses violations until a day, with a reason (docs/waivers.md). They, and with
    --new-only what the baseline knows, stay in the reports and do not count for the exit code. A release is refused on
    every error but waived ones. In a GitHub Actions job, the summary goes to the job's page (docs/ci.md).
    """
    from tinbai.stages.validate import validate as stage
    from tinbai.stages.validate import write_baseline as write
    from tinbai.workspace import find_workspace

    workspace = find_workspace(folder)
    if baseline is not None and not new_only:
        raise UsageError(
            "--baseline is read with --new-only alone", hint="Give both, or --write-baseline FILE"
        )
    if write_baseline is None:
        known = (baseline or workspace.baseline) if new_only else None
        return stage(workspace, console, fail_on=fail_on, annotations=annotations, baseline=known)
    if new_only:
        raise UsageError(
            "--new-only and --write-baseline do not go together", hint="Write the baseline first"
        )
    return write(workspace, console, Path(write_baseline) if write_baseline else workspace.baseline)


@main.command()
@workspace_option
@click.option("--version", "version", metavar="X.Y.Z", help="Default: the smallest honest one.")
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="Day of the release, for changelog, citation and croissant.json. Default: none is stated.",
)
@click.option("--without-text", is_flag=True, help="Make it also without text, in releases/without-text.")
@verb
def release(
    console: Console, folder: Path | None, version: str | None, day: datetime | None, without_text: bool
) -> Outcome:
    """Package validated articles and gold as a dataset that load_dataset reads."""
    from tinbai.stages.release import release as stage
    from tinbai.workspace import find_workspace

    return stage(
        find_workspace(folder),
        console,
        version=version,
        released_on=day.date() if day else None,
        without_text=without_text,
    )


@main.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option(
    "--html", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write a page too."
)
@verb
def diff(console: Console, old: str, new: str, html: Path | None) -> Outcome:
    """Compare two releases and say the smallest honest version.

    OLD and NEW are folders, versions of the workspace here (v1.2.0), OWNER/NAME@REVISION on the Hub (a tag, a branch or a
    commit, fetched past every cache), or addresses in an object store (s3://BUCKET/PATH/vX.Y.Z).
    The page shows examples side by side, and how the mix of labels, topics, lengths, sources and dates moved.
    """
    from tinbai.stages.diff import diff as stage

    return stage(console, old, new, html=html)


@main.command()
@click.argument("target", metavar="OWNER/NAME|FOLDER|URL")
@workspace_option
@click.option("--version", "version", metavar="X.Y.Z", help="Default: the newest release.")
@click.option("--private", is_flag=True, help="Make the repository private when it is new.")
@click.option("--dry-run", is_flag=True, help="Show the plan and send nothing.")
@click.option(
    "--without-text/--with-text",
    "without_text",
    default=None,
    help="Which of the two, where there are both. tinbai.toml may say without.",
)
@verb
def publish(
    console: Console,
    target: str,
    folder: Path | None,
    version: str | None,
    private: bool,
    dry_run: bool,
    without_text: bool | None,
) -> Outcome:
    """Bring a release to the Hugging Face Hub as one commit and one tag, and verify it there.

    Or to a folder (/..., ./..., ../..., ~...) or an object store (s3://BUCKET/PATH), as vX.Y.Z in it.
    """
    from tinbai.stages.publish import publish as stage
    from tinbai.workspace import find_workspace

    return stage(
        find_workspace(folder),
        console,
        target,
        version=version,
        private=private,
        dry_run=dry_run,
        without_text=without_text,
    )


@main.command()
@click.argument("what", metavar="FOLDER|OWNER/NAME@REVISION|URL")
@click.option(
    "--against",
    metavar="OWNER/NAME@REVISION",
    help="Hold the folder's manifest against the one that stands there.",
)
@verb
def verify(console: Console, what: str, against: str | None) -> Outcome:
    """Check that a release, in a folder, on the Hub or in an object store, is what was released.

    Every file by size and sha256, every row by the logical hashes, spans against texts, the card against the files. A
    revision on the Hub (a tag, a branch or a commit) is fetched anew, past every cache.
    """
    from tinbai.stages.verify import verify as stage

    return stage(console, what, against=against)


@main.command()
@click.argument("targets", metavar="ID|URL...", nargs=-1)
@workspace_option
@click.option(
    "--reason", metavar="TEXT", default="", help="Why. It stays in the workspace; no release tells it."
)
@click.option("--with-duplicates", is_flag=True, help="Take the other articles of its cluster too.")
@click.option("--unseen", is_flag=True, help="Keep away what no page here has.")
@click.option("--undo", is_flag=True, help="Take a takedown back: the page may come in again.")
@click.option("--list", "listing", is_flag=True, help="Show what is taken down.")
@click.option("--dry-run", is_flag=True, help="Show what would go, and change nothing.")
@verb
def takedown(
    console: Console,
    targets: tuple[str, ...],
    folder: Path | None,
    reason: str,
    with_duplicates: bool,
    unseen: bool,
    undo: bool,
    listing: bool,
    dry_run: bool,
) -> Outcome:
    """Take articles down: out of all that is built from now on, and off Label Studio.

    With them go exact copies and everything that people said of them. takedowns.jsonl keeps a tombstone of each: id,
    address and hashes, no text. A crawl that brings the same id, address, text or raw page is refused (docs/takedown.md).
    """
    from tinbai.stages import takedown as stage
    from tinbai.workspace import find_workspace

    workspace = find_workspace(folder)
    if sum((undo, listing, dry_run)) > 1 or (undo and (with_duplicates or unseen)) or (listing and targets):
        raise UsageError(
            "these options do not go together", hint="Give --list, --undo or --dry-run, and one alone"
        )
    if listing:
        return stage.listed(workspace)
    if undo:
        return stage.undo(workspace, targets, reason=reason)
    return stage.takedown(
        workspace,
        console,
        targets,
        reason=reason,
        with_duplicates=with_duplicates,
        unseen=unseen,
        dry_run=dry_run,
    )


@main.command()
@click.argument("what", metavar="FOLDER|OWNER/NAME@REVISION")
@click.argument("pages", metavar="PAGES...", nargs=-1, required=True, type=click.Path())
@click.option(
    "--output",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Where the release with its text goes; not there yet.",
)
@click.option("--all", "whole", is_flag=True, help="Write nothing where not everything can be put back.")
@workspace_option
@click.option("--jobs", type=click.IntRange(1), help="Worker processes. Default: one a core.")
@verb
def attach(
    console: Console,
    what: str,
    pages: tuple[str, ...],
    output: Path,
    whole: bool,
    folder: Path | None,
    jobs: int | None,
) -> Outcome:
    """Put the text back into a release without text, from pages of your own.

    PAGES are raw pages, as normalize takes them, a workspace that holds them normalized, or a table of articles. Each
    text is taken by its sha256, each span and token held against its digest. What cannot be put back is left out, and
    listed with the reason in unattached.jsonl. Settings of a workspace here or above hold for raw pages.
    """
    from tinbai.stages.attach import attach as stage
    from tinbai.workspace import workspace_or_here

    return stage(workspace_or_here(folder), console, what, pages, output=output, whole=whole, jobs=jobs)


@main.command()
@workspace_option
@click.option(
    "--watch",
    "every_s",
    type=click.FloatRange(min=0.2),
    is_flag=False,
    flag_value=5.0,
    metavar="[SECONDS]",
    help="Look again every SECONDS (5) until Ctrl-C, in place on a terminal.",
)
@click.option(
    "--html", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write a page too."
)
@verb
def status(console: Console, folder: Path | None, every_s: float | None, html: Path | None) -> Outcome:
    """Tell where the work is and what comes next.

    From the workspace's files; from the server only where one is known and answers quickly.
    """
    from tinbai.status.tell import status as tell
    from tinbai.status.tell import watch
    from tinbai.workspace import find_workspace

    workspace = find_workspace(folder)
    return watch(workspace, console, every_s=every_s, html=html) if every_s else tell(workspace, html=html)


@main.command()
@inputs_argument
@workspace_option
@engine_options
@verb
def run(
    console: Console,
    inputs: tuple[str, ...],
    folder: Path | None,
    engine: str,
    scheduler: str | None,
    jobs: int | None,
) -> Outcome:
    """Every stage as far as it goes without a person; then say what a person does next."""
    from tinbai.engines import EngineChoice
    from tinbai.pipeline import run as run_all
    from tinbai.workspace import find_workspace

    choice = EngineChoice(engine, scheduler, jobs)
    return run_all(find_workspace(folder, must_exist=False), console, inputs, engine=choice)


@main.command()
@workspace_option
@click.option("--keep", is_flag=True, help="Leave Label Studio up afterwards, to label by hand.")
@verb
def demo(console: Console, folder: Path | None, keep: bool) -> Outcome:
    """The whole road on the sample pages, with a real local Label Studio."""
    from tinbai.demo import demo as show

    return show(console, folder or Path("demo-workspace"), keep=keep)


@main.command()
@click.argument(
    "what",
    type=click.Choice(
        ["check", "arrow", "json-schema", "features", "label-config", "sheet", "suite", "fields"]
    ),
)
@click.argument("table", required=False)
@workspace_option
@verb
def contract(_: Console, what: str, table: str | None, folder: Path | None) -> Outcome:
    """Check the project's contract, or print what is generated from it."""
    from tinbai.show_contract import show_contract

    return show_contract(folder, what, table)

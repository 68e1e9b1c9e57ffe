"""The whole road on the sample pages: a real Label Studio, two sample annotators, a release, and back."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from schemas.errors import ServiceError
from schemas.resources import resource
from schemas.tables import read_table
from tinbai.console import Console, Outcome
from tinbai.init import init_workspace
from tinbai.serve import log_ins, stop_signals, wait
from tinbai.stages.adjudicate import adjudicate
from tinbai.stages.agreement import agreement
from tinbai.stages.dedup import dedup
from tinbai.stages.normalize import normalize
from tinbai.stages.pull import pull
from tinbai.stages.push import project_title, push
from tinbai.stages.release import release
from tinbai.stages.suggest import suggest
from tinbai.stages.validate import validate
from tinbai.workspace import Workspace

ANNOTATORS = {"sample-a": "annotator_a.json", "sample-b": "annotator_b.json"}
ADJUDICATOR = {"sample-adjudicator": "adjudicator.json"}

# Partial streaming can hang at interpreter exit, and the Hub's client must stay offline: a process of its own.
_LOAD_BACK = """
import json, sys
from datasets import load_dataset
folder = sys.argv[1]
entities = load_dataset(folder, "entities")
label = next(iter(entities.values())).features["entities"].feature["label"]
rows = [row for split in entities.values() for row in split]
shown = [
    f"{row['id'][:8]} {row['status']:<11} "
    + ", ".join(f"{e['text']} [{label.int2str(e['label'])}]" for e in row["entities"][:3])
    + f" ... {len(row['entities'])} spans"
    for row in rows[:3]
]
ok = all(row["text"][e["start"]:e["end"]] == e["text"] for row in rows for e in row["entities"])
print(json.dumps({"rows": len(rows), "spans_hold": ok, "shown": shown}, ensure_ascii=False))
"""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What load_dataset gave: labelled articles, whether each surface is its slice of text, a few rows."""

    rows: int
    spans_hold: bool
    shown: list[str]


def demo(console: Console, folder: Path, *, keep: bool) -> Outcome:
    """Make a workspace in `folder` and go the whole road in it; safe to repeat."""
    from annotation.server.install import default_cache
    from annotation.server.local import running

    init_workspace(folder, "tinbai-demo", sample_labels=True)
    workspace = Workspace(folder.resolve())

    def step(outcome: Outcome) -> Outcome:
        console.say(f"{outcome.verb}: {outcome.summary}")
        for note in outcome.notes:
            console.say(f"  {note}")
        return outcome

    step(normalize(workspace, console, [resource("examples/pages")]))
    step(dedup(workspace, console))
    step(suggest(workspace, console))
    with running(
        workspace.server, default_cache(), annotators=[*ANNOTATORS, *ADJUDICATOR], tell=console.say
    ) as server:
        keys = {account.name: account.api_key for account in server.accounts}
        page = step(push(workspace, console)).counts["url"]
        for name, file in ANNOTATORS.items():
            entered = enter_labels(workspace, server.url, keys[name], file)
            console.say(f"{name}: {entered} sample labels entered through Label Studio's API")
        step(pull(workspace, console))
        agreed = step(agreement(workspace, console))
        waiting = step(adjudicate(workspace, console)).counts["waiting"]
        if waiting:
            for name, file in ADJUDICATOR.items():
                entered = enter_labels(workspace, server.url, keys[name], file, adjudication=True)
                console.say(f"{name}: {entered} sample decisions entered")
        settled = step(adjudicate(workspace, console))
        verdict = step(validate(workspace, console))
        released = step(release(workspace, console))
        loaded = load_back(released.paths["release"])
        if not loaded.spans_hold:
            raise ServiceError("the release does not give back the spans that were labelled")
        outcome = Outcome(
            "demo",
            f"{loaded.rows} labelled articles, released as version {released.counts['version']} and loaded back",
            counts={
                "agreement": agreed.counts["overall"],
                "settled": dict(settled.counts),
                "verdict": verdict.summary,
                "loaded": asdict(loaded),
            },
            paths={"report": verdict.paths["report"], "release": released.paths["release"]},
            notes=(
                "a few rows, as load_dataset gives them:",
                *(f"  {row}" for row in loaded.shown),
                *(note for note in agreed.notes if note.startswith(("span_f1_exact:", "topic_alpha"))),
                f"verdict: {verdict.summary}",
            ),
            next_step="look at the report and the card; tinbai demo --keep leaves Label Studio up to label by hand",
        )
        if keep:
            console.show(outcome)
            by_hand = log_ins(workspace, server, "stays up to label by hand until Ctrl-C")
            # The sample annotators have labelled all stories: the teasers are still to be had.
            fresh = f"in another terminal: tinbai push --workspace {workspace.root} --teasers; then label at {page}"
            console.show(replace(by_hand, next_step=fresh))
            with stop_signals() as stopped:
                wait(server, stopped)
            return Outcome("demo", "stopped; everything is saved", paths={"workspace": workspace.root})
    return outcome


def enter_labels(
    workspace: Workspace, url: str, api_key: str, file: str, *, adjudication: bool = False
) -> int:
    """Enter one person's sample labels as that person; what is there already is not entered again."""
    from annotation.client import connect
    from annotation.project import ADJUDICATION, LABELING, find_project
    from annotation.submit import Answer, submit
    from schemas.records import Span

    contract = workspace.contract
    articles = read_table(workspace.articles, contract, "articles")
    by_page = {Path(row["source_path"]).stem: row for row in articles.to_pylist() if row["kind"] == "article"}
    labels = json.loads(resource(f"examples/labels/{file}").read_text(encoding="utf-8"))
    connection = connect(url, api_key)
    project = find_project(
        connection,
        workspace.labelstudio,
        title=project_title(workspace),
        role=ADJUDICATION if adjudication else LABELING,
    )
    assert project is not None
    answers = [
        Answer(
            id=by_page[page]["id"],
            text_sha256=by_page[page]["text_sha256"],
            spans=tuple(Span(e["start"], e["end"], e["label"], e["text"]) for e in said["entities"]),
            topics=tuple(said["topics"]),
            primary_topic=said["primary_topic"],
            skipped=said.get("skipped", False),
            lead_time_s=said.get("lead_time_s"),
        )
        for page, said in labels.items()
        if page in by_page
    ]
    return submit(connection, project, answers, contract)


def load_back(release_folder: Path) -> Loaded:
    """Read the release as a researcher would, offline, in a process of its own."""
    result = subprocess.run(
        [sys.executable, "-c", _LOAD_BACK, str(release_folder)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        env=_offline(release_folder),
    )
    if result.returncode:
        raise ServiceError(
            f"load_dataset failed on {release_folder}: {result.stderr.strip().splitlines()[-1]}"
        )
    return Loaded(**json.loads(result.stdout.splitlines()[-1]))


def _offline(release_folder: Path) -> Mapping[str, str]:
    cache = release_folder.parent.parent / "cache"
    return {
        **os.environ,
        "HF_HUB_OFFLINE": "1",
        "HF_HOME": str(cache),
        "HF_DATASETS_DISABLE_PROGRESS_BARS": "1",
    }

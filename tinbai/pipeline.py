"""The stages in order, as far as they go without a person."""

from collections.abc import Sequence
from pathlib import Path

from schemas.tables import read_table
from tinbai.connection import find_server
from tinbai.console import Console, Outcome
from tinbai.engines import LOCAL, EngineChoice
from tinbai.stages.adjudicate import adjudicate
from tinbai.stages.agreement import agreement
from tinbai.stages.dedup import dedup
from tinbai.stages.normalize import normalize
from tinbai.stages.pull import pull
from tinbai.stages.push import push
from tinbai.stages.release import release
from tinbai.stages.suggest import suggest
from tinbai.stages.validate import validate
from tinbai.workspace import Workspace

# Stages whose remarks matter at the end of a run: what went missing, where texts went, what waits for somebody.
_TELLING = frozenset({"normalize", "suggest", "push", "pull", "adjudicate"})


def run(
    workspace: Workspace,
    console: Console,
    inputs: Sequence[str | Path],
    *,
    engine: EngineChoice = LOCAL,
) -> Outcome:
    """Clean, cluster, suggest; push and pull where a Label Studio is known; settle, validate, release.

    It stops where a person is needed, or where validation fails, and says what comes next.
    """
    done: list[Outcome] = []

    def step(outcome: Outcome) -> Outcome:
        console.say(f"{outcome.verb}: {outcome.summary}")
        if outcome.exit_code:
            for note in outcome.notes:
                console.say(f"  {note}")
        done.append(outcome)
        return outcome

    cleaned = step(normalize(workspace, console, inputs, engine=engine))
    if not cleaned.counts["articles"] and not cleaned.counts["teasers"]:
        return _end(done, f"no page became an article: {workspace.quarantine} says why")
    step(dedup(workspace, console, engine=engine))
    step(suggest(workspace, console))
    server = find_server(workspace)
    page: object = None
    if server is not None:
        page = step(push(workspace, console)).counts["url"]
        step(pull(workspace, console))
    verdict: Outcome | None = None
    if labelled(workspace):
        step(agreement(workspace, console))
        settled = step(adjudicate(workspace, console, offline=server is None))
        verdict = step(validate(workspace, console))
        if settled.counts["waiting"]:
            waits = settled.next_step
            if verdict.exit_code:
                waits = f"{verdict.next_step}; {waits}"
            return _end(done, waits, exit_code=verdict.exit_code)
        if verdict.exit_code == 0 and settled.counts["gold"]:
            released = step(release(workspace, console))
            return _end(done, released.next_step)
    verdict = verdict or step(validate(workspace, console))
    if verdict.exit_code:
        return _end(done, verdict.next_step, exit_code=verdict.exit_code)
    if server is None:
        here = f"--workspace {workspace.root}"
        return _end(
            done,
            f"start Label Studio with `tinbai serve {here} --annotator NAME` (or set [labelstudio] url), "
            f"then `tinbai push {here}`; people label; then run this again",
        )
    return _end(done, f"people label at {page}; then run this again")


def labelled(workspace: Workspace) -> bool:
    """Whether anybody's labels were pulled."""
    annotations = read_table(workspace.annotations, workspace.contract, "annotations")
    return not all(annotations["was_skipped"].to_pylist())


def _end(done: Sequence[Outcome], next_step: str, *, exit_code: int = 0) -> Outcome:
    return Outcome(
        "run",
        f"{done[-1].verb} was the last stage",
        counts={outcome.verb: dict(outcome.counts) for outcome in done},
        paths={name: path for outcome in done for name, path in outcome.paths.items()},
        notes=tuple(
            f"{outcome.verb}: {note}"
            for outcome in done
            if outcome.verb in _TELLING
            for note in outcome.notes
        ),
        next_step=next_step,
        exit_code=exit_code,
    )

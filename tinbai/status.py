"""Where the work is, and what comes next."""

from collections.abc import Collection, Mapping

from schemas.tables import read_table
from tinbai.console import Outcome
from tinbai.manifest import Manifest, hash_files, read_manifest
from tinbai.stages.release import newest_release
from tinbai.workspace import Workspace

_NEXT = (
    ("normalize", "tinbai normalize PAGES"),
    ("dedup", "tinbai dedup"),
    ("suggest", "tinbai suggest"),
    ("pull", "tinbai serve, tinbai push; people label; tinbai pull"),
    ("agreement", "tinbai agreement"),
    ("adjudicate", "tinbai adjudicate"),
    ("validate", "tinbai validate"),
    ("release", "tinbai release"),
)


def status(workspace: Workspace) -> Outcome:
    """What each stage last did, by its manifest; the labels and the newest release, by what is on disk."""
    manifests = {stage: read_manifest(workspace, stage) for stage, _ in _NEXT}
    contract = workspace.contract
    annotations = read_table(workspace.annotations, contract, "annotations")
    gold = read_table(workspace.gold, contract, "gold")
    newest = newest_release(workspace)
    stale = [stage for stage, made in manifests.items() if made and _is_stale(workspace, made)]
    counts: dict[str, object] = {
        "stages": {stage: dict(made.counts) for stage, made in manifests.items() if made},
        "stale": stale,
        "annotators": len(set(annotations["annotator"].to_pylist())),
        "annotations": annotations.num_rows,
        "skipped": sum(annotations["was_skipped"].to_pylist()),
        "gold": gold.num_rows,
        "release": newest.name if newest else None,
    }
    return Outcome(
        "status",
        f"{workspace.config.name}: {counts['annotations']} annotations by {counts['annotators']} annotators, "
        f"{gold.num_rows} settled" + (f", released as {newest.name}" if newest else ""),
        counts=counts,
        notes=tuple(
            _line(stage, made) + (" (its input has changed since)" if stage in stale else "")
            for stage, made in manifests.items()
        ),
        next_step=_next(manifests, stale),
    )


def _is_stale(workspace: Workspace, made: Manifest) -> bool:
    """Whether a table that the stage read is another one now. Pages are not read again to tell."""
    if made.stage == "normalize":
        return False
    return hash_files(workspace, [workspace.root / name for name in made.inputs]) != made.inputs


def _next(manifests: Mapping[str, Manifest | None], stale: Collection[str]) -> str:
    """The first stage that has not run on the tables as they are now, unless people come first."""
    pulled, settled = manifests["pull"], manifests["adjudicate"]
    for stage, hint in _NEXT:
        if manifests[stage] is None or stage in stale:
            return hint
        if stage == "pull" and pulled and not pulled.counts["annotations"]:
            return "people label; tinbai pull"
        if stage == "adjudicate" and settled and settled.counts["waiting"]:
            return f"an adjudicator settles {settled.counts['waiting']} articles; tinbai adjudicate"
    return "tinbai run PAGES"


def _line(stage: str, made: Manifest | None) -> str:
    if made is None:
        return f"{stage:<11} not yet"
    return f"{stage:<11} " + ", ".join(f"{count} {name}" for name, count in made.counts.items())

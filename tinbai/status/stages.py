"""What each stage last did, by its manifest, and what comes next."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from tinbai.manifest import Manifest, read_manifest
from tinbai.status.memory import Memory
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


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage, what it counted when it last ran (None: it never did), and whether its input has changed since."""

    name: str
    counts: Mapping[str, int] | None
    stale: bool


def read_stages(workspace: Workspace, memory: Memory) -> tuple[Stage, ...]:
    manifests = ((name, read_manifest(workspace, name)) for name, _ in _NEXT)
    return tuple(
        Stage(name, made.counts if made else None, made is not None and _is_stale(workspace, memory, made))
        for name, made in manifests
    )


def _is_stale(workspace: Workspace, memory: Memory, made: Manifest) -> bool:
    """Whether a table that the stage read is another one now. Pages are not read again to tell."""
    if made.stage == "normalize":
        return False
    paths = [workspace.root / name for name in made.inputs]
    return {workspace.relative(path): memory.sha256(path) for path in paths if path.exists()} != made.inputs


def next_step(stages: Collection[Stage]) -> str:
    """The first stage that has not run on the tables as they are now, unless people come first."""
    hints = dict(_NEXT)
    for stage in stages:
        if stage.counts is None or stage.stale:
            return hints[stage.name]
        if stage.name == "pull" and not stage.counts["annotations"]:
            return "people label; tinbai pull"
        if stage.name == "adjudicate" and stage.counts["waiting"]:
            return f"an adjudicator settles {stage.counts['waiting']} articles; tinbai adjudicate"
    return "tinbai run PAGES"

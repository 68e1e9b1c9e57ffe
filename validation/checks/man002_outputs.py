"""MAN002: a stage's outputs are as it left them."""

from collections.abc import Iterable
from pathlib import Path

from schemas.files import file_sha256
from schemas.visible import visible
from validation.check import Flaw, Setting, WholeCheck
from validation.engine.whole import Whole

_SHOWN = 120


def _find(whole: Whole, _setting: Setting) -> Iterable[Flaw]:
    for manifest in whole.manifests.read:
        for name, expected in sorted(manifest.outputs.items()):
            wrong = _wrong(whole.inputs.root, name, expected)
            if wrong:
                stage = visible(manifest.stage[:_SHOWN])
                yield Flaw(f"{visible(name[:_SHOWN])} {wrong.format(stage=stage)}", table="manifests")


def _wrong(root: Path, name: str, expected: str) -> str:
    """What is wrong with an output; empty where all is well. Nothing outside of the workspace is looked at."""
    if Path(name).is_absolute() or ".." in Path(name).parts:
        return "leads out of the workspace, so it was not looked at; the manifest of {stage} lists it"
    try:
        if not (root / name).is_file():
            return "is gone; {stage} wrote it"
        return "" if file_sha256(root / name) == expected else "is not as {stage} left it"
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        why = error.strerror if isinstance(error, OSError) else "no name of a file"
        return f"cannot be read ({why}); {{stage}} wrote it"


CHECK = WholeCheck(
    id="MAN002",
    title="Outputs are as their stage left them",
    scope="workspace",
    tables=("manifests",),
    meaning="Every file that a stage's manifest lists is there, with the sha256 that it had.",
    example="articles/part-00000.parquet was opened in a notebook and saved again.",
    fix="Run the stage again; to change data for good, change the input or the configuration.",
    requires=("manifests",),
    find=_find,
)

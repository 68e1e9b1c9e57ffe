"""MAN002: a stage's outputs are as it left them."""

from collections.abc import Iterable

from schemas.files import file_sha256
from validation.check import Flaw, Setting, WholeCheck
from validation.engine.whole import Whole


def _find(whole: Whole, _setting: Setting) -> Iterable[Flaw]:
    for manifest in whole.manifests.read:
        for name, expected in sorted(manifest.outputs.items()):
            path = whole.inputs.root / name
            if not path.is_file():
                yield Flaw(f"{name} is gone; {manifest.stage} wrote it", table="manifests")
            elif file_sha256(path) != expected:
                yield Flaw(f"{name} is not as {manifest.stage} left it", table="manifests")


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

"""MAN001: manifests can be read."""

from collections.abc import Iterable

from validation.check import Flaw, Setting, WholeCheck
from validation.engine.whole import Whole


def _find(whole: Whole, _setting: Setting) -> Iterable[Flaw]:
    for name, problem in whole.manifests.broken:
        yield Flaw(f"{name}: {problem}", table="manifests")


CHECK = WholeCheck(
    id="MAN001",
    title="Manifests can be read",
    scope="workspace",
    tables=("manifests",),
    meaning="Each stage leaves a JSON file that says what went in and what came out.",
    example="manifests/normalize.json is empty.",
    fix="Run that stage again.",
    requires=("manifests",),
    find=_find,
)

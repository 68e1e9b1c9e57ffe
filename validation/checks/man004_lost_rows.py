"""MAN004: no row was lost since normalize counted them."""

from collections.abc import Iterable

from validation.check import Flaw, Setting, WholeCheck
from validation.engine.whole import Whole

_KINDS = {"articles": "article", "teasers": "teaser"}


def _find(whole: Whole, _setting: Setting) -> Iterable[Flaw]:
    kinds = whole.tables["articles"].get_column("kind")
    for manifest in whole.manifests.read:
        if manifest.stage != "normalize":
            continue
        for count, kind in _KINDS.items():
            found = int((kinds == kind).sum())
            expected = manifest.counts.get(count)
            if expected is not None and found != expected:
                yield Flaw(
                    f"normalize counted {expected} {count}; articles has {found} rows of kind {kind}",
                    table="articles",
                )


CHECK = WholeCheck(
    id="MAN004",
    title="No row was lost",
    scope="workspace",
    tables=("articles",),
    meaning="The table articles has as many articles and teasers as its manifest says were made.",
    example="normalize counted 412 articles; articles has 411 rows of kind article.",
    fix="Run tinbai normalize again.",
    requires=("articles", "manifests"),
    find=_find,
)

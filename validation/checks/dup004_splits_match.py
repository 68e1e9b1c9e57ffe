"""DUP004: splits and articles belong together."""

from collections.abc import Iterable

from validation.check import Flaw, Setting, WholeCheck
from validation.checks.matching import strangers, without
from validation.engine.whole import Whole


def _find(whole: Whole, _setting: Setting) -> Iterable[Flaw]:
    yield from without(whole, "splits", "is in no split")
    yield from strangers(whole, "splits")


CHECK = WholeCheck(
    id="DUP004",
    title="Splits and articles belong together",
    scope="workspace",
    tables=("splits",),
    meaning="Every article is in a split, and every row of splits is of an article that exists.",
    example="An article was removed and its row in splits was left.",
    fix="Run tinbai dedup again.",
    requires=("articles", "splits"),
    find=_find,
)

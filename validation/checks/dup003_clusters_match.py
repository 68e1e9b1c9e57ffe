"""DUP003: clusters and articles belong together."""

from collections.abc import Iterable

from validation.check import Flaw, Setting, WholeCheck
from validation.checks.matching import strangers, without
from validation.engine.whole import Whole


def _find(whole: Whole, _setting: Setting) -> Iterable[Flaw]:
    yield from without(whole, "clusters", "has no cluster")
    yield from strangers(whole, "clusters")


CHECK = WholeCheck(
    id="DUP003",
    title="Clusters and articles belong together",
    scope="workspace",
    tables=("clusters",),
    meaning="Every article has a row in clusters, and every row there is of an article that exists.",
    example="Twenty pages were added after the last tinbai dedup.",
    fix="Run tinbai dedup again.",
    requires=("articles", "clusters"),
    find=_find,
)

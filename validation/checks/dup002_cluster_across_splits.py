"""DUP002: a cluster lies in one split."""

from collections.abc import Iterable

from validation.check import Flaw, Setting, WholeCheck, of_article
from validation.checks.torn import across, is_held_out, members, shared
from validation.engine.whole import Whole


def _find(whole: Whole, _setting: Setting) -> Iterable[Flaw]:
    splits, clusters = whole.tables["splits"], whole.tables["clusters"]
    # A release goes by the clusters that splits states; where they are those of clusters, what is torn is held out.
    held = shared(splits).filter(is_held_out())
    released = splits.join(held.select("row"), on="row", how="anti").select("row", "key", "split")
    known = shared(clusters).unique("key", keep="first", maintain_order=True)
    crossing = across(released.join(known.select("key", "cluster"), on="key", maintain_order="left"))
    for row, article, told in members(whole, crossing):
        yield of_article(
            f"splits is not of these clusters: one of them lies in {told}", row, article, "splits"
        )


CHECK = WholeCheck(
    id="DUP002",
    title="A cluster lies in one split",
    scope="workspace",
    tables=("splits",),
    meaning="Articles that tell one story in nearly the same words all are in train, or all in validation, or all "
    "in test, by the clusters as they are now. Otherwise a model is tested on what it was trained on. What the "
    "splits themselves call torn is held out of a release, and DUP103 tells it.",
    example="Two tellings of one phone call, one in train, one in test, because clusters were written anew after splits.",
    fix="Run tinbai dedup again.",
    requires=("splits", "clusters"),
    find=_find,
)

"""DUP002: a cluster lies in one split."""

from collections.abc import Iterable

import polars as pl

from validation.check import Flaw, Setting, WholeCheck
from validation.engine.whole import Whole
from validation.visible import quoted

_SHOWN = 4


def _find(whole: Whole, _setting: Setting) -> Iterable[Flaw]:
    splits = whole.tables["splits"]
    clusters = whole.tables.get("clusters")
    views = {"splits": splits.select("row", "key", "cluster", "split")}
    if clusters is not None:
        views["clusters"] = splits.select("row", "key", "split").join(
            clusters.select("key", "cluster").unique("key", keep="first"), on="key"
        )
    told: set[int] = set()
    for name in sorted(views):
        across = (
            views[name]
            .sort("row")
            .group_by("cluster", maintain_order=True)
            .agg("row", "split")
            .filter(pl.col("split").list.n_unique() > 1)
        )
        for rows, names in across.select("row", "split").iter_rows():
            if rows[0] in told:
                continue
            told.add(rows[0])
            ids = [whole.value("splits", "id", row) for row in rows[:_SHOWN]]
            members = ", ".join(f"{quoted(i)} in {s}" for i, s in zip(ids, names, strict=False))
            more = f" and {len(rows) - _SHOWN} more" if len(rows) > _SHOWN else ""
            yield Flaw(
                f"one cluster ({name}.cluster_id) in {len(set(names))} splits: {members}{more}",
                table="splits",
                row=rows[0],
                record_id=ids[0],
                article_id=ids[0],
            )


CHECK = WholeCheck(
    id="DUP002",
    title="A cluster lies in one split",
    scope="workspace",
    tables=("splits",),
    meaning="Articles that tell one story in nearly the same words all are in train, or all in validation, or "
    "all in test. Otherwise a model is tested on what it was trained on.",
    example="Two tellings of one phone call, one in train, one in test.",
    fix="Run tinbai dedup again. If an article of each was released already, remove one with a MAJOR release.",
    requires=("splits",),
    find=_find,
)

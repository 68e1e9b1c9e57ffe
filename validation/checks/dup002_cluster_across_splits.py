"""DUP002: a cluster lies in one split."""

from collections.abc import Iterable

import polars as pl

from schemas.visible import quoted
from validation.check import Flaw, Setting, WholeCheck
from validation.engine.keys import repeated_keys
from validation.engine.whole import Whole

_SHOWN = 4


def _find(whole: Whole, _setting: Setting) -> Iterable[Flaw]:
    splits = whole.tables["splits"]
    clusters = whole.tables.get("clusters")
    # Few clusters have two members, and the others lie in one split.
    views = {"splits": splits.filter(_shared(splits))}
    if clusters is not None:
        shared = clusters.filter(_shared(clusters))
        known = clusters.join(shared, on="key", how="semi").unique("key", keep="first", maintain_order=True)
        views["clusters"] = splits.select("row", "key", "split").join(
            known.select("key", "cluster"), on="key", maintain_order="left"
        )
    told: set[int] = set()
    for name in sorted(views):
        across = views[name].filter(pl.col("split").n_unique().over("cluster") > 1)
        if across.is_empty():
            continue
        ids_at = whole.values("splits", ["id"], across["row"].to_list())
        # By name, so that the breach stays with its record when rows move.
        clusters_of = (
            across.join(ids_at.select("row", "id"), on="row", how="left")
            .sort("id", "row")
            .group_by("cluster", maintain_order=True)
            .agg("row", "split", "id")
        )
        for rows, names, ids in clusters_of.select("row", "split", "id").iter_rows():
            if rows[0] in told:
                continue
            told.add(rows[0])
            members = ", ".join(f"{quoted(i)} in {s}" for i, s in list(zip(ids, names, strict=True))[:_SHOWN])
            more = f" and {len(rows) - _SHOWN} more" if len(rows) > _SHOWN else ""
            yield Flaw(
                f"one cluster ({name}.cluster_id) in {len(set(names))} splits: {members}{more}",
                table="splits",
                row=rows[0],
                record_id=ids[0],
                article_id=ids[0],
            )


def _shared(frame: pl.DataFrame) -> pl.Series:
    return frame["cluster"].is_in(repeated_keys(frame["cluster"]).implode())


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

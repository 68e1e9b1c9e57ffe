"""ANN101: nobody is much faster than their own pace."""

from collections.abc import Iterable
from math import exp, log

import polars as pl

from schemas.visible import quoted
from validation.check import Flaw, Setting, WholeCheck
from validation.checks.annotators import annotations, lacks, of_record
from validation.engine.whole import Whole

FEWEST = 20
"""Texts of an annotator whose pace can be told."""

# The median absolute deviation of a normal distribution is this share of its standard deviation (Iglewicz and Hoaglin 1993).
_NORMAL = 0.6745
# Who is as regular as a clock is not far off for that: a third of their usual time at most.
_FACTOR = log(3)


def _find(whole: Whole, setting: Setting) -> Iterable[Flaw]:
    far = setting.rule.limit or 0.0
    paced = (
        annotations(whole)
        .filter(pl.col("lead_time_s") > 0)
        .with_columns((pl.col("lead_time_s") / pl.col("chars")).log().alias("pace"))
        .with_columns(
            pl.col("pace").median().over("annotator").alias("usual"),
            pl.len().over("annotator").alias("texts"),
        )
        .with_columns((pl.col("usual") - pl.col("pace")).alias("faster"))
        .with_columns(pl.col("faster").abs().median().over("annotator").alias("spread"))
        .filter(
            (pl.col("texts") >= FEWEST)
            & (pl.col("faster") >= _FACTOR)
            & (_NORMAL * pl.col("faster") > far * pl.col("spread"))
        )
    )
    for row in paced.sort("row").iter_rows(named=True):
        expected, took = exp(row["usual"]) * row["chars"], row["lead_time_s"]
        yield of_record(
            row,
            f"{quoted(row['annotator'])} took {took:,.0f} s for {row['chars']:,} code points, {expected / took:.1f} times "
            f"as fast as usual (about {expected:,.0f} s)",
            "annotations",
        )


CHECK = WholeCheck(
    id="ANN101",
    title="Nobody is in a hurry",
    scope="workspace",
    tables=("annotations",),
    meaning="Seconds per character are not fewer than the annotator's own median by more than the rule's limit of robust "
    "deviations (of the logarithm, by the median absolute deviation) and by a factor of three. Looked at from twenty texts "
    "of an annotator on. Too slow is not told: an open tab says nothing of the labels.",
    example="annotator-0a1b2c3d took 9 s for 3,120 code points, 14.2 times as fast as usual (about 128 s).",
    fix="Read what was labelled so fast: it may be unread.",
    requires=("annotations",),
    find=_find,
    unfit=lambda whole, _setting, table: lacks(whole, table, "annotator", "lead_time_s", "updated_at"),
)

"""ANN101: nobody is far from their own pace."""

from collections.abc import Iterable
from math import exp, log

import polars as pl

from validation.check import Flaw, Setting, WholeCheck
from validation.checks.annotators import annotations, lacks, of_record
from validation.engine.whole import Whole
from validation.visible import quoted

FEWEST = 20
"""Texts of an annotator whose pace can be told."""

# The median absolute deviation of a normal distribution is this share of its standard deviation (Iglewicz and Hoaglin 1993).
_NORMAL = 0.6745
# Who is as regular as a clock is not far off for that: three times their usual time, or a third of it, at least.
_FACTOR = log(3)


def _find(whole: Whole, setting: Setting) -> Iterable[Flaw]:
    far = setting.rule.limit or 0.0
    paced = (
        annotations(whole)
        .filter((pl.col("lead_time_s") > 0) & (pl.col("chars") > 0))
        .with_columns((pl.col("lead_time_s") / pl.col("chars")).log().alias("pace"))
        .with_columns(
            pl.col("pace").median().over("annotator").alias("usual"),
            pl.len().over("annotator").alias("texts"),
        )
        .with_columns((pl.col("pace") - pl.col("usual")).alias("off"))
        .with_columns(pl.col("off").abs().median().over("annotator").alias("spread"))
        .filter(
            (pl.col("texts") >= FEWEST)
            & (pl.col("off").abs() >= _FACTOR)
            & (_NORMAL * pl.col("off").abs() > far * pl.col("spread"))
        )
    )
    for row in paced.sort("row").iter_rows(named=True):
        expected, took = exp(row["usual"]) * row["chars"], row["lead_time_s"]
        times = took / expected if took > expected else expected / took
        yield of_record(
            row,
            f"{quoted(row['annotator'])} took {took:,.0f} s for {row['chars']:,} code points, {times:.1f} times as "
            f"{'long' if took > expected else 'fast'} as usual (about {expected:,.0f} s)",
            "annotations",
        )


CHECK = WholeCheck(
    id="ANN101",
    title="Annotators keep their pace",
    scope="workspace",
    tables=("annotations",),
    meaning="The logarithm of seconds per character lies within the rule's limit of robust deviations (by the median and "
    "the median absolute deviation) of the annotator's own median, or within a third to three times of it. Looked at "
    "from twenty texts of an annotator on. Too fast may be unread, too slow an open tab.",
    example="annotator-0a1b2c3d took 9 s for 3,120 code points, 14.2 times as fast as usual (about 128 s).",
    fix="Read what was labelled too fast. What is too slow says little about the labels.",
    requires=("annotations",),
    find=_find,
    unfit=lambda whole, _setting, table: lacks(whole, table, "annotator", "lead_time_s", "updated_at"),
)

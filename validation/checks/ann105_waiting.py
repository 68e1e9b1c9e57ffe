"""ANN105: how many articles wait for another annotator."""

from collections.abc import Iterable

import polars as pl

from schemas.visible import quoted
from validation.check import Flaw, Setting, WholeCheck
from validation.checks.annotators import gold, lacks, listed
from validation.engine.whole import Whole


def _find(whole: Whole, _setting: Setting) -> Iterable[Flaw]:
    planned = whole.inputs.people_for
    assert planned is not None
    alone = gold(whole).filter(pl.col("status") == "single").drop_nulls("id").sort("row")
    wanted = {name: planned(name) for name in alone["id"]}
    waiting = [name for name, many in wanted.items() if many > 1]
    if waiting:
        most = max(wanted.values())
        few = f"{len(waiting)} of {len(gold(whole))} articles in gold were"
        few = f"1 of {len(gold(whole))} articles in gold was" if len(waiting) == 1 else few
        yield Flaw(
            f"{few} labelled by one person alone; {most} are planned: "
            f"{listed((quoted(name, 40) for name in waiting), 3)}",
            table="gold",
        )


def _unfit(whole: Whole, _setting: Setting, table: str) -> str | None:
    if whole.inputs.people_for is None:
        return "how many people label an article is not known here"
    return lacks(whole, table, "status", "id")


CHECK = WholeCheck(
    id="ANN105",
    title="Nothing waits for another annotator",
    scope="workspace",
    tables=("gold",),
    meaning="Articles that [labelstudio] overlap and [assignment] share of tinbai.toml give to several people are in "
    "gold with more than one person's answer. One line for all: while labeling goes on it is a state, not a fault.",
    example="112 of 500 articles in gold were labelled by one person alone; 2 are planned.",
    fix="Go on labeling. In the end, release them as they are (status single), or lower overlap or share.",
    requires=(),
    find=_find,
    unfit=_unfit,
)

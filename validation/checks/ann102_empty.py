"""ANN102: nobody finds nothing where others find much."""

from collections.abc import Iterable

import polars as pl

from schemas.keys import key_of
from schemas.visible import quoted
from validation.check import Flaw, Setting, WholeCheck
from validation.checks.annotators import annotations, lacks, of_record
from validation.engine.whole import Whole


def _find(whole: Whole, setting: Setting) -> Iterable[Flaw]:
    said = annotations(whole)
    # Where nobody ever marks a name, topics alone are the task.
    if not said["n_entities"].sum():
        return
    many = setting.rule.limit or 0.0
    empty = said.filter(pl.col("n_entities") == 0).select("id", "annotator", "row", "record_id")
    suggested = _suggested(whole, empty["id"])
    others = said.select("id", pl.col("annotator").alias("other"), pl.col("n_entities").alias("spans"))
    beside = (
        empty.join(others, on="id", how="left")
        .filter(pl.col("other") != pl.col("annotator"))
        .group_by("row")
        .agg(pl.col("spans").median(), pl.len().alias("others"))
    )
    for row in empty.join(beside, on="row", how="left").sort("row").iter_rows(named=True):
        if row["others"]:
            dense = row["spans"] >= many
            who = "another annotator" if row["others"] == 1 else f"the median of {row['others']} others"
            compared = f"{who} has {row['spans']:g}"
        else:
            # Rules find what is no name, too: it takes twice as many.
            dense = suggested.get(row["id"], 0) >= 2 * many
            compared = f"suggestions have {suggested.get(row['id'], 0)}"
        if dense:
            yield of_record(row, f"{quoted(row['annotator'])} marked nothing; {compared}", "annotations")


def _suggested(whole: Whole, ids: pl.Series) -> dict[str, int]:
    """How many spans suggestions have for these articles; none where there are no suggestions."""
    facts, keys = whole.facts.get("suggestions"), whole.tables.get("suggestions")
    if facts is None or keys is None or "key" not in keys.columns:
        return {}
    wanted = pl.DataFrame({"id": ids.drop_nulls().unique()}).with_columns(key_of(pl.col("id")).alias("key"))
    counted = wanted.join(keys, on="key").join(facts, on="row").select("id", "n_entities")
    return dict(counted.drop_nulls().iter_rows())


CHECK = WholeCheck(
    id="ANN102",
    title="No text is left empty that is full of names",
    scope="workspace",
    tables=("annotations",),
    meaning="A submitted annotation without any span is of a text in which the other annotators have fewer spans than the "
    "rule's limit (in the median), or, where nobody else has labelled it, suggestions fewer than twice as many.",
    example="annotator-0a1b2c3d marked nothing; another annotator has 23.",
    fix="Ask the annotator to label it again; who wanted to leave it out should press skip.",
    requires=("annotations",),
    find=_find,
    unfit=lambda whole, _setting, table: lacks(whole, table, "annotator", "entities", "updated_at"),
)

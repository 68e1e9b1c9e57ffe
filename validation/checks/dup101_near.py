"""DUP101: no two articles of one split are nearly the same text."""

from collections.abc import Iterable

import polars as pl

from schemas.visible import quoted
from validation.check import Flaw, Setting, WholeCheck, of_article
from validation.checks.tied import tied_pairs
from validation.engine.whole import Whole


def _find(whole: Whole, setting: Setting) -> Iterable[Flaw]:
    pairs = tied_pairs(whole, ("near", "exact"), setting.rule.limit or 0.0)
    # The same to the letter is DUP001's.
    alike = pairs.filter(
        (pl.col("split") == pl.col("split_other")) & (pl.col("text_key") != pl.col("text_key_other"))
    )
    for row, jaccard, article, other, split in alike.select(
        "row", "jaccard", "article", "article_other", "split"
    ).iter_rows():
        record = whole.value("articles", "id", article)
        twin = whole.value("articles", "id", other)
        yield of_article(
            f"{quoted(record)} and {quoted(twin)} are both in {split}, and nearly one text (Jaccard {jaccard:.2f})",
            row,
            record,
            "clusters",
        )


CHECK = WholeCheck(
    id="DUP101",
    title="No near-duplicates in a split",
    scope="workspace",
    tables=("clusters",),
    meaning="Two articles of one split do not share as many of their runs of five syllables as the rule's limit (a "
    "Jaccard similarity) says. In test the story counts twice, in train it is labelled twice and learnt by heart.",
    example="A release of an agency in two papers, one word changed, both in test.",
    fix="Label one of the two, and leave the other page out of the input; or accept it with a waiver.",
    requires=("articles", "clusters", "splits"),
    keys=("text_key",),
    find=_find,
)

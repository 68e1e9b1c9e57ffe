"""ANN103: annotators use each label about as often as others do on the same texts."""

from collections.abc import Iterable

import polars as pl

from schemas.visible import quoted
from validation.check import Flaw, Setting, WholeCheck
from validation.checks.annotators import annotations, label_counts, lacks
from validation.checks.shares import cohens_h, two_proportions
from validation.engine.whole import Whole

FEWEST = 200
"""Spans on either side."""

# Over all annotators and labels together (Bonferroni): one false alarm in a hundred projects where all are alike.
_ALPHA = 0.01


def _find(whole: Whole, setting: Setting) -> Iterable[Flaw]:
    said, contract = annotations(whole), whole.contract
    found: list[tuple[str, str, int, int, int, int]] = []
    for (annotator,), own in said.sort("annotator").group_by("annotator", maintain_order=True):
        # On the same texts: another batch has other news in it, and so other names.
        others = said.filter(pl.col("annotator") != annotator).join(own, on="id", how="semi")
        mine = label_counts(own.join(others, on="id", how="semi"), contract)
        theirs = label_counts(others, contract)
        of, other_of = sum(mine.values()), sum(theirs.values())
        if of >= FEWEST and other_of >= FEWEST:
            found += [(str(annotator), name, mine[name], of, theirs[name], other_of) for name in mine]
    for annotator, label, hits, of, other_hits, other_of in found:
        apart = cohens_h(hits / of, other_hits / other_of)
        likely = two_proportions(hits, of, other_hits, other_of)
        if abs(apart) >= (setting.rule.limit or 0.0) and likely * len(found) < _ALPHA:
            yield Flaw(
                f"{quoted(annotator)} gives {label} to {hits / of:.1%} of {of} spans, others on the same texts to "
                f"{other_hits / other_of:.1%} of {other_of} (h = {apart:+.2f})",
                table="annotations",
            )


CHECK = WholeCheck(
    id="ANN103",
    title="Labels are used as others use them",
    scope="workspace",
    tables=("annotations",),
    meaning="On the texts that others labelled, too, the share of each label among an annotator's spans is not another "
    "than among the others': by Cohen's h, at least the rule's limit, and by the two-proportion z test with p below "
    "0.01 over all annotators and labels (Bonferroni). Looked at from 200 spans on either side on.",
    example="annotator-0a1b2c3d gives LOC to 31.0% of 812 spans, others on the same texts to 14.2% of 790 (h = +0.41).",
    fix="Go through a few texts together, and sharpen the guidelines where both were right by them.",
    requires=("annotations",),
    find=_find,
    unfit=lambda whole, _setting, table: lacks(whole, table, "annotator", "entities", "updated_at"),
)

"""SPAN105: no span is far longer than others of its label."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from schemas.visible import quoted
from validation.check import Flaw, Setting, WholeCheck
from validation.engine.lengths import Lengths
from validation.engine.whole import Whole
from validation.inputs import LABELS

# Of fewer spans nobody can say what is usual.
_FEWEST = 50
# Where most spans of a label have one length (12/3/2024), a third more than that is no outlier.
_LEAST_SPREAD = 0.25
# A surface that as many articles have so is a long name, not a slip.
_NAME = 3
_TO_SIGMA = 1.4826


def _find(whole: Whole, setting: Setting) -> Iterable[Flaw]:
    for table in LABELS:
        lengths = whole.lengths.get(table)
        if lengths is not None:
            yield from _in_table(whole, table, lengths, setting.rule.limit or math.inf)


def _in_table(whole: Whole, table: str, lengths: Lengths, limit: float) -> Iterable[Flaw]:
    usual = _usual(lengths, limit)
    frames = [frame for frame in lengths.long if len(frame)]
    if not usual or not frames:
        return
    most = pl.DataFrame(
        [(label, most) for label, (_, most) in usual.items()], schema=["label", "most"], orient="row"
    )
    far = (
        pl.concat(frames).join(most, on="label").filter(pl.col("length") > pl.col("most")).sort("row", "span")
    )
    if far.is_empty():
        return
    key = whole.key(table)
    values = whole.values(table, [*dict.fromkeys((key, "id", "entities"))], far["row"].unique().to_list())
    records = {row["row"]: row for row in values.iter_rows(named=True)}
    surfaces = [
        (spot, records[spot["row"]], records[spot["row"]]["entities"][spot["span"]]["text"])
        for spot in far.iter_rows(named=True)
        if spot["row"] in records
    ]
    where: dict[tuple[str, str], set[object]] = defaultdict(set)
    for spot, record, surface in surfaces:
        where[spot["label"], surface].add(record.get("id"))
    for spot, record, surface in surfaces:
        if len(where[spot["label"], surface]) < _NAME:
            median, most_chars = usual[spot["label"]]
            yield Flaw(
                f"{spot['label']} {quoted(surface)} has {spot['length']} code points; half of the label's spans here have at "
                f"most {median}, and more than {most_chars} are rare",
                start=spot["start"],
                end=spot["end"],
                table=table,
                record_id=record.get(key),
                article_id=record.get("id"),
                row=spot["row"],
            )


def _usual(lengths: Lengths, limit: float) -> Mapping[str, tuple[int, int]]:
    """For each label with enough spans the median and the greatest length that is none too great, in code points.

    Lengths of names are skewed, so it is their logarithms whose distance from the median is measured, in medians of
    that distance (MAD): outliers move neither.
    """
    of_label: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for (label, length), many in lengths.counts.items():
        of_label[label].append((length, many))
    usual = {}
    for label, counted in of_label.items():
        if sum(many for _, many in counted) >= _FEWEST:
            median = _median(counted)
            away = [(abs(math.log(length / median)), many) for length, many in counted]
            spread = max(_TO_SIGMA * _median(away), _LEAST_SPREAD)
            usual[label] = int(median), math.floor(median * math.exp(min(limit * spread, 50)))
    return usual


def _median(counted: Sequence[tuple[float, int]]) -> float:
    """The lower median of values that stand so many times each."""
    half = (sum(many for _, many in counted) + 1) // 2
    for value, many in sorted(counted):
        half -= many
        if half <= 0:
            return value
    return 0.0


CHECK = WholeCheck(
    id="SPAN105",
    title="Spans are as long as others of their label",
    scope="workspace",
    tables=LABELS,
    meaning="A span is suspect when the logarithm of its length lies further above its label's median than the rule's "
    "limit, in median deviations. Labels with fewer than 50 spans in a table are not judged, nor are spans of fewer "
    "than 30 code points, nor a surface that three articles have.",
    example="PER over a whole sentence, where half of the names have at most 14 code points.",
    fix="Look at the span in Label Studio: a sentence is no name. Long names are a case for a waiver, or a greater "
    "limit in contract.yaml.",
    requires=(),
    find=_find,
)

"""What `tinbai agreement` says on a terminal: the overall figures, then what stands out; the table has the rest."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

Row = Mapping[str, object]

NARROWER = ("label", "other_label", "annotator_a", "annotator_b", "week")

_OVERALL = (
    "doubly_annotated_share",
    "span_f1_exact",
    "span_f1_overlap",
    "span_f1_boundary",
    "label_given_boundary",
    "span_f1_exact_with_suggestions",
    "span_f1_exact_without_suggestions",
    "span_alpha_characters",
    "span_alpha_u",
    "topic_alpha_masi",
    "topic_jaccard",
    "primary_topic_alpha",
)
_ARMS = {"span_f1_exact_with_suggestions", "span_f1_exact_without_suggestions"}
_NOTHING = "nothing"
_CONFUSED = 0.05  # one span in twenty: fewer are slips, and guidelines do not mend them
_SHOWN = 0.005  # what rounds to 1% or more


def notes(rows: Sequence[Row]) -> Iterator[str]:
    """`rows` of the table `agreement`."""
    overall = {str(row["measure"]): row for row in rows if not any(row[name] for name in NARROWER)}
    for measure in _OVERALL:
        if measure in overall and not (measure in _ARMS and overall[measure]["value"] is None):
            yield figure(overall[measure])
    yield from _confusion(rows)
    yield from _who_differs(rows, overall)
    yield from _drift(rows)
    yield from _pace(rows)


def figure(row: Row) -> str:
    """One line: the measure, its value with the interval, and on how many documents it stands."""
    if row["value"] is None:
        return f"{row['measure']}: undefined ({row['undefined_reason']})"
    return f"{row['measure']}: {_value(row)} on {row['n_documents']} documents"


def _value(row: Row, digits: int = 3) -> str:
    interval = f" [{row['low']:.{digits}f}, {row['high']:.{digits}f}]" if row["low"] is not None else ""
    return f"{row['value']:.{digits}f}{interval}"


def _confusion(rows: Sequence[Row]) -> Iterator[str]:
    """The rows of the labels that are often taken for another, as percent of the spans with that label."""
    table: dict[str, dict[str, float]] = {}
    for row in rows:
        measure, value = row["measure"], row["value"]
        if isinstance(value, float) and measure in {"label_confusion_overlap", "span_missed"}:
            other = _NOTHING if measure == "span_missed" else str(row["other_label"])
            table.setdefault(str(row["label"]), {})[other] = value
    confused = {
        label: cells
        for label, cells in table.items()
        if any(value >= _CONFUSED for other, value in cells.items() if other not in {label, _NOTHING})
    }
    if not confused:
        return
    columns = [
        name
        for name in (*table, _NOTHING)
        if name in confused or any(cells.get(name, 0) >= _SHOWN for cells in confused.values())
    ]
    width = max(len(name) for name in (*columns, *confused))
    yield "labels that are taken for others: % of the spans, by what another annotator has there"
    yield " ".join(name.rjust(width) for name in ("", *columns))
    for label, cells in confused.items():
        yield " ".join(
            [label.rjust(width), *(f"{100 * cells.get(name, 0):.0f}".rjust(width) for name in columns)]
        )


def _who_differs(rows: Sequence[Row], overall: Mapping[str, Row]) -> Iterator[str]:
    """Those without whom the others agree surely better: the interval lies above the figure of all."""
    for measure in ("span_alpha_characters", "topic_alpha_masi"):
        whole = overall[measure]["value"] if measure in overall else None
        for row in rows:
            low = row["low"]
            if (
                row["measure"] == f"{measure}_without"
                and isinstance(whole, float)
                and isinstance(low, float)
                and low > whole
            ):
                yield f"{row['annotator_a']} differs from the others: {measure} without them {_value(row)}"


def _drift(rows: Sequence[Row]) -> Iterator[str]:
    """Those whose last week lies surely below, or above, the week before."""
    weeks: dict[str, list[Row]] = {}
    for row in rows:
        if row["measure"] == "span_f1_exact_week" and row["low"] is not None:
            weeks.setdefault(str(row["annotator_a"]), []).append(row)
    for name, listed in sorted(weeks.items()):
        for before, last in list(pairwise(sorted(listed, key=lambda row: str(row["week"]))))[-1:]:
            if _apart(before, last):
                yield (
                    f"{name} drifts: span_f1_exact {_value(before)} in {before['week']}, "
                    f"{_value(last)} in {last['week']}"
                )


def _pace(rows: Sequence[Row]) -> Iterator[str]:
    """The quickest and the slowest, where they surely are."""
    known = [row for row in rows if row["measure"] == "lead_time_median_s" and row["low"] is not None]
    known.sort(key=lambda row: float(str(row["value"])))
    if len(known) > 1 and _apart(known[0], known[-1]):
        quick, slow = (f"{row['annotator_a']} {_value(row, 0)}" for row in (known[0], known[-1]))
        yield f"median seconds a document: from {quick} to {slow}"


def _apart(one: Row, other: Row) -> bool:
    return float(str(one["high"])) < float(str(other["low"])) or float(str(other["high"])) < float(
        str(one["low"])
    )

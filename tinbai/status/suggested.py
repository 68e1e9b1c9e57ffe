"""What became of suggestions: kept, changed or deleted; and where the labels in the answers come from."""

from dataclasses import dataclass

import numpy as np
import polars as pl
import pyarrow as pa

from schemas.records import SUGGESTED
from tinbai.status.answers import Answers
from tinbai.status.spans import ORIGINS, Flags, Numbers, Spans, flatten, keys, member, ranges


@dataclass(frozen=True, slots=True)
class Origin:
    """Spans of a label in the answers to tasks with suggestions, by Label Studio's `origin`."""

    label: str
    prediction: int
    prediction_changed: int
    manual: int


@dataclass(frozen=True, slots=True)
class Fate:
    """Suggested spans that annotators saw: `kept` with boundaries and label, `changed` in one of them, `deleted`."""

    name: str
    kept: int
    changed: int
    deleted: int

    @property
    def shown(self) -> int:
        return self.kept + self.changed + self.deleted


@dataclass(frozen=True, slots=True)
class Suggested:
    """`answers` to tasks whose suggestions the workspace still has, for the text as it was labelled.

    Labels are in the contract's order, sources by how much they suggested. `unknown` counts spans that annotators accepted as suggested and that suggestions.parquet does not hold:
    it was made anew since the push, and the fates are off by about as many.
    """

    answers: int
    origins: tuple[Origin, ...]
    by_label: tuple[Fate, ...]
    by_source: tuple[Fate, ...]
    unknown: int
    reason: str


def acceptance(answers: Answers, suggestions: pa.Table) -> Suggested:
    """Hold the answers to tasks with suggestions against these, the contract's table `suggestions`.

    A suggestion is kept where the answer has the very span, whoever drew it. A span that its annotator
    changed from a suggestion, and that is none itself, stands for the one suggestion, not kept, that it
    shares most code points with (of equals the first); two that became one are one changed and one deleted.
    """
    aided = answers.given["suggestion_arm"].is_in(SUGGESTED)
    shown = _shown(answers, suggestions)
    drawn = answers.spans
    offered = flatten(
        suggestions["entities"],
        shown["row_suggestions"].cast(pl.Int64).to_numpy(),
        shown["answer"].cast(pl.Int64).to_numpy(),
        labels=drawn.labels,
        kind="source",
    )
    width, labels = max(drawn.width, offered.width), max(len(drawn.labels), len(offered.labels), 1)
    theirs = _keys(drawn, width, labels)
    suggested = _keys(offered, width, labels)
    kept = member(suggested, theirs)
    known = member(theirs, suggested)
    edited = (drawn.kind == ORIGINS.index("prediction-changed")) & ~known
    changed = _changed(offered, kept, drawn, edited, width)
    fate = np.where(kept, 0, np.where(changed, 1, 2))
    with_table = np.zeros(len(answers.given), dtype=np.bool_)
    with_table[shown["answer"].cast(pl.Int64).to_numpy()] = True
    accepted = (drawn.kind == ORIGINS.index("prediction")) & with_table[drawn.answer]
    reason = ""
    if answers.given.is_empty():
        reason = "nobody labelled yet"
    elif not aided.any():
        reason = "no labelled task came with suggestions"
    elif shown.is_empty():
        reason = "suggestions.parquet does not hold what the labelled tasks came with"
    return Suggested(
        answers=len(shown),
        origins=_origins(drawn, aided.to_numpy()[drawn.answer]),
        by_label=_fates(offered.label, fate, offered.labels),
        by_source=tuple(
            sorted(_fates(offered.kind, fate, offered.kinds), key=lambda one: (-one.shown, one.name))
        ),
        unknown=int((accepted & ~known).sum()),
        reason=reason,
    )


def _shown(answers: Answers, suggestions: pa.Table) -> pl.DataFrame:
    """`answer` and `row_suggestions` where both are about one text and the task came with suggestions."""
    table = pl.DataFrame(pl.from_arrow(suggestions.select(["id", "text_sha256", "arm"]))).with_row_index(
        "row_suggestions"
    )
    return (
        answers.given.select("id", "text_sha256", "suggestion_arm", "migrated_from")
        .with_row_index("answer")
        # An answer that went over to this text saw the suggestions of another.
        .filter(pl.col("suggestion_arm").is_in(SUGGESTED) & pl.col("migrated_from").is_null())
        .join(table.filter(pl.col("arm") != "none"), on=["id", "text_sha256"], how="inner")
        .sort("answer")
    )


def _keys(spans: Spans, width: int, labels: int) -> Numbers:
    return keys(spans.answer, spans.start, spans.end, spans.label, width=width, labels=labels)


def _changed(offered: Spans, kept: Flags, drawn: Spans, edited: Flags, width: int) -> Flags:
    """Which suggestions an edited span stands for."""
    changed = np.zeros(len(offered), dtype=np.bool_)
    left = np.flatnonzero(~kept)
    edits = np.flatnonzero(edited)
    if not len(left) or not len(edits):
        return changed
    lane = offered.answer[left] * width
    starts = lane + offered.start[left]
    # Ends only grow where spans do not overlap; where they do, the furthest so far finds at least all.
    ends = np.maximum.accumulate(lane + offered.end[left])
    own = drawn.answer[edits] * width
    first = np.searchsorted(ends, own + drawn.start[edits], side="right")
    past = np.searchsorted(starts, own + drawn.end[edits], side="left")
    met, edit = ranges(first, past)
    common = np.minimum(offered.end[left[met]], drawn.end[edits[edit]]) - np.maximum(
        offered.start[left[met]], drawn.start[edits[edit]]
    )
    best = np.lexsort((met, -common, edit))
    best = best[common[best] > 0]
    chosen = best[np.unique(edit[best], return_index=True)[1]]
    changed[left[met[chosen]]] = True
    return changed


def _origins(drawn: Spans, aided: Flags) -> tuple[Origin, ...]:
    many = len(ORIGINS)
    cells = drawn.label[aided] * many + drawn.kind[aided]
    counts = np.bincount(cells, minlength=len(drawn.labels) * many).reshape(-1, many)
    return tuple(
        Origin(label, *(int(count) for count in row))
        for label, row in zip(drawn.labels, counts, strict=True)
        if row.any()
    )


def _fates(codes: Numbers, fate: Numbers, names: tuple[str, ...]) -> tuple[Fate, ...]:
    counts = np.bincount(codes * 3 + fate, minlength=len(names) * 3).reshape(-1, 3)
    return tuple(
        Fate(name, *(int(count) for count in row))
        for name, row in zip(names, counts, strict=True)
        if row.any()
    )

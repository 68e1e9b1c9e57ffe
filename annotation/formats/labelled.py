"""A labelled text as every format gives it or takes it, and what a format has no place for."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from annotation.results import Fault
from schemas.errors import DataError
from schemas.records import Span


@dataclass(frozen=True, slots=True)
class Labelled:
    """One text and what one annotator said of it. Spans in code points of `text`, end exclusive, none twice.

    `labels` and `topics` are the file's own names. `place` says where it stands, as `FILE` or `FILE:LINE`.
    `annotator` is whatever the file calls its annotator, never kept as it is. `faults` are spans that do not
    hold; `ignored` counts what the file says and tinbai has no place for (relations, notes...).
    """

    text: str
    id: str | None = None
    spans: tuple[Span, ...] = ()
    topics: tuple[str, ...] = ()
    primary_topic: str | None = None
    place: str = ""
    annotator: str | None = None
    updated_at: datetime | None = None
    lead_time_s: float | None = None
    was_skipped: bool = False
    faults: tuple[Fault, ...] = ()
    ignored: Mapping[str, int] = field(default_factory=dict)

    @property
    def all_topics(self) -> tuple[str, ...]:
        """The topics with the main one, which a file may name beside them."""
        main = () if self.primary_topic is None else (self.primary_topic,)
        return tuple(dict.fromkeys((*main, *self.topics)))


Lost = Counter[str]
"""What a format could not hold, by the keys of `LOSSES`."""

LOSSES = {
    "ids": "documents' ids",
    "spaces": "documents' original white space",
    "leading_space": "documents' white space before the first word (spaces stand for it)",
    "topics": "documents' topics",
    "cut": "spans that begin or end inside a token or reach over a sentence's end",
    "edge_space": "white space at the edges of spans",
    "blank_spans": "spans of white space alone",
    "nested": "spans that lie in or across a longer one",
    "blank_documents": "documents without a word",
    "skips": "skipped articles",
}


def spans_of(
    text: str, found: Iterable[tuple[object, object, object]]
) -> tuple[tuple[Span, ...], tuple[Fault, ...]]:
    """Spans from (start, end, label) as a file states them, and a fault for each that lies outside the text."""
    spans: set[Span] = set()
    faults: list[Fault] = []
    for start, end, label in found:
        if not (
            type(start) is int and type(end) is int and 0 <= start < end <= len(text)
        ):  # true is an int, too
            detail = f"span {start!r} to {end!r} in a text of {len(text)} code points"
            faults.append(Fault("offsets", detail))
        elif not isinstance(label, str) or not label:
            faults.append(Fault("label", f"span {start} to {end} has the label {label!r}"))
        else:
            spans.add(Span(start, end, label, text[start:end]))
    return tuple(sorted(spans)), tuple(faults)


def listed(record: Mapping[str, object], *keys: str) -> dict[str, int]:
    """How many entries the lists under these keys hold; empty ones do not count."""
    lists = {key: value for key in keys if isinstance(value := record.get(key), list) and value}
    return {key.lower(): len(value) for key, value in lists.items()}


def broken(place: str, what: str, hint: str = "Correct the file, or give another format") -> DataError:
    """The error of a file that is not what its format says."""
    return DataError(f"{place}: {what}", hint=hint)

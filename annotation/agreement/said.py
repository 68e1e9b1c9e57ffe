"""What everybody said, as columns: the form that all measures count from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import compress

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from annotation.usable import counting, span_columns
from schemas.records import SUGGESTED

Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Seconds = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Said:
    """Versions (one annotator's last word on one document) and their spans.

    Versions are sorted by document, then annotator; the spans of version `v` are `first[v]:first[v + 1]`, sorted
    by start, end and label, none twice. Offsets are code points, end exclusive. Shapes: `lengths`, `ids`, `digests`
    (sha256 of the text) (documents,);
    `document`, `annotator`, `aided`, `alone`, `week`, `lead_time`, `primary` (versions,); `topics` (versions, topics);
    `first` (versions + 1,); `start`, `end`, `label` (spans,).
    """

    labels: tuple[str, ...]
    topic_codes: tuple[str, ...]
    annotators: tuple[str, ...]
    ids: tuple[str, ...]
    digests: tuple[str, ...]
    lengths: Numbers
    document: Numbers
    annotator: Numbers
    aided: Flags
    alone: Flags
    week: npt.NDArray[np.str_]
    lead_time: Seconds
    primary: Numbers
    topics: Flags
    first: Numbers
    start: Numbers
    end: Numbers
    label: Numbers

    @property
    def n_documents(self) -> int:
        return len(self.lengths)

    @property
    def owner(self) -> Numbers:
        """The version of each span."""
        return np.repeat(np.arange(len(self.document)), np.diff(self.first))

    @property
    def sizes(self) -> Numbers:
        """How many labelled each document."""
        return np.bincount(self.document, minlength=self.n_documents)

    def kept(self, versions: Flags) -> "Said":
        """Only these versions; documents and annotators keep their numbers."""
        spans = versions[self.owner]
        return replace(
            self,
            document=self.document[versions],
            annotator=self.annotator[versions],
            aided=self.aided[versions],
            alone=self.alone[versions],
            week=self.week[versions],
            lead_time=self.lead_time[versions],
            primary=self.primary[versions],
            topics=self.topics[versions],
            first=np.concatenate(([0], np.cumsum(np.diff(self.first)[versions]))),
            start=self.start[spans],
            end=self.end[spans],
            label=self.label[spans],
        )

    def labelled_by(self, least: int) -> "Said":
        """Only documents that at least so many labelled, numbered anew."""
        enough = self.sizes >= least
        kept = self.kept(enough[self.document])
        numbers = np.cumsum(enough) - 1
        return replace(
            kept,
            ids=tuple(compress(self.ids, enough)),
            digests=tuple(compress(self.digests, enough)),
            lengths=self.lengths[enough],
            document=numbers[kept.document],
        )

    def n_annotators(self, versions: Flags | None = None) -> int:
        """How many people these versions are by; all, without an argument."""
        return len(np.unique(self.annotator if versions is None else self.annotator[versions]))


def read_said(
    annotations: pa.Table, articles: pa.Table, labels: Sequence[str], topics: Sequence[str]
) -> Said:
    """The annotations that count. Labels and topics that the contract no longer knows come after its own."""
    chosen = counting(annotations, articles)
    table = annotations.take(pa.array(chosen.rows))
    places, document = np.unique(chosen.articles, return_inverse=True)
    labelled = articles.select(["id", "text_sha256", "text"]).take(pa.array(places))
    annotators, who = _numbered(table.column("annotator").to_pylist(), ())
    first, start, end, label, names = _spans(table, labels)
    codes, primary, sets = _topics(table, topics)
    arms = np.array(table.column("suggestion_arm").to_pylist(), dtype=np.str_)
    return Said(
        labels=names,
        topic_codes=codes,
        annotators=annotators,
        ids=tuple(labelled.column("id").to_pylist()),
        digests=tuple(labelled.column("text_sha256").to_pylist()),
        lengths=_lengths(labelled),
        document=document.astype(np.int64),
        annotator=who,
        aided=np.isin(arms, SUGGESTED),
        alone=arms == "none",
        # By the last change, since what is compared is what stands now.
        week=_series(table, "updated_at").dt.strftime("%G-W%V").to_numpy().astype(np.str_),
        lead_time=_series(table, "lead_time_s").to_numpy().astype(np.float64),
        primary=primary,
        topics=sets,
        first=first,
        start=start,
        end=end,
        label=label,
    )


def _series(table: pa.Table, name: str) -> pl.Series:
    series = pl.from_arrow(table.column(name))
    assert isinstance(series, pl.Series)
    return series


def _lengths(articles: pa.Table) -> Numbers:
    return _series(articles, "text").str.len_chars().to_numpy().astype(np.int64)


def _numbered(values: Sequence[str | None], known: Sequence[str]) -> tuple[tuple[str, ...], Numbers]:
    """The names, the known first and the others sorted, and the place of each value; -1 for null."""
    names = (*known, *sorted({value for value in values if value is not None} - set(known)))
    places: dict[str | None, int] = {name: place for place, name in enumerate(names)}
    return names, np.array([places.get(value, -1) for value in values], dtype=np.int64)


def _spans(
    table: pa.Table, labels: Sequence[str]
) -> tuple[Numbers, Numbers, Numbers, Numbers, tuple[str, ...]]:
    first, spans = span_columns(table)
    start, end = (
        spans.field(name).to_numpy(zero_copy_only=False).astype(np.int64) for name in ("start", "end")
    )
    coded = spans.field("label").dictionary_encode()
    names, places = _numbered(coded.dictionary.to_pylist(), labels)
    label = (
        places[coded.indices.to_numpy(zero_copy_only=False)] if len(coded) else np.zeros(0, dtype=np.int64)
    )
    owner = np.repeat(np.arange(table.num_rows), np.diff(first))
    if bool(((np.diff(owner) > 0) | (np.diff(start) > 0)).all()):  # as pull writes flat spans
        return first, start, end, label, names
    order = np.lexsort((label, end, start, owner))
    start, end, label, owner = start[order], end[order], label[order], owner[order]
    new = np.ones(len(order), dtype=bool)
    new[1:] = (np.diff(owner) > 0) | (np.diff(start) > 0) | (np.diff(end) != 0) | (np.diff(label) != 0)
    first = np.concatenate(([0], np.cumsum(np.bincount(owner[new], minlength=table.num_rows))))
    return first, start[new], end[new], label[new], names


def _topics(table: pa.Table, topics: Sequence[str]) -> tuple[tuple[str, ...], Numbers, Flags]:
    column = table.column("topics").combine_chunks()
    offsets = column.offsets.to_numpy().astype(np.int64)
    primaries = table.column("primary_topic").to_pylist()
    chosen = column.flatten().to_pylist()
    names, places = _numbered([*primaries, *chosen], topics)
    sets = np.zeros((table.num_rows, len(names)), dtype=bool)
    sets[np.repeat(np.arange(table.num_rows), np.diff(offsets)), places[table.num_rows :]] = True
    return names, places[: table.num_rows], sets

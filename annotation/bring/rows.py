"""Documents with labels to rows of `annotations`; what does not hold to rows of quarantine. Counts balance."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from annotation.bring.match import Articles, Match
from annotation.bring.names import Names
from annotation.formats.labelled import Labelled
from annotation.results import Fault
from schemas.contract import Contract
from schemas.records import Span

COUNTS = (
    "documents", "annotations", "repeated", "unmatched",
    "spans", "spans_imported", "spans_quarantined", "spans_dropped", "spans_merged", "spans_left",
)  # fmt: skip
# What stands in place of the guidelines' version: the labels were made under others.
GUIDELINES = "imported"


@dataclass(slots=True)
class Brought:
    """Rows for the tables `annotations` and `quarantine`, the documents that are no article of the workspace, and

    counts: documents = annotations + repeated + unmatched; spans = spans_imported + spans_quarantined +
    spans_dropped (labels left out on purpose) + spans_merged (the same as another after mapping) + spans_left
    (in documents that are unmatched, repeated or skipped).
    """

    rows: list[dict[str, object]] = field(default_factory=list)
    rejects: list[dict[str, object]] = field(default_factory=list)
    unmatched: list[Labelled] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=lambda: Counter(dict.fromkeys(COUNTS, 0)))
    ignored: Counter[str] = field(default_factory=Counter)


def bring(
    documents: Iterable[tuple[Labelled, datetime]],
    articles: Articles,
    contract: Contract,
    names: Names,
    *,
    annotator_of: Callable[[Labelled], str],
    place_of: Callable[[Labelled], str],
) -> Brought:
    """Make the rows. Each document comes with the moment that stands for its labels' where the file has none.

    `annotator_of` gives pseudonyms; `place_of` says where a document stands without naming anybody. Of two
    documents by one annotator on one article the first counts; another that says something else goes to
    quarantine.
    """
    made = Brought()
    taken: dict[tuple[str, str], dict[str, object]] = {}
    for document, moment in documents:
        made.counts["documents"] += 1
        made.counts["spans"] += len(document.spans) + len(document.faults)
        made.ignored.update(document.ignored)
        match = articles.find(document)
        annotator = annotator_of(document)
        left = len(document.spans) + len(document.faults)
        if isinstance(match, str):
            made.counts["unmatched"] += 1
            made.counts["spans_left"] += left
            made.unmatched.append(document)
            made.rejects.append(_reject(document.id, Fault(match, _WHY[match]), place_of(document)))
            continue
        row, faults, counts = _row(document, match, contract, names, annotator, moment)
        key = (annotator, match.id)
        if key in taken:
            made.counts["repeated"] += 1
            made.counts["spans_left"] += left
            if any(taken[key][column] != row[column] for column in _SAID):
                other = Fault("said_twice", "the same annotator labels this article otherwise before")
                made.rejects.append(_reject(match.id, other, place_of(document)))
            continue
        taken[key] = row
        made.rows.append(row)
        made.counts.update(counts)
        made.counts["annotations"] += 1
        made.rejects += [_reject(match.id, fault, place_of(document)) for fault in faults]
    return made


_WHY = {
    "unknown_article": "no article of the workspace has this text",
    "other_text": "the article of this id has another text",
    "several_articles": "it holds the texts of several articles",
}
_SAID = ("entities", "topics", "primary_topic", "was_skipped")


def _row(
    document: Labelled, match: Match, contract: Contract, names: Names, annotator: str, moment: datetime
) -> tuple[dict[str, object], list[Fault], Counter[str]]:
    counts: Counter[str] = Counter()
    faults: list[Fault] = []
    placed: list[Span] = []
    topics: tuple[str, ...] = ()
    primary: str | None = None
    if document.was_skipped:
        counts["spans_left"] = len(document.spans) + len(document.faults)
    else:
        faults += document.faults
        for span in document.spans:
            label = names.get(span.label, span.label)
            if label is None:
                counts["spans_dropped"] += 1
            elif isinstance(found := match.place(span), Fault):
                faults.append(found)
            else:
                placed.append(Span(found.start, found.end, label, found.text))
        counts["spans_merged"] = len(placed) - len(set(placed))
        placed, overlapping = _flat(sorted(set(placed)))
        faults += overlapping
        counts["spans_imported"], counts["spans_quarantined"] = len(placed), len(faults)
        topics, primary, odd = _topics(document, contract, names)
        faults += odd
    moment = document.updated_at or moment
    key = hashlib.blake2b(f"{annotator}/{match.id}".encode(), digest_size=8).hexdigest()
    row: dict[str, object] = {
        "annotation_id": f"import-{key}",
        "id": match.id,
        "text_sha256": match.text_sha256,
        "migrated_from": None,
        "annotator": annotator,
        "created_at": moment,
        "updated_at": moment,
        "lead_time_s": document.lead_time_s,
        "entities": [
            {"start": s.start, "end": s.end, "label": s.label, "text": s.text, "origin": "manual"}
            for s in placed
        ],
        "topics": list(topics),
        "primary_topic": primary,
        "was_skipped": document.was_skipped,
        "suggestion_arm": "none",
        "guideline_version": GUIDELINES,
        "contract_version": contract.contract_version,
    }
    return row, faults, counts


def _flat(spans: Sequence[Span]) -> tuple[list[Span], list[Fault]]:
    """Flat and outermost, as the contract wants; of two labels on one stretch neither is chosen for people."""
    extents = Counter((span.start, span.end) for span in spans)
    kept: list[Span] = []
    faults: list[Fault] = []
    for span in sorted(spans, key=lambda span: (span.start - span.end, span.start, span.label)):
        where = f"span {span.start} to {span.end}, {span.label} {span.text!r},"
        if extents[span.start, span.end] > 1:
            faults.append(Fault("two_labels", f"{where} has another label too"))
        elif any(span.start < other.end and other.start < span.end for other in kept):
            faults.append(Fault("overlap", f"{where} lies in or across a longer one"))
        else:
            kept.append(span)
    return sorted(kept), faults


def _topics(
    document: Labelled, contract: Contract, names: Names
) -> tuple[tuple[str, ...], str | None, list[Fault]]:
    """The main topic first, then in the contract's order. One topic alone is the main one."""
    found = {code for topic in document.all_topics if (code := names.get(topic, topic)) is not None}
    stated = document.primary_topic
    primary = names.get(stated, stated) if stated is not None else None
    if primary is None and len(found) == 1:
        primary = next(iter(found))
    rules = contract.topic_rules
    if len(found) > rules.primary + rules.max_secondary:
        return (), None, [Fault("topic_count", f"{len(found)} topics: {', '.join(sorted(found))}")]
    others = [code for code in contract.topic_codes if code in found - {primary}]
    return ((primary,) if primary else ()) + tuple(others), primary, []


def _reject(id_: str | None, fault: Fault, place: str) -> dict[str, object]:
    return {
        # JSON can hold halves of surrogate pairs, a table cannot.
        "id": id_ and id_.encode("utf-8", "backslashreplace").decode(),
        "stage": "import",
        "reason": fault.reason,
        "detail": fault.detail,
        "source_path": place,
        "item_index": None,
        "byte_start": None,
        "byte_end": None,
        "raw_sha256": None,
    }

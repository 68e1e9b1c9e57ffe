"""What people settled so far: the articles that memory and model learn from."""

from collections import Counter
from dataclasses import dataclass

import pyarrow as pa

from annotation.usable import Version, usable
from schemas.records import Span


@dataclass(frozen=True, slots=True)
class Labelled:
    """An article with what people said of it. Spans in code points, end exclusive, sorted, flat.

    `disputed` are extents that some marked and others did not: nobody learns from them. `topics` has the
    primary first; None where people differ. `settled`: it is gold, not an annotation still to be settled.
    """

    id: str
    title: str
    text: str
    spans: tuple[Span, ...]
    disputed: tuple[tuple[int, int], ...]
    topics: tuple[str, ...] | None
    settled: bool


def labelled_articles(articles: pa.Table, gold: pa.Table, annotations: pa.Table) -> tuple[Labelled, ...]:
    """Every article that somebody labelled, by id: its gold, else what its annotators agree on.

    Labels of another state of the text, and skipped tasks, are no part. All three are the contract's tables.
    """
    wanted = {*gold["id"].to_pylist(), *annotations["id"].to_pylist()}
    if not wanted:
        return ()
    stories = {
        row["id"]: row
        for batch in articles.select(["id", "title", "text", "text_sha256"]).to_batches()
        for row in batch.to_pylist()
        if row["id"] in wanted
    }
    found: dict[str, Labelled] = {}
    for name, versions in usable(annotations, articles).versions.items():
        found[name] = _agreed(name, stories[name], versions)
    for row in gold.to_pylist():
        story = stories.get(row["id"])
        if story is not None and story["text_sha256"] == row["text_sha256"]:
            spans = [Span(e["start"], e["end"], e["label"], e["text"]) for e in row["entities"]]
            found[row["id"]] = Labelled(
                id=row["id"],
                title=story["title"] or "",
                text=story["text"],
                spans=_flat(spans),
                disputed=(),
                topics=tuple(row["topics"]),
                settled=True,
            )
    return tuple(found[name] for name in sorted(found))


def _agreed(name: str, story: dict[str, str], versions: tuple[Version, ...]) -> Labelled:
    """What more than half of them marked; the rest is disputed."""
    counts = Counter(span for version in versions for span in version.spans)
    kept = _flat([span for span, count in counts.items() if 2 * count > len(versions)])
    first = versions[0]
    said = {(version.primary_topic, version.topics) for version in versions}
    topics = sorted(first.topics, key=lambda code: (code != first.primary_topic, code))
    return Labelled(
        id=name,
        title=story["title"] or "",
        text=story["text"],
        spans=kept,
        disputed=tuple(
            sorted({(span.start, span.end) for span in counts} - {(s.start, s.end) for s in kept})
        ),
        topics=tuple(topics) if len(said) == 1 else None,
        settled=False,
    )


def _flat(spans: list[Span]) -> tuple[Span, ...]:
    """The outermost of spans that overlap, as the guidelines ask for."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start - span.end, span)):
        if all(span.end <= other.start or other.end <= span.start for other in kept):
            kept.append(span)
    return tuple(sorted(kept))

"""The table `suggestions` with what a suggester of the user's said, beside what the rules say or in its place."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from annotation.suggest.outside.question import Answer, Shown, TextKey, shown_row
from annotation.suggest.outside.verify import Verified, verify
from annotation.suggest.reading import Candidate
from annotation.suggest.resolve import resolve
from annotation.suggest.tables import arm_of
from schemas.contract import Contract
from schemas.tables import table_of


def combine(
    suggestions: pa.Table,
    articles: pa.Table,
    contract: Contract,
    answers: Mapping[TextKey, Answer],
    suggester: str,
    shown: Shown | None = None,
) -> tuple[pa.Table, dict[str, int]]:
    """`suggestions` of `articles`, row by row, with the verified spans of `answers`; and counts.

    Where spans overlap, `resolve` decides as it does between rules: the longest, then the surest. Topics are
    a choice of few in an order, which two do not make together: the suggester's stand in place of the
    rules'. Articles without an answer, the tenth that is left alone, and what was `shown` to annotators stay
    as they are. `suggester` names it with its version: it is the source of each of its spans.
    """
    counts: Counter[str] = Counter({"answered": 0, "unanswered": 0, "suggester_spans": 0})
    rows: list[dict[str, Any]] = []
    columns = articles.select(["id", "text"])
    texts = (row for batch in columns.to_batches(max_chunksize=256) for row in batch.to_pylist())
    suggested = (row for batch in suggestions.to_batches(max_chunksize=256) for row in batch.to_pylist())
    for article, row in zip(texts, suggested, strict=True):
        assert article["id"] == row["id"]
        rows.append(row)
        key = (row["id"], row["text_sha256"])
        if row["arm"] == "none" or shown_row(shown, key) is not None:
            continue
        answer = answers.get(key)
        if answer is None:
            counts["unanswered"] += 1
            continue
        verified = verify(answer, article["text"], contract, suggester)
        _put(row, verified, article["text"], suggester)
        counts["answered"] += 1
        counts["suggester_spans"] += sum(span["source"] == suggester for span in row["entities"])
        for reason, number in (*verified.dropped.items(), *verified.topics_dropped.items()):
            counts["dropped_" + reason.replace(" ", "_")] += number
    return table_of(contract, "suggestions", rows), dict(sorted(counts.items()))


def without_rules(articles: pa.Table, contract: Contract, shown: Shown | None = None) -> pa.Table:
    """The table `suggestions` before anybody said anything: for a suggester in place of the rules.

    Rows of `shown` stand while the text is the same.
    """
    columns = articles.select(["id", "text_sha256"])
    rows = [
        shown_row(shown, (row["id"], row["text_sha256"]))
        or {
            **row,
            "entities": [],
            "topics": [],
            "primary_topic": None,
            "arm": "none" if arm_of(row["id"]) == "none" else "model",
            "suggester_version": "",
        }
        for batch in columns.to_batches(max_chunksize=256)
        for row in batch.to_pylist()
    ]
    return table_of(contract, "suggestions", rows)


def _put(row: dict[str, Any], verified: Verified, text: str, suggester: str) -> None:
    ruled = [Candidate(e["start"], e["end"], e["label"], e["source"], e["score"]) for e in row["entities"]]
    row["entities"] = [
        {
            "start": span.start,
            "end": span.end,
            "label": span.label,
            "text": text[span.start : span.end],
            "source": span.source,
            "score": span.score,
        }
        for span in resolve([*ruled, *verified.spans])
    ]
    if verified.topics:
        row["topics"], row["primary_topic"] = list(verified.topics), verified.topics[0]
    row["arm"] = "model"
    row["suggester_version"] = "+".join(filter(None, (row["suggester_version"], suggester)))

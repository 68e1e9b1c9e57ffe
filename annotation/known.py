"""Tasks whose answer is known: what annotators said of them, against the answer, and a score for each.

Spans count as right with the same borders and label; a score is their F1 over all tasks of a round.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pyarrow as pa

from annotation.usable import Version, usable
from schemas.contract import Contract
from schemas.tables import table_of

Round = Literal["training", "check"]

# The answers of which we are sure enough to judge people by them. A majority has been contradicted, and one
# person alone by nobody.
SURE = ("agreed", "adjudicated")


@dataclass(frozen=True, slots=True)
class Score:
    """One annotator's tasks of one round. `f1` and `topic` are None where there was nothing to find."""

    annotator: str
    round: str
    tasks: int
    skipped: int
    f1: float | None
    topic: float | None


def sure_answers(
    gold: pa.Table, articles: pa.Table, *, any_status: bool = False
) -> dict[str, dict[str, object]]:
    """The rows of `gold` that one may judge by, by article id: settled surely, and of the article's present text."""
    digests = dict(
        zip(articles.column("id").to_pylist(), articles.column("text_sha256").to_pylist(), strict=True)
    )
    return {
        row["id"]: row
        for row in gold.to_pylist()
        if (any_status or row["status"] in SURE) and digests.get(row["id"]) == row["text_sha256"]
    }


def check_rows(
    answers: pa.Table,
    known: dict[str, dict[str, object]],
    articles: pa.Table,
    contract: Contract,
    round_: Round,
) -> pa.Table:
    """The table `checks` from `answers`, which have the contract's table `annotations`.

    An answer whose article is not known any more is left out: nobody can say whether it is right.
    """
    versions = {
        (version.id, version.annotator): version
        for said in usable(answers, articles).versions.values()
        for version in said
    }
    rows = []
    for row in answers.to_pylist():
        answer = known.get(row["id"])
        version = versions.get((row["id"], row["annotator"]))
        if answer is None or (version is None and not row["was_skipped"]):
            continue
        rows.append(
            {
                "annotation_id": row["annotation_id"],
                "id": row["id"],
                "text_sha256": row["text_sha256"],
                "annotator": row["annotator"],
                "round": round_,
                "was_skipped": row["was_skipped"],
                "updated_at": row["updated_at"],
                **_compared(answer, None if row["was_skipped"] else version),
            }
        )
    return table_of(contract, "checks", rows)


def scores(checks: pa.Table) -> list[Score]:
    """A score for each annotator and round, by annotator."""
    grouped: dict[tuple[str, str], list[dict[str, object]]] = {}
    for row in checks.to_pylist():
        grouped.setdefault((row["annotator"], row["round"]), []).append(row)
    return [_score(*key, grouped[key]) for key in sorted(grouped)]


def _score(annotator: str, round_: str, rows: Sequence[dict[str, object]]) -> Score:
    answered = [row for row in rows if not row["was_skipped"]]
    spans = sum(int(str(row["n_known"])) + int(str(row["n_given"])) for row in answered)
    right = sum(int(str(row["n_right"])) for row in answered)
    topics = [bool(row["topic_right"]) for row in answered if row["topic_right"] is not None]
    return Score(
        annotator,
        round_,
        tasks=len(answered),
        skipped=len(rows) - len(answered),
        f1=2 * right / spans if spans else None,
        topic=sum(topics) / len(topics) if topics else None,
    )


def _compared(answer: dict[str, object], version: Version | None) -> dict[str, object]:
    entities = answer["entities"]
    assert isinstance(entities, list)
    there = {(entity["start"], entity["end"], entity["label"]) for entity in entities}
    given = {(span.start, span.end, span.label) for span in version.spans} if version else set()
    main = version.primary_topic if version else None
    nothing = version is None or (main is None and answer["primary_topic"] is None)
    return {
        "n_known": len(there),
        "n_given": len(given),
        "n_right": len(there & given),
        "topic_right": None if nothing else main == answer["primary_topic"],
    }

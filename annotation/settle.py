"""One answer per article from what its annotators said, and the conflicts that nobody can settle by counting.

| annotators | what they said | outcome |
| --- | --- | --- |
| one | anything | gold, `single` |
| two or more | the same spans, the same main topic, the same set of topics | gold, `agreed` |
| three or more | a strict majority for or against every span, and for the topics | gold, `majority` |
| two or more | anything else | a conflict |
| any | an adjudicator decided, and has seen everything that is said now | gold, `adjudicated` |
| any | an adjudicator decided, and somebody says something else by now | a conflict, with that decision |

A decision answers what the adjudicator was shown. What annotators say again, take back or change to the
decision itself does not touch it; an answer that the adjudicator has never seen goes back to them.
Topics agree when the main topic is the same and the set of all topics is; their order besides says
nothing. Topics alone are a conflict too. A minority's span falls only where the majority marked nothing
at all, or marked something that the majority agrees on: three people with three borders for one name
have no majority against it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import pyarrow as pa

from annotation.usable import Stale, Version, usable
from schemas.contract import Contract
from schemas.records import Span
from schemas.tables import table_of

Status = Literal["agreed", "majority", "adjudicated", "single"]


@dataclass(frozen=True, slots=True)
class Conflict:
    """An article whose annotators differ, among themselves or with an earlier decision.

    `versions` are what each said, by pseudonym; `decided` is what an adjudicator decided before one of
    them said something else. Topics agree when all of them say the same.
    """

    id: str
    text_sha256: str
    versions: tuple[Version, ...]
    decided: Version | None = None

    @property
    def said(self) -> tuple[Version, ...]:
        """Every version, an earlier decision last."""
        return (*self.versions, self.decided) if self.decided else self.versions

    @property
    def agreed(self) -> tuple[Span, ...]:
        """The spans that all have, in the order of the text."""
        return tuple(sorted(set[Span].intersection(*(set(version.spans) for version in self.said))))

    @property
    def topics_agree(self) -> bool:
        return _same_topics(self.said)

    @property
    def disputed(self) -> tuple[Span, ...]:
        """Spans that some have and others have not, in the order of the text."""
        return tuple(sorted({span for version in self.said for span in version.spans} - set(self.agreed)))


@dataclass(frozen=True, slots=True)
class Settled:
    """`gold` is the contract's table, one row per settled article in the articles' order.

    `stale` are annotations and decisions that cannot be used, because the article's text is another by
    now; nothing was made of them.
    """

    gold: pa.Table
    conflicts: tuple[Conflict, ...]
    stale: tuple[Stale, ...]


@dataclass(frozen=True, slots=True)
class _Answer:
    spans: tuple[Span, ...]
    topics: frozenset[str]
    primary_topic: str | None


def settle(
    annotations: pa.Table,
    articles: pa.Table,
    contract: Contract,
    *,
    decisions: pa.Table | None = None,
) -> Settled:
    """Settle every article that somebody labelled.

    `annotations` and `decisions` have the contract's tables of that name. Skipped annotations, and of several by one annotator all but the last, play no part. Conflicts stay
    out of gold until they are decided.
    """
    sorted_out = usable(annotations, articles)
    decided = usable(decisions, articles) if decisions is not None else None
    verdicts = {
        name: max(versions, key=lambda version: (version.updated_at, version.annotation_id))
        for name, versions in (decided.versions if decided is not None else {}).items()
    }
    digests = dict(
        zip(articles.column("id").to_pylist(), articles.column("text_sha256").to_pylist(), strict=True)
    )
    seen: dict[str, list[str] | None] = {}
    if decisions is not None:
        keys = decisions.column("annotation_id").to_pylist()
        seen = dict(zip(keys, decisions.column("seen").to_pylist(), strict=True))
    rows: list[dict[str, object]] = []
    conflicts: list[Conflict] = []
    for name, digest in digests.items():
        versions = sorted_out.versions.get(name, ())
        verdict = verdicts.get(name)
        if verdict is not None and not _stands(verdict, versions, seen.get(verdict.annotation_id), contract):
            conflicts.append(Conflict(name, digest, versions, verdict))
            continue
        if verdict is not None:
            answer = _answer(verdict)
            # Should the annotators have withdrawn everything, the adjudicator is who labelled it.
            people = versions or (verdict,)
            rows.append(_row(contract, name, digest, answer, people, "adjudicated", verdict.annotator))
            continue
        if not versions:
            continue
        outcome = _counted(versions, contract)
        if outcome is None:
            conflicts.append(Conflict(name, digest, versions))
        else:
            rows.append(_row(contract, name, digest, outcome[1], versions, outcome[0], None))
    return Settled(
        gold=table_of(contract, "gold", rows),
        conflicts=tuple(conflicts),
        stale=sorted_out.stale + (decided.stale if decided is not None else ()),
    )


def _stands(
    verdict: Version, versions: Sequence[Version], seen: Sequence[str] | None, contract: Contract
) -> bool:
    """Whether the adjudicator has seen all that is said now, or everybody has come to say the same."""
    if seen is None or all(version.digest in {*seen, verdict.digest} for version in versions):
        return True
    counted = _counted(versions, contract)
    return counted is not None and counted[1] == _answer(verdict)


def _answer(version: Version) -> _Answer:
    return _Answer(version.spans, version.topics, version.primary_topic)


def _counted(versions: Sequence[Version], contract: Contract) -> tuple[Status, _Answer] | None:
    first = versions[0]
    answer = _answer(first)
    if len(versions) == 1:
        return "single", answer
    if all(version.spans == first.spans for version in versions) and _same_topics(versions):
        return "agreed", answer
    if len(versions) == 2:
        return None
    spans = _majority_spans(versions)
    topics = _majority_topics(versions, contract)
    if spans is None or topics is None:
        return None
    return "majority", _Answer(spans, *topics)


def _same_topics(versions: Sequence[Version]) -> bool:
    return len({(version.primary_topic, version.topics) for version in versions}) == 1


def _majority_spans(versions: Sequence[Version]) -> tuple[Span, ...] | None:
    """The spans that more than half have; None where one of the others is not clearly voted down."""
    counts = Counter(span for version in versions for span in version.spans)
    kept = sorted(span for span, count in counts.items() if 2 * count > len(versions))
    if any(_touch(left, right) for left, right in pairwise(kept)):
        return None
    for span, count in counts.items():
        if 2 * count > len(versions) or any(_touch(span, other) for other in kept):
            continue
        silent = sum(not any(_touch(span, other) for other in version.spans) for version in versions)
        if 2 * silent <= len(versions):
            return None
    return tuple(kept)


def _majority_topics(
    versions: Sequence[Version], contract: Contract
) -> tuple[frozenset[str], str | None] | None:
    """The topics that more than half chose, with a main topic that more than half chose as such."""
    counts = Counter(topic for version in versions for topic in version.topics)
    if any(2 * count == len(versions) for count in counts.values()):
        return None
    topics = frozenset(topic for topic, count in counts.items() if 2 * count > len(versions))
    primary, votes = Counter(version.primary_topic for version in versions).most_common(1)[0]
    if 2 * votes <= len(versions) or (primary is None) != (not topics) or (primary and primary not in topics):
        return None
    most = contract.topic_rules.primary + contract.topic_rules.max_secondary
    return (topics, primary) if len(topics) <= most else None


def _touch(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _row(
    contract: Contract,
    name: str,
    digest: str,
    answer: _Answer,
    versions: Sequence[Version],
    status: Status,
    adjudicator: str | None,
) -> dict[str, object]:
    topics = [code for code in contract.topic_codes if code in answer.topics]
    # The main topic first; a stable sort keeps the contract's order behind it.
    topics.sort(key=lambda code: code != answer.primary_topic)
    return {
        "id": name,
        "text_sha256": digest,
        "entities": [
            {"start": span.start, "end": span.end, "label": span.label, "text": span.text}
            for span in answer.spans
        ],
        "topics": topics,
        "primary_topic": answer.primary_topic,
        "topic_shares": [
            sum(topic in version.topics for version in versions) / len(versions) for topic in topics
        ],
        "n_annotators": len(versions),
        "status": status,
        "adjudicator": adjudicator,
    }

"""What Dawid and Skene's model makes of three or more versions: offered to the adjudicator, deciding nothing.

The model knows each annotator's habits (who misses places, who takes a city for a person) from all
articles that two or more labelled, and weighs their votes by that (Dawid & Skene 1979). For spans an item
is a stretch that somebody marked, and the class its label or nothing; for main topics an item is an
article; for further topics an article and a topic that somebody chose.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from annotation.usable import Version
from schemas.contract import Contract
from schemas.records import Span

# Of two people who differ the model can say nothing that their histories do not; the issue asks for three.
FEWEST = 3

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Consensus:
    """The likeliest answer for one article; `chances` are the posteriors of `spans`, in their order."""

    spans: tuple[Span, ...]
    chances: tuple[float, ...]
    topics: frozenset[str]
    primary_topic: str | None


def consensus(versions: Mapping[str, Sequence[Version]], contract: Contract) -> dict[str, Consensus]:
    """The consensus of every article that three or more labelled, by article id."""
    wanted = [name for name, said in versions.items() if len(said) >= FEWEST]
    if not wanted:
        return {}
    several = {name: said for name, said in versions.items() if len(said) > 1}
    spans = _spans(several)
    mains = {
        name: found
        for (name,), found in _likeliest({(name,): _mains(said) for name, said in several.items()})
    }
    others = {
        (name, topic): found
        for (name, topic), found in _likeliest(
            {
                (name, topic): {version.annotator: topic in version.topics for version in said}
                for name, said in several.items()
                for topic in sorted(set[str]().union(*(version.topics for version in said)))
            }
        )
    }
    return {name: _consensus(name, spans.get(name, []), mains, others, contract) for name in wanted}


def _consensus(
    name: str,
    spans: Sequence[tuple[Span, float]],
    mains: Mapping[str, tuple[Hashable, float]],
    others: Mapping[tuple[str, str], tuple[Hashable, float]],
    contract: Contract,
) -> Consensus:
    kept: dict[Span, float] = {}
    # The labels are flat: of spans that touch, the likelier stays.
    for span, chance in sorted(spans, key=lambda found: (-found[1], found[0])):
        if not any(span.start < other.end and other.start < span.end for other in kept):
            kept[span] = chance
    main = mains[name][0]
    primary = main if isinstance(main, str) else None
    chosen = sorted(
        (
            (-chance, topic)
            for (article, topic), (yes, chance) in others.items()
            if article == name and yes and topic != primary
        ),
    )
    further = [topic for _, topic in chosen[: contract.topic_rules.max_secondary]] if primary else []
    ordered = sorted(kept)
    return Consensus(
        spans=tuple(ordered),
        chances=tuple(kept[span] for span in ordered),
        topics=frozenset([primary, *further] if primary else []),
        primary_topic=primary,
    )


def _mains(said: Sequence[Version]) -> dict[str, Hashable]:
    return {version.annotator: version.primary_topic for version in said}


def _spans(several: Mapping[str, Sequence[Version]]) -> dict[str, list[tuple[Span, float]]]:
    surfaces: dict[tuple[str, int, int], str] = {}
    votes: dict[tuple[str, int, int], dict[str, Hashable]] = {}
    for name, said in several.items():
        for start, end, surface in sorted(
            {(span.start, span.end, span.text) for version in said for span in version.spans}
        ):
            surfaces[name, start, end] = surface
            votes[name, start, end] = {
                version.annotator: next(
                    (span.label for span in version.spans if (span.start, span.end) == (start, end)), None
                )
                for version in said
            }
    found: dict[str, list[tuple[Span, float]]] = {}
    for (name, start, end), (label, chance) in _likeliest(votes):
        if isinstance(label, str):
            found.setdefault(name, []).append((Span(start, end, label, surfaces[name, start, end]), chance))
    return found


def _likeliest(
    votes: Mapping[Key, Mapping[str, Hashable]],
) -> list[tuple[Key, tuple[Hashable, float]]]:
    """For each item the likeliest of the answers that occur, with its posterior."""
    from annotation.agreement.dawid_skene import dawid_skene

    if not votes:
        return []
    people = sorted({person for said in votes.values() for person in said})
    # By their text, so that None and True have a place too; the order is of no meaning, but always the same.
    answers = sorted({answer for said in votes.values() for answer in said.values()}, key=repr)
    columns = {person: place for place, person in enumerate(people)}
    numbers = {answer: number for number, answer in enumerate(answers)}
    readings: npt.NDArray[np.int64] = np.array(
        [
            (row, columns[person], numbers[answer])
            for row, said in enumerate(votes.values())
            for person, answer in said.items()
        ],
        np.int64,
    )
    shape = (len(votes), len(people), len(answers))
    posteriors = dawid_skene(readings[:, 0], readings[:, 1], readings[:, 2], shape).posteriors
    best = posteriors.argmax(axis=1)
    chances = posteriors[np.arange(len(best)), best]
    return [
        (key, (answers[int(number)], float(chance)))
        for key, number, chance in zip(votes, best, chances, strict=True)
    ]

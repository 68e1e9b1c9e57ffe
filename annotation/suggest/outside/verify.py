"""From what came to what may be suggested: every span is located in the text, or dropped with a reason."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeGuard

from annotation.suggest.outside.locate import Places, composed, is_whole, trimmed
from annotation.suggest.outside.question import Answer, Part
from annotation.suggest.reading import Candidate
from annotation.suggest.resolve import THRESHOLD, resolve
from schemas.contract import Contract

# Without a score nobody knows: shown, as all that was asked for, and behind a rule that names the same span.
UNSCORED = THRESHOLD

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Verified:
    """What of an answer holds. `spans` are flat and in order; `topics` have the primary first.

    `said` counts the spans that came. Each of them stands at one or more places, or is in `dropped`, by reason.
    `topics_dropped` counts the topics that are not taken.
    """

    spans: tuple[Candidate, ...]
    topics: tuple[str, ...]
    said: int
    dropped: Mapping[str, int]
    topics_dropped: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Claim:
    """A span that came: the places where it may stand. `pinned`: it says which one."""

    places: tuple[Span, ...]
    label: str
    score: float
    pinned: bool


class _DropError(Exception):
    """Why a span cannot be suggested."""


def verify(answer: Answer, text: str, contract: Contract, source: str) -> Verified:
    """Hold an answer against the text and the contract.

    A span says where it is by `start` and `end`, by `text` with `occurrence` or `context`, or by `text`
    alone: then it is suggested at every place. Measured on the gold of our 15 sample stories and of the five
    seeds: the 461 surfaces that are labelled stand at 643 places, of which 555 are labelled so, 88 lie
    inside a longer label (which wins here too), and none is anything else; to suggest it nowhere would lose
    165 of them. Where two labels claim one place with the same score, it is nobody's.
    """
    dropped: Counter[str] = Counter()
    claims: list[_Claim] = []
    said = 0
    for part in answer.parts:
        places = Places(text, part.start, part.end)
        items = _listed(part.said.get("spans"))
        said += len(items)
        for number, item in enumerate(items):
            try:
                if number >= part.end - part.start:  # flat spans have at least one character each
                    raise _DropError("more spans than characters")
                claims.append(_claim(item, part, places, contract))
            except _DropError as reason:
                dropped[str(reason)] += 1
    spans = resolve(_candidates(claims, source))
    standing = {(span.start, span.end, span.label) for span in spans}
    disputed = _disputed(claims)
    for claim in claims:
        if not any((start, end, claim.label) in standing for start, end in claim.places):
            two = all(place in disputed for place in claim.places)
            dropped["two labels for one place" if two else "overlaps another"] += 1
    topics, topics_dropped = _topics(answer, contract)
    return Verified(tuple(spans), topics, said, dropped, topics_dropped)


def _claim(item: object, part: Part, places: Places, contract: Contract) -> _Claim:
    if not isinstance(item, dict):
        raise _DropError("no JSON object")
    label = item.get("label")
    if label not in contract.entity_names:
        raise _DropError("unknown label")
    score = _score(item.get("score", part.said.get("score")))
    surface = item.get("text")
    if surface is not None and not isinstance(surface, str):
        raise _DropError("text is no text")
    surface = composed(surface) if surface is not None else None
    if "start" in item or "end" in item:
        found: tuple[Span, ...] = (_stated(item, surface, part, places.text),)
        pinned = True
    elif surface is None:
        raise _DropError("says no place")
    elif not surface:
        raise _DropError("empty")
    else:
        found, pinned = _chosen(item, surface, places)
    if any("\n" in places.text[start:end] for start, end in found):
        raise _DropError("crosses a line")
    return _Claim(found, str(label), score, pinned)


def _score(score: object) -> float:
    if score is None:
        return UNSCORED
    if isinstance(score, bool) or not isinstance(score, int | float) or not 0 <= score <= 1:
        raise _DropError("score is no number from 0 to 1")
    if score < THRESHOLD:
        raise _DropError(f"score below {THRESHOLD}")
    return float(score)


def _stated(item: Mapping[str, object], surface: str | None, part: Part, text: str) -> Span:
    """The span of stated offsets, which count from the beginning of the part."""
    start, end = item.get("start"), item.get("end")
    if not _is_whole_number(start) or not _is_whole_number(end):
        raise _DropError("offsets are no whole numbers")
    if not 0 <= start <= end <= part.end - part.start:
        raise _DropError("outside the text")
    start, end = trimmed(text, start + part.start, end + part.start)
    if start == end:
        raise _DropError("empty")
    if surface is not None and composed(text[start:end]) != surface:
        raise _DropError("the text says something else there")
    if not is_whole(text, start, end):
        raise _DropError("cuts a word")
    return start, end


def _chosen(item: Mapping[str, object], surface: str, places: Places) -> tuple[tuple[Span, ...], bool]:
    """The places of a surface that the item means, and whether it says which one."""
    found = places.of(surface)
    if not found:
        raise _DropError("not in the text")
    occurrence, context = item.get("occurrence"), item.get("context")
    if occurrence is not None:
        if not _is_whole_number(occurrence) or not 1 <= occurrence <= len(found):
            raise _DropError("no such occurrence")
        return (found[occurrence - 1],), True
    if context is not None and not isinstance(context, str):
        raise _DropError("context is not in the text")
    if context and (around := composed(context)):
        within = {
            (start, end)
            for left, right in places.of(around)
            for start, end in found
            if left <= start and end <= right
        }
        if not within:
            raise _DropError("context is not in the text")
        # A context that stands, or holds the words, more than once picks out those and no others.
        return tuple(sorted(within)), True
    return found, False


def _is_whole_number(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _candidates(claims: Iterable[_Claim], source: str) -> Iterator[Candidate]:
    disputed = _disputed(claims)
    for claim, place in _claimed(claims):
        if place not in disputed:
            yield Candidate(*place, claim.label, source, claim.score)


def _claimed(claims: Iterable[_Claim]) -> Iterator[tuple[_Claim, Span]]:
    """Every claim with each of its places; a claim on every place leaves those that another picks out."""
    picked = {place for claim in claims if claim.pinned for place in claim.places}
    for claim in claims:
        for place in claim.places:
            if claim.pinned or place not in picked:
                yield claim, place


def _disputed(claims: Iterable[_Claim]) -> set[Span]:
    """Places for which two labels have the best score."""
    best: dict[Span, tuple[float, set[str]]] = {}
    for claim, place in _claimed(claims):
        score, labels = best.get(place, (0.0, set()))
        if claim.score > score:
            best[place] = claim.score, {claim.label}
        elif claim.score == score:
            labels.add(claim.label)
    return {place for place, (_, labels) in best.items() if len(labels) > 1}


def _topics(answer: Answer, contract: Contract) -> tuple[tuple[str, ...], Counter[str]]:
    """Topics of the first part that names some: a story's beginning says what it is about."""
    dropped: Counter[str] = Counter()
    known = set(contract.topic_codes)
    for part in answer.parts:
        primary = part.said.get("primary_topic")
        stated = [primary] if primary is not None else []
        topics: list[str] = []
        for topic in (*stated, *_listed(part.said.get("topics"))):
            if not isinstance(topic, str) or topic not in known:
                dropped["unknown topic"] += 1
            elif topic not in topics:
                topics.append(topic)
        most = contract.topic_rules.primary + contract.topic_rules.max_secondary
        if len(topics) > most:
            dropped["too many topics"] += len(topics) - most
        if topics:
            return tuple(topics[:most]), dropped
    return (), dropped


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []

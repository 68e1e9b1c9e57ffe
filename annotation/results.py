"""Label Studio's results and ours: spans in code points with an exclusive end, and topics.

Label Studio 1.23.2 stores Python code points for the `Text` tag, after emoji too. Its `value.text` is
what the page drew: double spaces collapsed, line feeds as a backslash and n. So the surface is always cut
from the article's text, and the drawn one only proves that both mean the same stretch.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from schemas.contract import Contract
from schemas.label_config import ENTITIES, PRIMARY_TOPIC, SECONDARY_TOPICS, TEXT
from schemas.records import Span

_TYPES = {ENTITIES: "labels", PRIMARY_TOPIC: "choices", SECONDARY_TOPICS: "choices"}
ORIGINS = ("manual", "prediction", "prediction-changed")


@dataclass(frozen=True, slots=True)
class Fault:
    """A part of an annotation that cannot be taken over: a short code, and what was seen."""

    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Read:
    """What a result says. `origins` runs along `spans`; `trimmed` counts spans cut of outer white space."""

    spans: tuple[Span, ...]
    origins: tuple[str, ...]
    topics: tuple[str, ...]
    primary_topic: str | None
    faults: tuple[Fault, ...]
    trimmed: int


def to_results(
    contract: Contract,
    spans: Iterable[Span],
    topics: Sequence[str],
    primary_topic: str | None,
) -> list[dict[str, object]]:
    """Spans and topics as Label Studio stores them, for a prediction or an annotation; topics in the contract's order."""
    results: list[dict[str, object]] = []
    for span in sorted(spans):
        value = {"start": span.start, "end": span.end, "text": span.text, "labels": [span.label]}
        results.append(_result(ENTITIES, value, f"{span.start}-{span.end}-{span.label}"))
    order = contract.topic_codes.index
    others = sorted((code for code in topics if code != primary_topic), key=order)
    for control, codes in (
        (PRIMARY_TOPIC, [primary_topic] if primary_topic else []),
        (SECONDARY_TOPICS, others),
    ):
        if codes:
            results.append(_result(control, {"choices": codes}, control))
    return results


def _result(control: str, value: dict[str, object], key: str) -> dict[str, object]:
    return {
        # The page needs ids that differ within a task; derived, so that a push is the same each time.
        "id": hashlib.blake2b(key.encode(), digest_size=5).hexdigest(),
        "from_name": control,
        "to_name": TEXT,
        "type": _TYPES[control],
        "value": value,
    }


def read_results(contract: Contract, text: str, results: Iterable[Mapping[str, object]]) -> Read:
    """Take over what holds against `text`; name what does not."""
    found: dict[Span, str] = {}
    faults: list[Fault] = []
    trimmed = 0
    known, codes = frozenset(contract.entity_names), contract.topic_codes
    chosen: dict[str, list[str]] = {PRIMARY_TOPIC: [], SECONDARY_TOPICS: []}
    for result in results:
        control, value = result.get("from_name"), result.get("value")
        if not isinstance(value, dict):
            continue
        if control == ENTITIES:
            span = _span(known, text, value)
            if isinstance(span, Fault):
                faults.append(span)
                continue
            trimmed += (span.start, span.end) != (value["start"], value["end"])
            origin = result.get("origin")
            found.setdefault(span, origin if isinstance(origin, str) and origin in ORIGINS else "manual")
        elif control in (PRIMARY_TOPIC, SECONDARY_TOPICS):
            held, unknown = _topics(codes, value)
            chosen[str(control)] += held
            faults += unknown
    primaries = list(dict.fromkeys(chosen[PRIMARY_TOPIC]))
    if len(primaries) > 1:
        faults.append(Fault("topic_count", f"{len(primaries)} main topics: {', '.join(primaries)}"))
    primary = primaries[0] if len(primaries) == 1 else None
    others = {*primaries, *chosen[SECONDARY_TOPICS]} - {primary}
    topics = ([primary] if primary else []) + [code for code in codes if code in others]
    spans = tuple(sorted(found))
    return Read(spans, tuple(found[s] for s in spans), tuple(topics), primary, tuple(faults), trimmed)


def _span(known: Collection[str], text: str, value: Mapping[str, object]) -> Span | Fault:
    start, end, labels = value.get("start"), value.get("end"), value.get("labels")
    if not (type(start) is int and type(end) is int and 0 <= start < end <= len(text)):  # true is an int, too
        return Fault("offsets", f"span {start!r} to {end!r} in a text of {len(text)} code points")
    label = labels[0] if isinstance(labels, list) and len(labels) == 1 else None
    if not (isinstance(label, str) and label in known):
        return Fault("label", f"span {start} to {end} has the label {labels!r}")
    surface, drawn = text[start:end], value.get("text")
    # Nearly all are equal as they are, and making two bare costs four times the comparison.
    if isinstance(drawn, str) and drawn != surface and bare(drawn) != bare(surface):
        return Fault("surface", f"span {start} to {end} is {surface!r} in the text and {drawn!r} on the page")
    if not surface.strip():
        return Fault("blank", f"span {start} to {end} holds white space alone")
    start += len(surface) - len(surface.lstrip())
    surface = surface.strip()
    return Span(start, start + len(surface), label, surface)


def bare(surface: str) -> str:
    """Without any white space, however the page drew it."""
    return "".join(surface.replace("\\n", " ").split())


def _topics(codes: Collection[str], value: Mapping[str, object]) -> tuple[list[str], list[Fault]]:
    """Choices are codes; pages of earlier versions had taxonomies, whose choices are paths from the top concept down."""
    chosen = value.get("choices") or value.get("taxonomy")
    known: list[str] = []
    faults: list[Fault] = []
    for one in chosen if isinstance(chosen, list) else []:
        code = one[-1] if isinstance(one, list) and one else one
        if isinstance(code, str) and code in codes:
            known.append(code)
        else:
            faults.append(Fault("topic", f"the topic {code!r} is not in the contract"))
    return known, faults

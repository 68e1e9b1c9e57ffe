"""Events with a name or an ordinal of their own (EVENT)."""

import re
from collections.abc import Iterator

from annotation.suggest.bodies import Bodies
from annotation.suggest.phrase import phrase_end
from annotation.suggest.places import Places, chain
from annotation.suggest.reading import Candidate, Reading
from schemas.language.vi.syllable import syllable_of

_NUMERAL = re.compile(r"\d{1,4}|[ivxl]{1,7}")
_DISTANCE = 12
_TAILS = 2


def find_events(reading: Reading, places: Places, bodies: Bodies) -> Iterator[Candidate]:
    for first, last in reading.hits.get("event", {}).items():
        # `SEA Games 31`, `World Cup 2022`, `Olympic Paris 2024`
        end = last
        if (place := _next_place(reading, places, end)) is not None and _number(reading, place) is not None:
            end = place
        yield reading.candidate(first, _number(reading, end) or last, "EVENT", "gazetteer.event", 0.85)
    for first, last in reading.hits.get("storms", {}).items():
        storm = _number(reading, last) or (last + 1 if _is_foreign(reading, last) else None)
        if storm is not None:
            yield reading.candidate(first, storm, "EVENT", "event.storm", 0.8)
    for first, last in reading.hits.get("event_heads", {}).items():
        end, named, numbered = _body(reading, places, bodies, first, last)
        if end == last:
            continue
        if numbered:
            score = 0.85 if reading.named[first] else 0.55
            yield reading.candidate(first, end, "EVENT", "event.ordinal", score)
        elif named and reading.named[first] and reading.at("named_events", first) == last:
            yield reading.candidate(first, end, "EVENT", "event.named", 0.65)


def _is_foreign(reading: Reading, token: int) -> bool:
    return (
        token < len(reading)
        and reading.follows(token)
        and reading.named[token]
        and syllable_of(reading.words[token]) is None
    )


def _next_place(reading: Reading, places: Places, last: int) -> int | None:
    return chain(reading, places, last) if last < len(reading) and reading.near[last - 1] else None


def _body(reading: Reading, places: Places, bodies: Bodies, first: int, last: int) -> tuple[int, bool, bool]:
    """One past a name and ordinal after an event's head, whether there was a name, whether an ordinal."""
    head = last
    if (
        last < len(reading)
        and reading.near[last - 1]
        and (end := _distant_ordinal(reading, last)) is not None
    ):
        last, numbered = end, True
    else:
        last, numbered = phrase_end(reading, places, last) if reading.near[last - 1] else last, False
        if (
            last < len(reading)
            and reading.near[last - 1]
            and (end := _ordinal(reading, last)) is not None
            and (not reading.words[last].isdigit() or reading.at("counted_events", first))
        ):
            last, numbered = end, True
        elif last < len(reading) and reading.near[last - 1] and last in bodies and reading.named[last]:
            last = bodies[last].last
    named = any(reading.named[head:last])
    for _ in range(_TAILS):
        if not numbered or last >= len(reading) or not reading.near[last - 1]:
            break
        # `lần thứ 10 Ban Chấp hành Trung ương Đảng khóa XIII`
        if reading.named[last] and last in bodies:
            last = bodies[last].last
        elif reading.at("terms", last) and (end := _ordinal(reading, last)) is not None:
            last = end
        else:
            break
    return last, named, numbered


def _distant_ordinal(reading: Reading, first: int) -> int | None:
    """One past `lần thứ N` within a few syllables, none of them a verb or preposition."""
    for token in range(first, min(first + _DISTANCE, len(reading))):
        if reading.at("ordinals", token) == token + 2:
            return _ordinal(reading, token)
        linked = reading.near[token] or reading.gap(token).strip(" ") == "-"
        if not linked or reading.at("breakers", token):
            return None
    return None


def _ordinal(reading: Reading, token: int) -> int | None:
    """`lần thứ VIII`, `thứ hai`, `XIII`, `khóa XV`, `79`: one past it."""
    head = reading.at("ordinals", token) or reading.at("terms", token)
    if head is None:
        return _number(reading, token)
    if not reading.near[head - 1]:
        return None
    return _number(reading, head) or reading.at("ordinal_words", head)


def _number(reading: Reading, token: int) -> int | None:
    if token == 0 or token >= len(reading) or not reading.near[token - 1]:
        return None
    if _NUMERAL.fullmatch(reading.words[token]) is None:
        return None
    roman = reading.words[token].isalpha()
    if roman and not reading.text[reading.starts[token] : reading.ends[token]].isupper():
        return None
    # `Hội nghị 2/9`, `Tết 2.000 đồng`: half of something else
    if reading.gap(token) in {"/", ".", ",", "-", "%"}:
        after = reading.words[token + 1] if token + 1 < len(reading) else ""
        if after[:1].isdigit():
            return None
    return token + 1

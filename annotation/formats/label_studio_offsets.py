"""What Label Studio's offsets count: code points (1.23 and tinbai), or UTF-16 code units (old servers).

Old servers stored UTF-16 (Label Studio issues 539 and 1347) and the file does not say so: what each span
drew tells, where the text has characters beyond U+FFFF. Under which reading does the drawn surface stand in
the text? One proven so decides for the annotation's others; where both stand and none is proven, or proofs
contradict each other, the spans are faults. A span that drew nothing counts code points unless others prove
UTF-16.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from annotation.formats.labelled import spans_of
from annotation.formats.utf16 import from_utf16
from annotation.results import Fault, bare
from schemas.records import Span

_Place = tuple[int, int]
_POINTS, _UNITS = "code points", "UTF-16"


@dataclass(frozen=True, slots=True)
class _Stated:
    """A span as stored. `places` has its code points under each reading that what was drawn allows."""

    label: object
    start: object
    end: object
    drawn: str | None
    places: Mapping[str, _Place]


def proven_spans(
    text: str, labels: Iterable[tuple[Mapping[str, object], object]], *, code_points: bool
) -> tuple[tuple[Span, ...], tuple[Fault, ...]]:
    """Spans of one annotation, in code points, from each value and its label; what nothing proves is a fault."""
    beyond = not code_points and max(text, default="") > "\uffff"
    units = from_utf16(text) if beyond else None
    stated = [_stated(text, units, value, label) for value, label in labels]
    proofs = {next(iter(one.places)) for one in stated if one.drawn is not None and len(one.places) == 1}
    found: list[tuple[object, object, object]] = []
    faults: list[Fault] = []
    for one in stated:
        places = _decided(one, proofs)
        where = f"span {one.start!r} to {one.end!r}"
        if not one.places:
            faults.append(
                Fault("surface", f"{where} is not {one.drawn!r} in the text of {len(text)} code points")
            )
        elif len(places) > 1:
            faults.append(
                Fault("ambiguous_offsets", f"{where} of {one.drawn!r}: nothing proves code points or UTF-16")
            )
        else:
            found.append((*places.pop(), one.label))
    spans, outside = spans_of(text, found)
    return spans, (*faults, *outside)


def _decided(one: _Stated, proofs: set[str]) -> set[_Place]:
    """The place of a span; two where nothing decides between them."""
    places = set(one.places.values())
    if len(places) < 2:
        # Its one reading is a proof of its own; beside a proof of the other, neither can be trusted.
        contradicted = len(proofs) > 1 and len(one.places) == 1
        return {(0, 0), (0, 1)} if contradicted else places
    if len(proofs) == 1 and (proven := next(iter(proofs))) in one.places:
        return {one.places[proven]}
    if not proofs and one.drawn is None:
        return {one.places[_POINTS]}
    return places


def _stated(
    text: str, units: Mapping[int, int] | None, value: Mapping[str, object], label: object
) -> _Stated:
    start, end = value.get("start"), value.get("end")
    text_drawn = value.get("text")
    drawn = text_drawn if isinstance(text_drawn, str) else None
    places: dict[str, _Place] = {}
    if type(start) is int and type(end) is int:  # true is an int, too
        readings = [(_POINTS, start, end)]
        if units is not None:
            readings.append((_UNITS, units.get(start, -1), units.get(end, -1)))
        for name, begin, stop in readings:
            within = 0 <= begin < stop <= len(text)
            if within and (drawn is None or bare(drawn) == bare(text[begin:stop])):
                places[name] = (begin, stop)
    return _Stated(label, start, end, drawn, places)

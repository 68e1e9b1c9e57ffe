"""Texts cut down to where something changed, in pieces that a page can mark."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from schemas.align import align
from schemas.release.relabelled import Extent, SpanChange
from schemas.visible import visible

Mark = Literal["", "came", "went", "label", "ends", "both"]
_AROUND = 60
_LONGEST = 280
_WINDOWS = 4
_NAME = 40
_BREAK = re.compile(r"\s")
Window = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text. `label` is that of a span there, or empty; `mark` what happened to it, empty where nothing
    did. A gap is a stretch that was left out."""

    text: str
    label: str = ""
    mark: Mark = ""
    gap: bool = False


def spans_in_text(text: str, spans: Sequence[Extent], changes: Sequence[SpanChange], new: bool) -> tuple[Piece, ...]:  # fmt: skip
    """One side's text around the changes, with its spans; those of both sides show the same stretches of it."""
    windows = _windows(
        text, [one for change in changes for one in (change.old, change.new) if one is not None]
    )
    marks: dict[Extent, Mark] = {}
    for change in changes:
        side = change.new if new else change.old
        if side is not None:
            marks[side] = change.kind
    pieces: list[Piece] = []
    for begin, end in windows:
        if begin:
            pieces.append(Piece("", gap=True))
        place = begin
        for span in _flat([*marks, *(span for span in spans if span[1] <= end)], begin, end):
            start, stop = span[0], min(span[1], end)
            pieces.append(Piece(visible(text[place:start])))
            pieces.append(Piece(visible(text[start:stop]), visible(span[2])[:_NAME], marks.get(span, "")))
            place = stop
        pieces.append(Piece(visible(text[place:end])))
    if windows and windows[-1][1] < len(text):
        pieces.append(Piece("", gap=True))
    return tuple(piece for piece in pieces if piece.text or piece.gap)


def text_change(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts around what differs, with what went marked in the old one and what came in the new one."""
    went, came, place, other = [], [], 0, 0
    ends = [(block.old_start, block.new_start, block.length) for block in align(old, new)]
    for a, b, length in [*ends, (len(old), len(new), 0)]:
        if a > place or b > other:
            went.append((place, a))
            came.append((other, b))
        place, other = a + length, b + length
    return _differences(old, went, "went"), _differences(new, came, "came")


def _differences(text: str, stretches: Sequence[Window], mark: Mark) -> tuple[Piece, ...]:
    shown = stretches[: 2 * _WINDOWS]
    windows = _windows(text, [(*one, "") for one in shown])
    pieces: list[Piece] = []
    for begin, end in windows:
        if begin:
            pieces.append(Piece("", gap=True))
        place = begin
        for start, stop in shown:
            if begin <= start <= end and place <= start:
                pieces.append(Piece(visible(text[place:start])))
                pieces.append(Piece(visible(text[start : min(stop, end)]), mark=mark))
                place = min(stop, end)
        pieces.append(Piece(visible(text[place:end])))
    if windows and windows[-1][1] < len(text):
        pieces.append(Piece("", gap=True))
    return tuple(piece for piece in pieces if piece.text or piece.gap)


def _windows(text: str, extents: Sequence[Extent]) -> list[Window]:
    """Stretches around them that end between words, in order, joined where they meet."""
    found: list[Window] = []
    for start, end, _ in sorted(extents):
        if not 0 <= start <= end <= len(text):
            continue
        begin, stop = max(start - _AROUND, 0), min(min(end, start + _LONGEST) + _AROUND, len(text))
        before, after = _BREAK.search(text, begin, start), _last_break(text, min(end, stop), stop)
        begin = before.end() if before and begin else begin
        stop = after if after is not None and stop < len(text) else stop
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(stop, found[-1][1]))
        elif len(found) < _WINDOWS:
            found.append((begin, stop))
    return found


def _last_break(text: str, begin: int, end: int) -> int | None:
    return next((place for place in range(end - 1, begin - 1, -1) if text[place].isspace()), None)


def _flat(spans: Sequence[Extent], begin: int, end: int) -> list[Extent]:
    """Spans that begin in the window and of which none covers another; the first named are kept."""
    kept: list[Extent] = []
    for span in dict.fromkeys(spans):
        inside = begin <= span[0] < min(span[1], end)
        if inside and all(span[1] <= other[0] or other[1] <= span[0] for other in kept):
            kept.append(span)
    return sorted(kept)

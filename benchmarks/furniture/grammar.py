"""Templates that become sentences.

`[a|b|]` takes one of its ways, which may nest; `{slot}` asks for a word, a name, a number. A digit after a
slot's name (`{p1}`, `{n2:3-9}`) keeps what was drawn for the rest of the story; `{p1.g}` asks for a side
of it; what follows a colon is the slot's argument.
"""

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

_SLOT = re.compile(r"(?P<name>[a-z_]+)(?P<digit>\d*)(?:\.(?P<side>[a-zA-Z]+))?(?::(?P<given>.*))?")
_STOPS = re.compile(r"[\[\]{|]")


@dataclass(frozen=True, slots=True)
class Slot:
    name: str
    keep: bool
    side: str
    given: str


@dataclass(frozen=True, slots=True)
class Ways:
    """One of several ways to go on."""

    ways: tuple["Parts", ...]


Parts = tuple[str | Slot | Ways, ...]
Draw = Callable[[random.Random, str], Mapping[str, str]]
Kept = Mapping[str, Mapping[str, str]]


@cache
def parsed(template: str) -> Parts:
    """The parts of a template; ValueError names a template whose brackets do not close."""
    ways, at = _ways(template, 0)
    if at != len(template):
        raise ValueError(f"brackets do not close at {at}: {template!r}")
    return ways[0] if len(ways) == 1 else (Ways(ways),)


def _ways(text: str, at: int) -> tuple[tuple[Parts, ...], int]:
    ways: list[Parts] = []
    parts: list[str | Slot | Ways] = []
    while at < len(text):
        stop = _STOPS.search(text, at)
        end = stop.start() if stop else len(text)
        if end > at:
            parts.append(text[at:end])
            at = end
            continue
        mark = text[at]
        if mark == "[":
            inner, at = _ways(text, at + 1)
            if text[at : at + 1] != "]":
                raise ValueError(f"a [ does not close: {text!r}")
            parts.append(Ways(inner))
            at += 1
        elif mark == "{":
            close = text.index("}", at)
            parts.append(_slot(text[at + 1 : close]))
            at = close + 1
        elif mark == "|":
            ways.append(tuple(parts))
            parts = []
            at += 1
        else:
            break
    ways.append(tuple(parts))
    return tuple(ways), at


def _slot(inside: str) -> Slot:
    found = _SLOT.fullmatch(inside)
    if found is None:
        raise ValueError(f"no slot: {inside!r}")
    keep = bool(found["digit"])
    return Slot(found["name"] + found["digit"], keep, found["side"] or "", found["given"] or "")


class Writer:
    """Fills templates for one story; what a kept slot drew stays the same until the story ends."""

    __slots__ = ("_draws", "_kept", "_rng")

    def __init__(self, rng: random.Random, draws: Mapping[str, Draw], kept: Kept | None = None) -> None:
        self._rng, self._draws = rng, draws
        self._kept: dict[str, Mapping[str, str]] = dict(kept or {})

    def raw(self, template: str) -> str:
        """The template filled, as it stands."""
        out: list[str] = []
        self._fill(parsed(template), out)
        return "".join(out)

    def write(self, template: str) -> str:
        """The template filled, spaces folded and its first letter raised."""
        text = " ".join(self.raw(template).split()).replace(" ,", ",").replace(" .", ".")
        return text[:1].upper() + text[1:]

    @property
    def kept(self) -> Kept:
        """What the slots with a digit, and the words given to `keep`, stand for."""
        return self._kept

    def keep(self, name: str, value: str) -> None:
        self._kept[name] = {"": value}

    def _fill(self, parts: Parts, out: list[str]) -> None:
        for part in parts:
            if isinstance(part, str):
                out.append(part)
            elif isinstance(part, Ways):
                self._fill(part.ways[int(self._rng.random() * len(part.ways))], out)
            else:
                out.append(self._said(part))

    def _said(self, slot: Slot) -> str:
        if (known := self._kept.get(slot.name)) is None:
            known = self._draws[slot.name.rstrip("0123456789")](self._rng, slot.given)
            if slot.keep:
                self._kept[slot.name] = known
        return known[slot.side]

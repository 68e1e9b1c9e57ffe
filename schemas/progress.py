"""How long work tells how far it is, without knowing whether anybody looks."""

from typing import Protocol


class Progress(Protocol):
    """Called with what is done so far and, where it is known, the whole."""

    def __call__(self, done: int, total: int | None = None) -> None: ...


class Phases(Protocol):
    """Begins a phase of long work: what is done in it, in which unit (bytes, pages...), and how far it is."""

    def __call__(self, phase: str, unit: str, /) -> Progress: ...


def silent(done: int, total: int | None = None) -> None:
    """Nobody looks."""


def unseen(_phase: str, _unit: str) -> Progress:
    """Nobody looks at any phase."""
    return silent

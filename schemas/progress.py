"""How long work tells how far it is, without knowing whether anybody looks."""

from typing import Protocol


class Progress(Protocol):
    """Called with what is done so far and, where it is known, the whole."""

    def __call__(self, done: int, total: int | None = None) -> None: ...


def silent(done: int, total: int | None = None) -> None:
    """Nobody looks."""

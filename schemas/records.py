"""The typed records that more than one part speaks of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A labelled stretch of an article's text: code points, `end` exclusive, `text` the surface."""

    start: int
    end: int
    label: str
    text: str

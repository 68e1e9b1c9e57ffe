"""The typed records that more than one part speaks of."""

from dataclasses import dataclass

# Arms of tasks that came with a suggester's suggestions. Tasks of `none` came alone; what `migrated` shows are people's
# own labels of the article's older text, so it tells nothing of suggestions.
SUGGESTED = ("rules", "memory", "model")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A labelled stretch of an article's text: code points, `end` exclusive, `text` the surface."""

    start: int
    end: int
    label: str
    text: str

"""Spans over code points as BIO tags over tokens; what the tags cannot say is dropped and counted."""

from collections.abc import Sequence
from dataclasses import dataclass

from schemas.ner.sentences import Extent, sentences
from schemas.ner.tokens import tokens
from schemas.records import Span


@dataclass(frozen=True, slots=True)
class Tagged:
    """A sentence: token extents in the article's text, and one tag for each (`O`, `B-PER`, `I-PER`...)."""

    extents: tuple[Extent, ...]
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dropped:
    """Spans without tags. nested: it lies in or across a longer one. unaligned: it begins or ends inside
    a token, or reaches over the end of a sentence."""

    nested: int = 0
    unaligned: int = 0

    def __add__(self, other: "Dropped") -> "Dropped":
        return Dropped(self.nested + other.nested, self.unaligned + other.unaligned)


def tag_article(text: str, spans: Sequence[Span]) -> tuple[list[Tagged], Dropped]:
    """Sentences of `text` with tags for its spans; where spans overlap, the longer and then the earlier stays."""
    outer = outermost(spans)
    tagged: list[Tagged] = []
    placed = 0
    for begin, end in sentences(text):
        extents = tokens(text, begin, end)
        first = {start: number for number, (start, _) in enumerate(extents)}
        last = {stop: number for number, (_, stop) in enumerate(extents)}
        tags = ["O"] * len(extents)
        for span in outer:
            if span.start in first and span.end in last:
                tags[first[span.start]] = f"B-{span.label}"
                for number in range(first[span.start] + 1, last[span.end] + 1):
                    tags[number] = f"I-{span.label}"
                placed += 1
        tagged.append(Tagged(tuple(extents), tuple(tags)))
    return tagged, Dropped(nested=len(spans) - len(outer), unaligned=len(outer) - placed)


def outermost(spans: Sequence[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start - span.end, span.start, span.label)):
        if all(span.end <= other.start or other.end <= span.start for other in kept):
            kept.append(span)
    return sorted(kept)

"""Labels of an older text on the present one: what can go over unchanged does, the rest goes to a person.

A span goes over where all its code points stand together in both texts: its surface is the same, or it does
not go. An annotation goes over whole when every span does and the present text has no letter or digit that
its annotator did not read; only then does it count without anybody's look. What was struck out of the text
takes its spans along into the list of those that could not go.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from schemas.align import Block, align
from schemas.records import Span


@dataclass(frozen=True, slots=True)
class Carrier:
    """From one state of a text to another. `unread`: the new one holds words that the old one did not."""

    new: str
    blocks: tuple[Block, ...]
    unread: bool

    def carry(self, span: Span) -> Span | None:
        """The span in the new text, with the same surface; None where it cannot go over."""
        position = bisect_right(self.blocks, span.start, key=lambda block: block.old_start) - 1
        if position < 0:
            return None
        block = self.blocks[position]
        if span.end > block.old_start + block.length:
            return None
        start = span.start - block.old_start + block.new_start
        end = start + span.end - span.start
        return Span(start, end, span.label, self.new[start:end])


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of an annotation's spans: `spans` in the new text, None where one of the old ones was lost."""

    spans: tuple[Span | None, ...]
    lost: tuple[Span, ...]
    whole: bool


def carrier(old: str, new: str) -> Carrier:
    blocks = align(old, new)
    read = set[int]()
    for block in blocks:
        read.update(range(block.new_start, block.new_start + block.length))
    unread = any(character.isalnum() and place not in read for place, character in enumerate(new))
    return Carrier(new, tuple(blocks), unread)


def carry_all(carrier: Carrier, spans: Sequence[Span]) -> Carried:
    gone_over = tuple(carrier.carry(span) for span in spans)
    lost = tuple(span for span, now in zip(spans, gone_over, strict=True) if now is None)
    return Carried(gone_over, lost, not lost and not carrier.unread)

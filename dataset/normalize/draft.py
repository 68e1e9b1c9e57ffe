"""A page while its lines are being decided."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from dataset.normalize.lines import Line
from dataset.normalize.shapes import Shape


class Draft:
    """Shapes of all lines, and for each the kind and rule decided so far; an empty kind is undecided.

    Places are indexes into `shapes`; `filled` lists those of lines that are not blank.
    """

    def __init__(self, shapes: Sequence[Shape]) -> None:
        self.shapes = tuple(shapes)
        self.kinds = [shape.kind for shape in shapes]
        self.rules = [shape.rule for shape in shapes]
        self.filled = tuple(place for place, shape in enumerate(shapes) if shape.kind != "blank")

    def mark(self, place: int, kind: str, rule: str) -> None:
        self.kinds[place], self.rules[place] = kind, rule

    def is_open(self, place: int) -> bool:
        return not self.kinds[place]

    def is_prose(self, place: int) -> bool:
        """Undecided, and running text."""
        return not self.kinds[place] and self.shapes[place].prose

    def is_headline(self, place: int) -> bool:
        """Undecided, and without a full stop."""
        return not self.kinds[place] and not self.shapes[place].prose

    def text(self, place: int) -> str:
        return self.shapes[place].text

    def within(self, start: int, end: int) -> tuple[int, ...]:
        """The filled places in `start:end`."""
        return self.filled[bisect_left(self.filled, start) : bisect_left(self.filled, end)]

    def prose(self, places: Iterable[int]) -> list[int]:
        return [place for place in places if self.is_prose(place)]

    def after(self, place: int) -> int | None:
        """The next filled place."""
        order = bisect_right(self.filled, place)
        return self.filled[order] if order < len(self.filled) else None

    def before(self, place: int) -> int | None:
        """The filled place before."""
        order = bisect_left(self.filled, place)
        return self.filled[order - 1] if order else None

    def lines(self) -> tuple[Line, ...]:
        return tuple(
            Line(shape.number, shape.text, kind, rule)
            for shape, kind, rule in zip(self.shapes, self.kinds, self.rules, strict=True)
        )

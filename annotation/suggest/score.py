"""How far suggestions are right, and how much work they save."""

from collections.abc import Hashable, Set
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over documents. `wanted` are what people settled on, `suggested` what was suggested, `right` both.

    An action is a deletion of something wrong or an addition of something missing. Labelling from nothing
    takes `wanted` actions; after suggestions it takes what is wrong and what is missing.
    """

    right: int = 0
    suggested: int = 0
    wanted: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(self.right + other.right, self.suggested + other.suggested, self.wanted + other.wanted)

    @property
    def precision(self) -> float | None:
        """None where nothing was suggested."""
        return self.right / self.suggested if self.suggested else None

    @property
    def recall(self) -> float | None:
        """None where there was nothing to find."""
        return self.right / self.wanted if self.wanted else None

    @property
    def f1(self) -> float | None:
        both = self.suggested + self.wanted
        return 2 * self.right / both if both else None

    @property
    def actions(self) -> int:
        """Deletions and additions that remain."""
        return (self.suggested - self.right) + (self.wanted - self.right)

    @property
    def saved(self) -> int:
        """Actions fewer than from nothing; negative where the suggestions are more trouble than help."""
        return self.wanted - self.actions

    @property
    def saved_share(self) -> float | None:
        return self.saved / self.wanted if self.wanted else None


def score_of(wanted: Set[Hashable], suggested: Set[Hashable]) -> Score:
    """Exact matches: of a span its borders and its label, of a topic its code and whether it is the primary."""
    return Score(len(wanted & suggested), len(suggested), len(wanted))

"""From what the rules propose to what the annotator sees: flat, outermost, sure enough."""

from bisect import bisect_left
from collections.abc import Iterable

from annotation.suggest.reading import Candidate

# A wrong suggestion costs the annotator two actions, a missing one costs one.
THRESHOLD = 0.5


def resolve(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The longest candidates that do not overlap, in the order of the text; ties go to the higher score."""
    kept: list[Candidate] = []
    starts: list[int] = []
    ranked = sorted(
        {c for c in candidates if c.score >= THRESHOLD},
        key=lambda c: (c.start - c.end, -c.score, c.start, c.label, c.source),
    )
    for candidate in ranked:
        place = bisect_left(starts, candidate.start)
        free_left = place == 0 or kept[place - 1].end <= candidate.start
        if free_left and (place == len(kept) or candidate.end <= kept[place].start):
            starts.insert(place, candidate.start)
            kept.insert(place, candidate)
    return kept

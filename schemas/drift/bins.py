"""Two samples sorted into the same bins: names by themselves, numbers by quantiles of the first sample."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

MOST_NAMES = 12
MOST_RANGES = 10
_PER_RANGE = 10  # values of the first sample, at least

Values = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Bin:
    """How often something stood in the last release, and stands now. `note` says more about the name."""

    name: str
    before: int
    now: int
    note: str = ""


def named(
    before: Mapping[str, int], now: Mapping[str, int], shown: Callable[[str], tuple[str, str]]
) -> tuple[Bin, ...]:
    """A bin per name, the most frequent first; what is rare on both sides shares the last one.

    `shown` gives the name for people and what stands beside it.
    """
    totals = (max(sum(before.values()), 1), max(sum(now.values()), 1))
    weight = {
        name: before.get(name, 0) / totals[0] + now.get(name, 0) / totals[1]
        for name in before.keys() | now.keys()
    }
    order = sorted(weight, key=lambda name: (-weight[name], name))
    kept, rest = order[:MOST_NAMES], order[MOST_NAMES:]
    bins = [
        Bin(said, before.get(name, 0), now.get(name, 0), note)
        for name in kept
        for said, note in (shown(name),)
    ]
    if rest:
        was, has = (sum(side.get(name, 0) for name in rest) for side in (before, now))
        bins.append(Bin(f"{len(rest)} others", was, has))
    return tuple(bins)


def ranges(before: Values, now: Values, name: Callable[[int | None, int | None], str]) -> tuple[Bin, ...]:
    """At most ten ranges that each hold about as much of `before`; the first and the last are open.

    `name` gets a range's first value and the next one's, None at the open ends.
    """
    if not len(before):
        return ()
    many = min(MOST_RANGES, max(len(before) // _PER_RANGE, 2))
    cuts = np.quantile(before, np.arange(1, many) / many, method="higher")
    edges = [int(edge) for edge in np.unique(cuts) if edge > before.min()]
    counts = [Counter(np.searchsorted(edges, side, side="right").tolist()) for side in (before, now)]
    bounds = [None, *edges, None]
    return tuple(
        Bin(name(bounds[place], bounds[place + 1]), counts[0][place], counts[1][place])
        for place in range(len(edges) + 1)
    )

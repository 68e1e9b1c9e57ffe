"""A flaw for each dimension that has moved so far."""

from collections.abc import Iterator

from schemas.drift.comparison import Dimension, ReleaseComparison, State
from schemas.visible import quoted
from validation.check import Flaw
from validation.engine.whole import Whole

_MOVES = 2


def moved(whole: Whole, state: State, limit: float) -> Iterator[Flaw]:
    """Dimensions in that state. Each is the same breach in every run, however far it moves."""
    since = whole.since
    if isinstance(since, ReleaseComparison):
        for one in since.dimensions:
            if one.state == state:
                yield Flaw(
                    f"{one.title.lower()} since {since.previous}: PSI {one.psi:.3f}, the limit is {limit:g}; {_told(one)}",
                    table="releases",
                    record_id=one.name,
                )


def _told(dimension: Dimension) -> str:
    """What moved most."""
    by_move = sorted(
        dimension.bins,
        key=lambda one: (-abs(dimension.share_before(one) - dimension.share_now(one)), one.name),
    )
    return ", ".join(
        f"{quoted(one.name)} from {dimension.share_before(one):.1%} to {dimension.share_now(one):.1%}"
        for one in by_move[:_MOVES]
    )

"""The comparison of two populations for programs."""

from dataclasses import asdict
from math import isfinite

from schemas.drift.comparison import Dimension, ReleaseComparison


def since_body(since: ReleaseComparison) -> dict[str, object]:
    """The comparison as plain values, with each bin's shares beside its counts; null is what cannot be told."""
    return {
        "previous": since.previous,
        "totals": {one.name: {"before": one.before, "now": one.now} for one in since.totals},
        "splits": {one.split: {"before": asdict(one.before), "now": asdict(one.now)} for one in since.splits},
        "ids": {"new": since.ids_new, "gone": since.ids_gone, "moved": since.ids_moved},
        "limits": [limit if isfinite(limit) else None for limit in since.limits],
        "dimensions": {one.name: _dimension(one) for one in since.dimensions},
    }


def _dimension(one: Dimension) -> dict[str, object]:
    return {
        "psi": one.psi,
        "chance": one.chance,
        "state": one.state,
        "aside": one.aside,
        "bins": [
            {
                "name": bin_.name,
                "before": bin_.before,
                "now": bin_.now,
                "share_before": one.share_before(bin_),
                "share_now": one.share_now(bin_),
            }
            for bin_ in one.bins
        ],
    }

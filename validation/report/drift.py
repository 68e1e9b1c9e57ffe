"""What changed since the last release, for programs and in a line."""

from dataclasses import asdict
from math import isfinite

from validation.drift.comparison import Dimension, ReleaseComparison

_TELLING = {"shifted", "drifted", "chance"}


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


def since_line(since: ReleaseComparison) -> str:
    """One line: sizes, ids, and the index of each dimension."""
    if since.unchanged:
        return f"Since {since.previous}: nothing that the comparison counts has changed."
    sizes = ", ".join(
        f"{one.name} {one.before:,} → {one.now:,}" for one in since.totals if one.before or one.now
    )
    ids = f"{since.ids_new:,} ids new, {since.ids_gone:,} gone, {since.ids_moved:,} in another split"
    known = (one for one in since.dimensions if one.psi is not None)
    indices = ", ".join(
        f"{one.name} {one.psi:.3f}" + (f" ({one.state})" if one.state in _TELLING else "") for one in known
    )
    return f"Since {since.previous}: {sizes}; {ids}. PSI: {indices or 'nothing to compare'}."

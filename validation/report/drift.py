"""What changed since the last release, in a line."""

from schemas.drift.comparison import ReleaseComparison

_TELLING = {"shifted", "drifted", "chance"}


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

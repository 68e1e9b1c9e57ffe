"""Two releases side by side."""

import json
from pathlib import Path

from tinbai.console import Outcome


def diff(old: Path, new: Path) -> Outcome:
    """Say what changed from `old` to `new`, and the smallest honest version."""
    from schemas.release.compare import compare_releases

    comparison = compare_releases(old, new)
    return Outcome(
        "diff",
        f"at least a {comparison.bump} step, to {comparison.least}",
        counts=json.loads(comparison.to_json()),
        text=comparison.text(),
        exit_code=0 if comparison.honest else 1,
    )

"""`CHANGELOG.md` of a release: what changed since the one before, then what was written before."""

from datetime import date
from pathlib import Path

from schemas.release.compare import Comparison

CHANGELOG = "CHANGELOG.md"
_HEAD = "# Changelog\n\n"


def changelog(
    version: str, released_on: date | None, comparison: Comparison | None, removed_ids: tuple[str, ...],
    previous: Path | None,
) -> str:  # fmt: skip
    """The whole file. The section of this version comes first."""
    lines = [f"## {version}" + (f" ({released_on.isoformat()})" if released_on else ""), ""]
    if comparison is None:
        lines.append("- First release.")
    else:
        lines += [f"- {reason.text[0].upper()}{reason.text[1:]}." for reason in comparison.reasons]
        if not comparison.reasons:
            lines.append("- The card or the layout changed; no row says anything new.")
    if removed_ids:
        lines += ["- Removed everywhere: " + ", ".join(f"`{name}`" for name in removed_ids) + "."]
    older = ""
    if previous is not None and (previous / CHANGELOG).is_file():
        older = "\n" + (previous / CHANGELOG).read_text(encoding="utf-8").removeprefix(_HEAD)
    return _HEAD + "\n".join(lines) + "\n" + older

"""`CHANGELOG.md` of a release: what changed since the one before, then what was written before."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from schemas.release.compare import Comparison

CHANGELOG = "CHANGELOG.md"
_HEAD = "# Changelog\n\n"


def changelog(
    version: str, released_on: date | None, comparison: Comparison | None, removed_ids: tuple[str, ...],
    previous: Path | None, *, taken_down: tuple[str, ...] = (),
) -> str:  # fmt: skip
    """The whole file. The section of this version comes first."""
    lines = [f"## {version}" + (f" ({released_on.isoformat()})" if released_on else ""), ""]
    if comparison is None:
        lines.append("- First release.")
    else:
        lines += [f"- {reason.text[0].upper()}{reason.text[1:]}." for reason in comparison.reasons]
        if not comparison.reasons:
            lines.append("- The card or the layout changed; no row says anything new.")
    taken = [name for name in removed_ids if name in taken_down]
    if taken:
        lines.append(
            f"- Taken down: {_listed(taken)}. Delete {'it' if len(taken) == 1 else 'them'} from your copies, too; "
            "`taken_down` in `manifest.json` lists those of all versions."
        )
    if gone := [name for name in removed_ids if name not in taken_down]:
        lines.append(f"- Removed everywhere: {_listed(gone)}.")
    older = ""
    if previous is not None and (previous / CHANGELOG).is_file():
        older = "\n" + (previous / CHANGELOG).read_text(encoding="utf-8").removeprefix(_HEAD)
    return _HEAD + "\n".join(lines) + "\n" + older


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)

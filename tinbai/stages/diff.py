"""Two releases side by side."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from schemas.errors import UsageError
from schemas.files import write_text
from schemas.release.versions import BUMPS
from tinbai.console import Console, Outcome
from tinbai.stages.publish import TOKEN
from tinbai.stages.released import named_release
from tinbai.workspace import workspace_or_here

if TYPE_CHECKING:
    from dataset.diff.difference import Difference

_SHOWN = 12


def diff(console: Console, old: str, new: str, *, html: Path | None = None) -> Outcome:
    """Say what changed from `old` to `new`, each a folder, a version of this workspace, `OWNER/NAME@REVISION` or an address, and the smallest honest version; with
    `html`, write a page of it, too. Exit code 1 where the version that was given is too small a step.

    Raises:
        UsageError: one of them is no folder and no revision on the Hub.
        DataError: one of them is no release, or cannot be read.
        ServerError: the Hub does not answer, or fails.
        StorageError: the page cannot be written.
    """
    from dataset.diff.difference import difference
    from dataset.diff.page import diff_html

    if html is not None and html.is_dir():
        raise UsageError(f"{html} is a folder", hint="Name a file, such as diff.html")
    workspace = workspace_or_here(None)
    contract = workspace.contract
    old, new = named_release(old, workspace), named_release(new, workspace)
    with console.progress("diff"):
        found = difference(old, new, contract, token=os.environ.get(TOKEN) or None)
        if html is not None:
            write_text(html, diff_html(found, contract))
    comparison = found.comparison
    return Outcome(
        "diff",
        f"at least a {comparison.bump} step, to {comparison.least}",
        counts=found.body(),
        paths={"page": html} if html else {},
        text="\n".join(_lines(found, old, new, html)),
        exit_code=0 if comparison.honest else 1,
    )


def _lines(found: "Difference", before: str, after: str, html: Path | None) -> Iterator[str]:
    """The step, why, the rows of each split, the mix, and what to do next."""
    comparison = found.comparison
    old, new = comparison.old_version, comparison.new_version
    yield f"{old} -> {new}: " + (
        f"at least a {comparison.bump} step, to {comparison.least}"
        if comparison.reasons
        else "no row says anything new"
    )
    for reason in sorted(comparison.reasons, key=lambda one: -BUMPS.index(one.bump))[:_SHOWN]:
        yield f"  {reason.bump}: {reason.short}"
    if len(comparison.reasons) > _SHOWN:
        yield f"  and {len(comparison.reasons) - _SHOWN} reasons more"
    wide = max(map(len, comparison.configs), default=0)
    yield "  rows"
    for config, change in comparison.configs.items():
        rows = ", ".join(
            f"{split} {one.old_rows:,}" + (f" -> {one.new_rows:,}" if one.new_rows != one.old_rows else "")
            for split, one in change.splits.items()
        )
        alike = all(one.old_sha256 == one.new_sha256 for one in change.splits.values())
        yield f"    {config:<{wide}}  {rows}{' (the same rows)' if alike else ''}"
    if found.mix is not None:
        told = ", ".join(
            f"{one.name} {one.psi:.3f}" + (f" ({one.state})" if one.state in ("shifted", "drifted") else "")
            for one in found.mix.dimensions
            if one.psi is not None
        )
        yield f"  mix (PSI, 0 is the same)  {told}"
    if html is not None:
        yield f"  page: {html}"
    if not comparison.honest:
        yield f"  next: release it as {comparison.least}; {new} says less than what changed"
    elif html is None and comparison.reasons:
        yield f"  next: tinbai diff {before} {after} --html diff.html shows examples side by side"

"""A release, here or on the Hub, read back and held against what was released."""

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from schemas.errors import UsageError
from tinbai.console import Console, Outcome
from tinbai.stages.publish import TOKEN
from tinbai.stages.released import named_release
from tinbai.workspace import workspace_or_here

if TYPE_CHECKING:
    from dataset.publish.place import Place, StoredAt
    from dataset.release.verify import Verified

_SHOWN = 20


def verify(console: Console, what: str, *, against: str | None = None) -> Outcome:
    """Verify a release's folder, `OWNER/NAME@REVISION`, or an address; exit code 1 where something is not as it was released.

    Raises:
        UsageError: `what` or `against` is none of them, or there is nothing.
        DataError: there is no readable manifest.
        ServerError: the Hub or the store does not answer.
    """
    from dataset.publish.check_place import verify_against, verify_place
    from dataset.publish.place import FORMS, place_of
    from dataset.release.verify import verify_folder

    token = os.environ.get(TOKEN) or None
    what = named_release(what, workspace_or_here(None))
    place = None if Path(what).is_dir() else place_of(what)
    if place is not None and against:
        raise UsageError(f"{place} is fetched from where it stands", hint="Give --against with a folder")
    with console.progress("verify"):
        if place is not None:
            return _told(str(place), verify_place(place, token=token))
        if not Path(what).is_dir():
            raise UsageError(f"{what} is no folder, no revision on the Hub and no address", hint=FORMS)
        if against is None:
            # The manifest is its own witness here, and whoever changed a file may have changed it too.
            alone = _told(what, verify_folder(Path(what)), by="its manifest says")
            return replace(
                alone, next_step=f"tinbai verify {what} --against OWNER/NAME@v{alone.counts['version']}"
            )
        return _told(what, verify_against(Path(what), _place(against), token=token))


def _place(text: str) -> "Place | StoredAt":
    from dataset.publish.place import place_of

    place = place_of(text)
    if place is None:
        raise UsageError(
            f"{text!r} is no revision on the Hub and no address",
            hint="Write it as OWNER/NAME@REVISION (a tag, branch or commit) or s3://BUCKET/PATH/vX.Y.Z",
        )
    return place


def _told(what: str, found: "Verified", by: str = "released") -> Outcome:
    from schemas.release.attached import told_of_full

    manifest = found.manifest
    rows = {
        config: {split: one.rows for split, one in entry.splits.items()}
        for config, entry in manifest.configs.items()
    }
    problems = list(found.problems)
    more = [f"and {len(problems) - _SHOWN} more"] if len(problems) > _SHOWN else []
    many = sum(sum(splits.values()) for splits in rows.values())
    summary = (
        f"{what} is not {manifest.name} {manifest.version} as {by}"
        if problems
        else f"{what} is {manifest.name} {manifest.version}: {len(manifest.files)} files and {many} rows, each as {by}"
    )
    return Outcome(
        "verify",
        summary,
        counts={
            "name": manifest.name,
            "version": manifest.version,
            "manifest_sha256": found.manifest_sha256,
            "files": len(manifest.files),
            "bytes": sum(file.bytes for file in manifest.files),
            "rows": rows,
            "problems": problems,
        },
        notes=(
            *problems[:_SHOWN],
            *more,
            f"manifest sha256 {found.manifest_sha256}",
            *told_of_full(manifest),
        ),
        exit_code=1 if problems else 0,
    )

"""The files around the rows of a release with text put back: card, changelog, manifest, and those of before."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from dataset.changelog import CHANGELOG
from dataset.release.check import check_release
from dataset.withheld.card import KEPT, attached_card
from dataset.withheld.put_back import WrittenRows
from schemas.errors import DataError
from schemas.release.manifest import MANIFEST, Attached, Manifest, all_files, file_entries


def surround(
    release: Path, manifest: Manifest, rows: WrittenRows, building: Path, made_from: str
) -> Manifest:
    """Write all but the rows, read all of it back, and return the manifest. `made_from` is the sha256 of the old one.

    Raises:
        DataError: what was written does not hold.
    """
    assert manifest.without_text is not None
    made = manifest.model_copy(
        update={
            "previous": None,
            "configs": rows.configs,
            "absent": _absent(manifest, rows),
            "counts": _counts(manifest, rows),
            "files": (),
            "without_text": None,
            "attached": Attached(
                manifest_sha256=made_from, full=manifest.without_text.full, unattached=rows.unattached
            ),
        }
    )
    for path in all_files(release):
        name = path.relative_to(release)
        if name.parts[0] != "data":
            kept = building / KEPT / name
            kept.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, kept)
    if (release / CHANGELOG).is_file():
        shutil.copyfile(release / CHANGELOG, building / CHANGELOG)
    card = attached_card(release, made, rows)
    (building / "README.md").write_text(card, encoding="utf-8", newline="\n")
    files = [path for path in all_files(building) if path.name != MANIFEST or path.parent != building]
    made = made.model_copy(update={"files": file_entries(building, files)})
    (building / MANIFEST).write_text(made.to_json(), encoding="utf-8", newline="\n")
    problems = check_release(building)
    if problems:
        raise DataError(
            f"what was put together does not hold: {problems[0]} ({len(problems)} in all)",
            hint="This is a fault of tinbai, of the disk or of the release; nothing was kept",
        )
    return made


def _absent(manifest: Manifest, rows: WrittenRows) -> dict[str, tuple[str, ...]]:
    """Splits without rows: those that were, and those that nothing could be put back into."""
    gone = {
        config: tuple(
            split
            for split in entry.splits
            if config not in rows.configs or split not in rows.configs[config].splits
        )
        for config, entry in manifest.configs.items()
    }
    absent = {
        config: (*manifest.absent.get(config, ()), *gone.get(config, ()))
        for config in dict.fromkeys((*manifest.absent, *gone))
    }
    return {config: splits for config, splits in absent.items() if splits}


def _counts(manifest: Manifest, rows: WrittenRows) -> Mapping[str, int]:
    """Those of the release where all is here; else what the rows alone tell."""
    if rows.configs.keys() == manifest.configs.keys() and all(
        one.rows == manifest.configs[config].splits[split].rows
        for config, entry in rows.configs.items()
        for split, one in entry.splits.items()
    ):
        return manifest.counts
    return {config: sum(one.rows for one in entry.splits.values()) for config, entry in rows.configs.items()}

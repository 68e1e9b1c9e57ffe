"""A release that was built in a folder of its own takes its place, whole and for ever."""

from pathlib import Path

from schemas.errors import UsageError
from schemas.files import file_sha256, sync
from schemas.release.manifest import all_files


def settle(building: Path, target: Path) -> bool:
    """Rename into place; where the same bytes stand already, leave them. True when something was written.

    Raises:
        UsageError: something else stands there.
    """
    if target.exists():
        new, there = _bytes_of(building), _bytes_of(target)
        if new == there:
            return False
        differing = sorted(name for name in new.keys() | there.keys() if new.get(name) != there.get(name))
        hint = "Choose the next version, or remove the folder if it was never published"
        if differing == ["README.md"]:
            hint += ". Your own words belong in card.md beside tinbai.toml: every release's card takes them from there"
        raise UsageError(
            f"{target} exists and differs from what would be written ({_few(differing)}): a release never changes",
            hint=hint,
        )
    for path in (*building.rglob("*"), building):
        sync(path)
    building.rename(target)
    sync(target.parent)
    return True


def _few(names: list[str]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def _bytes_of(release: Path) -> dict[str, str]:
    return {path.relative_to(release).as_posix(): file_sha256(path) for path in all_files(release)}

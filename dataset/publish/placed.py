"""What publishing files to a folder or a store would do, and did."""

from dataclasses import asdict, dataclass
from pathlib import Path

from dataset.release.check import check_release
from schemas.errors import DataError
from schemas.release.manifest import Manifest, read_manifest


@dataclass(frozen=True, slots=True)
class FilePlan:
    """`stands`: the release is there already, the same in every file. The manifest is the last of the additions."""

    where: str
    tag: str
    stands: bool
    additions: tuple[str, ...]
    deletions: tuple[str, ...]
    unchanged: int
    bytes: int

    def text(self) -> str:
        if self.stands:
            return f"{self.where} is this release already, the same in every file; nothing to send"
        return "\n".join(
            [
                self.where,
                *(f"  delete {path}" for path in self.deletions),
                *(f"  add {path}" for path in self.additions),
                f"  {len(self.additions)} files ({self.bytes:,} bytes), the manifest last; "
                f"{len(self.deletions)} deletions, {self.unchanged} files there already",
            ]
        )

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Placed:
    """`url` is the release's own place. `sent` is False when all was there already, or after a dry run."""

    plan: FilePlan
    url: str
    sent: bool


def sound_manifest(release: Path) -> Manifest:
    """The release's manifest, once the release was read back and holds.

    Raises:
        DataError: it does not.
    """
    problems = check_release(release)
    if problems:
        raise DataError(f"{release} does not hold: {problems[0]}", hint="Build the release again")
    return read_manifest(release)

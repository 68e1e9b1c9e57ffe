"""What publishing would do, before it does anything."""

from dataclasses import asdict, dataclass
from pathlib import Path

from dataset.publish.remote import RemoteState
from schemas.errors import UsageError
from schemas.release.manifest import all_files
from schemas.release.versions import parse_version


@dataclass(frozen=True, slots=True)
class Plan:
    """`parent` is the head that the commit must follow; None where the repository is to be made first."""

    repo_id: str
    tag: str
    parent: str | None
    tagged: str | None
    additions: tuple[str, ...]
    deletions: tuple[str, ...]
    unchanged: int
    bytes: int

    def text(self) -> str:
        if self.tagged is not None:
            return f"{self.repo_id} holds {self.tag} already, the same in every file; nothing to send"
        lines = [f"{self.repo_id}: {self.tag}"]
        if self.parent is None:
            lines.append("  make the repository")
        lines += [f"  add {path}" for path in self.additions]
        lines += [f"  delete {path}" for path in self.deletions]
        lines.append(
            f"  one commit of {len(self.additions)} files ({self.bytes:,} bytes) and {len(self.deletions)} "
            f"deletions, {self.unchanged} files unchanged; then the tag {self.tag}"
        )
        return "\n".join(lines)

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


def make_plan(release: Path, repo_id: str, tag: str, state: RemoteState, at_tag: RemoteState | None) -> Plan:
    """Compare the release with the head, or with the tag where it exists.

    Raises:
        UsageError: the tag exists with other files, or a later version is published already.
    """
    local = {path.relative_to(release).as_posix(): path for path in all_files(release)}
    there = state if at_tag is None else at_tag
    additions = tuple(
        path for path, file in local.items() if path not in there.files or not there.files[path].is_same(file)
    )
    deletions = tuple(sorted(there.files.keys() - local.keys()))
    if at_tag is not None and (additions or deletions):
        raise UsageError(
            f"{repo_id} has a {tag} already, and it differs in {(*additions, *deletions)[0]}: tags never move",
            hint="Publish under the next version",
        )
    if at_tag is None:
        _refuse_to_go_back(repo_id, tag, state)
    return Plan(
        repo_id=repo_id,
        tag=tag,
        parent=state.head,
        tagged=state.tags.get(tag),
        additions=additions,
        deletions=deletions,
        unchanged=len(local) - len(additions),
        bytes=sum(local[path].stat().st_size for path in additions),
    )


def _refuse_to_go_back(repo_id: str, tag: str, state: RemoteState) -> None:
    for name in state.tags:
        try:
            later = name.startswith("v") and parse_version(name) > parse_version(tag)
        except UsageError:  # somebody's own tag, no version of ours
            continue
        if later:
            raise UsageError(
                f"{repo_id} holds {name} already, and {tag} would take its main branch back",
                hint=f"Publish a version after {name}",
            )

"""What publishing would do, before it does anything."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dataset.publish.remote import RemoteFile, RemoteState, commits_titled, files_at, read_state
from schemas.errors import UsageError
from schemas.release.manifest import all_files
from schemas.release.versions import parse_version

if TYPE_CHECKING:
    from huggingface_hub import HfApi


@dataclass(frozen=True, slots=True)
class Plan:
    """`parent` is the head that the commit must follow; None where the repository is to be made first. `is_new`: nothing
    was ever put in it, so its settings are to be made too. `tagged` is the commit under the tag, where it stands;
    `standing` one that holds these very files under no tag, as a killed run leaves it."""

    repo_id: str
    tag: str
    parent: str | None
    is_new: bool
    tagged: str | None
    standing: str | None
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
        elif self.is_new:
            lines.append("  set who may see the repository, which is empty")
        if self.standing is not None:
            return "\n".join(
                [*lines, f"  commit {self.standing[:12]} holds these files already; only the tag is missing"]
            )
        lines += [f"  add {path}" for path in self.additions]
        lines += [f"  delete {path}" for path in self.deletions]
        lines.append(
            f"  one commit of {len(self.additions)} files ({self.bytes:,} bytes) and {len(self.deletions)} "
            f"deletions, {self.unchanged} files unchanged; then the tag {self.tag}"
        )
        return "\n".join(lines)

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


def release_title(version: str) -> str:
    """What the commit of a release is called."""
    return f"Release {version}"


def plan_for(api: "HfApi", release: Path, repo_id: str, version: str) -> Plan:
    """Compare the release with the head, or with its tag where that exists.

    Raises:
        UsageError: the tag exists with other files, or a later version is published already.
        ConfigError, ServerError: the Hub refuses or fails.
    """
    tag = parse_version(version).tag
    local = {path.relative_to(release).as_posix(): path for path in all_files(release)}
    state = read_state(api, repo_id)
    tagged = state.tags.get(tag)
    there = state.files if tagged is None else files_at(api, repo_id, tagged)
    additions, deletions = _changes(local, there)
    if tagged is not None and (additions or deletions):
        raise UsageError(
            f"{repo_id} has a {tag} already, and it differs in {(*additions, *deletions)[0]}: tags never move",
            hint="Publish under the next version",
        )
    standing = None
    if tagged is None:
        _refuse_to_go_back(repo_id, tag, state)
        if state.head is not None and state.files:
            standing = _standing(api, local, repo_id, release_title(version), state)
    return Plan(
        repo_id=repo_id,
        tag=tag,
        parent=state.head,
        is_new=not state.files and not state.tags,
        tagged=tagged,
        standing=standing,
        additions=() if standing else additions,
        deletions=() if standing else deletions,
        unchanged=len(local) - len(additions),
        bytes=0 if standing else sum(local[path].stat().st_size for path in additions),
    )


def _standing(
    api: "HfApi", local: Mapping[str, Path], repo_id: str, title: str, state: RemoteState
) -> str | None:
    """The head where it holds the release; or the commit of a run that was killed before the tag, which somebody has
    committed on since."""
    if _changes(local, state.files) == ((), ()):
        return state.head
    for commit in commits_titled(api, repo_id, title):
        if commit != state.head and _changes(local, files_at(api, repo_id, commit)) == ((), ()):
            return commit
    return None


def _changes(
    local: Mapping[str, Path], there: Mapping[str, RemoteFile]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What to add and what to delete, so that there stands what is here."""
    additions = tuple(
        path for path, file in local.items() if path not in there or not there[path].is_same(file)
    )
    return additions, tuple(sorted(there.keys() - local.keys()))


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

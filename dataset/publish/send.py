"""Publish: plan, one commit on a known parent, one tag, and a look from outside."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from dataset.publish.faults import PUBLISHER, hub_faults
from dataset.publish.plan import Plan, make_plan
from dataset.publish.remote import RemoteState, files_at, read_state
from dataset.publish.verify import verify_published
from dataset.release.check import check_release
from schemas.errors import ConfigError, DataError, UsageError
from schemas.progress import Progress
from schemas.release.manifest import Manifest, read_manifest
from schemas.release.versions import parse_version

if TYPE_CHECKING:
    from huggingface_hub import HfApi

Gating = Literal["auto", "manual"]
_STEPS = 4


@dataclass(frozen=True, slots=True)
class Published:
    """`commit` is what the tag stands on; None after a dry run. `sent` is False when all was there already."""

    plan: Plan
    url: str
    commit: str | None
    sent: bool


def publish(
    release: Path,
    repo_id: str,
    *,
    token: str | None,
    private: bool,
    gated: Gating | None,
    dry_run: bool,
    progress: Progress,
    endpoint: str | None = None,
) -> Published:
    """Commit the release to the dataset repository `repo_id`, tag it `vX.Y.Z` and verify the tag.

    A new repository is made private or gated as asked, before anything is in it; an existing one keeps
    its settings. Running it again after success verifies and sends nothing; after a kill between commit
    and tag it sets the tag.

    Args:
        token: None lets huggingface_hub take HF_TOKEN or the saved one.
        endpoint: another Hub than the one huggingface_hub is set to.

    Raises:
        DataError: the release does not hold, or what was published is not what was sent.
        UsageError: the tag exists with other files, a later version is there, or the name is none.
        ConfigError: the token is missing, wrong or not enough.
        ServerError: the Hub failed, or somebody else committed in between.
    """
    from huggingface_hub import HfApi
    from huggingface_hub.utils.tqdm import disable_progress_bars

    disable_progress_bars()  # tinbai shows its own
    problems = check_release(release)
    if problems:
        raise DataError(f"{release} does not hold: {problems[0]}", hint="Build the release again")
    manifest = read_manifest(release)
    tag = parse_version(manifest.version).tag
    api = HfApi(endpoint=endpoint, token=token)
    progress(1, _STEPS)

    plan = _plan(api, release, repo_id, tag)
    url = f"{api.endpoint}/datasets/{repo_id}"
    if dry_run:
        return Published(plan, url, None, False)
    if plan.tagged is None:
        if plan.parent is None:
            _make_repository(api, repo_id, private=private, gated=gated)
            plan = _plan(api, release, repo_id, tag)
            if plan.parent is None:
                raise ConfigError(
                    f"{repo_id} exists on the Hub and this token cannot see it", hint="Use another token"
                )
        commit = _commit(api, release, plan, manifest)
        progress(2, _STEPS)
        _tag(api, repo_id, tag, commit)
    else:
        commit = plan.tagged
    progress(3, _STEPS)
    verify_published(api, release, manifest, repo_id, tag, commit)
    progress(_STEPS, _STEPS)
    return Published(plan, url, commit, plan.tagged is None)


def _plan(api: "HfApi", release: Path, repo_id: str, tag: str) -> Plan:
    state = read_state(api, repo_id)
    tagged = state.tags.get(tag)
    at_tag = RemoteState(tagged, files_at(api, repo_id, tagged), {}) if tagged else None
    return make_plan(release, repo_id, tag, state, at_tag)


def _make_repository(api: "HfApi", repo_id: str, *, private: bool, gated: Gating | None) -> None:
    with hub_faults(api, repo_id, PUBLISHER):
        api.create_repo(repo_id, repo_type="dataset", private=private, exist_ok=True)
        if gated is not None:
            api.update_repo_settings(repo_id, repo_type="dataset", gated=gated)


def _commit(api: "HfApi", release: Path, plan: Plan, manifest: Manifest) -> str:
    """The commit that holds the release: the head where it does already, else a new one on it."""
    from huggingface_hub import CommitOperationAdd, CommitOperationDelete

    assert plan.parent is not None
    if not plan.additions and not plan.deletions:
        return plan.parent
    operations: list[CommitOperationAdd | CommitOperationDelete] = [
        CommitOperationAdd(path, str(release / path)) for path in plan.additions
    ]
    operations += [CommitOperationDelete(path) for path in plan.deletions]
    with hub_faults(api, plan.repo_id, PUBLISHER):
        made = api.create_commit(
            plan.repo_id,
            operations,
            commit_message=f"Release {manifest.version}",
            repo_type="dataset",
            parent_commit=plan.parent,
        )
    return str(made.oid)


def _tag(api: "HfApi", repo_id: str, tag: str, commit: str) -> None:
    from huggingface_hub.errors import HfHubHTTPError

    with hub_faults(api, repo_id, PUBLISHER):
        try:
            api.create_tag(repo_id, tag=tag, revision=commit, repo_type="dataset")
        except HfHubHTTPError as error:
            if error.response.status_code != 409:
                raise
            raise UsageError(
                f"{repo_id} was given a tag {tag} while this release was on its way: tags never move",
                hint="Run publish again to see whether it is the same release",
            ) from error

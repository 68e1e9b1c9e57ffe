"""Publish to the Hub: plan, one commit on a known parent, its bytes read back, one tag, and a look from outside."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from dataset.publish.faults import PUBLISHER, TransientError, hub_faults
from dataset.publish.patience import listening, patiently
from dataset.publish.placed import sound_manifest
from dataset.publish.plan import Plan, plan_for, release_title
from dataset.publish.verify import verify_bytes, verify_tag
from schemas.errors import ConfigError, ServerError
from schemas.progress import Phases
from schemas.release.manifest import Manifest

if TYPE_CHECKING:
    from huggingface_hub import CommitOperationAdd, HfApi

Gating = Literal["auto", "manual"]
_WORTH_TELLING = 1 << 20  # files of so many bytes go one by one, so that progress can be told


@dataclass(frozen=True, slots=True)
class Published:
    """`commit` is what the tag stands on; None after a dry run. `sent` is False when all was there already."""

    plan: Plan
    url: str
    commit: str | None
    sent: bool


@dataclass(frozen=True, slots=True)
class _Work:
    """A sound release on its way, and how its repository is made where there is none."""

    api: "HfApi"
    release: Path
    manifest: Manifest
    repo_id: str
    token: str | None
    private: bool
    gated: Gating | None
    phases: Phases


def publish(
    release: Path,
    repo_id: str,
    *,
    token: str | None,
    private: bool,
    gated: Gating | None,
    dry_run: bool,
    phases: Phases,
    endpoint: str | None = None,
) -> Published:
    """Commit the release to the dataset repository `repo_id`, tag it `vX.Y.Z` and verify the tag.

    A new or empty repository is made private or gated as asked, before anything is in it; any other keeps
    its settings. The tag is set once the commit gives back every byte, so it never stands on half a release.
    Running it again goes on where a run was killed or a fault ended it, and after success verifies and sends
    nothing; a fault that may be over soon is answered by just that, a few times.

    Args:
        token: None lets huggingface_hub take HF_TOKEN or the saved one.
        endpoint: another Hub than the one huggingface_hub is set to.

    Raises:
        DataError: the release does not hold, or what was published is not what was sent.
        UsageError: the tag exists with other files, a later version is there, or the name is none.
        ConfigError: the token is missing, wrong or not enough.
        ServerError: the Hub failed, or somebody else committed in between.
        StorageError: there is no room to read it back.
    """
    from huggingface_hub import HfApi
    from huggingface_hub.utils.tqdm import disable_progress_bars

    disable_progress_bars()  # tinbai shows its own
    phases("check", "files")
    manifest = sound_manifest(release)
    work = _Work(
        HfApi(endpoint=endpoint, token=token),
        release,
        manifest,
        repo_id,
        token,
        private,
        gated,
        phases,
    )
    with listening(phases):
        if dry_run:
            plan = patiently(lambda: _plan(work), phases)
            return Published(plan, _url(work), None, False)
        plans: list[Plan] = []  # of the attempts: what was sent is in the first one
        done = patiently(lambda: _attempt(work, plans), phases)
    return replace(done, plan=plans[0], sent=plans[0].tagged is None)


def _plan(work: _Work) -> Plan:
    work.phases("plan", "files")
    return plan_for(work.api, work.release, work.repo_id, work.manifest.version)


def _url(work: _Work) -> str:
    return f"{work.api.endpoint}/datasets/{work.repo_id}"


def _attempt(work: _Work, plans: list[Plan]) -> Published:
    """Whatever of it is still to be done."""
    plan = _plan(work)
    plans.append(plan)
    if plan.tagged is None and plan.is_new:
        _make_repository(work)
        plan = _plan(work)
        if plan.parent is None:
            raise ConfigError(
                f"{work.repo_id} exists on the Hub and this token cannot see it", hint="Use another token"
            )
    commit = plan.tagged or plan.standing or _commit(work, plan)
    work.phases("read back", "files")
    verify_bytes(work.api, work.release, work.manifest, work.repo_id, commit, token=work.token)
    if plan.tagged is None:
        _tag(work, plan.tag, commit)
    work.phases("load", "configs")
    verify_tag(work.api, work.release, work.manifest, work.repo_id, plan.tag, commit)
    return Published(plan, _url(work), commit, plan.tagged is None)


def _make_repository(work: _Work) -> None:
    """Settings are made anew while the repository is empty: a kill between the two must not leave it open to all."""
    with hub_faults(work.api, work.repo_id, PUBLISHER):
        work.api.create_repo(work.repo_id, repo_type="dataset", private=work.private, exist_ok=True)
        if work.gated is not None or work.private:
            work.api.update_repo_settings(
                work.repo_id, repo_type="dataset", private=work.private or None, gated=work.gated
            )


def _commit(work: _Work, plan: Plan) -> str:
    """A new commit on the head that the plan saw."""
    from huggingface_hub import CommitOperationAdd, CommitOperationDelete

    additions = [CommitOperationAdd(path, str(work.release / path)) for path in plan.additions]
    _send_large(work, additions)
    operations: list[CommitOperationAdd | CommitOperationDelete] = [*additions]
    operations += [CommitOperationDelete(path) for path in plan.deletions]
    try:
        with hub_faults(work.api, work.repo_id, PUBLISHER):
            made = work.api.create_commit(
                work.repo_id,
                operations,
                commit_message=release_title(work.manifest.version),
                repo_type="dataset",
                parent_commit=plan.parent,
            )
    except TransientError:
        raise
    except (
        ServerError
    ):  # 412: but perhaps it was the same release, by another hand or an answer that was lost
        standing = _plan(work).standing
        if standing is None:
            raise
        return standing
    return str(made.oid)


def _send_large(work: _Work, additions: "list[CommitOperationAdd]") -> None:
    """Large files one by one, ahead of the commit, which then only names them. What arrived once is not sent again."""
    whole = sum(addition.upload_info.size for addition in additions)
    sent = 0
    for addition in _largest_first(additions):
        work.phases("send", "bytes")(sent, whole)
        with hub_faults(work.api, work.repo_id, PUBLISHER):
            work.api.preupload_lfs_files(work.repo_id, [addition], repo_type="dataset", free_memory=False)
        sent += addition.upload_info.size
    work.phases("send", "bytes")(sent, whole)


def _largest_first(additions: "list[CommitOperationAdd]") -> "Iterator[CommitOperationAdd]":
    large = [addition for addition in additions if addition.upload_info.size >= _WORTH_TELLING]
    yield from sorted(large, key=lambda addition: -addition.upload_info.size)


def _tag(work: _Work, tag: str, commit: str) -> None:
    from huggingface_hub.errors import HfHubHTTPError

    with hub_faults(work.api, work.repo_id, PUBLISHER):
        try:
            work.api.create_tag(work.repo_id, tag=tag, revision=commit, repo_type="dataset")
        except HfHubHTTPError as error:
            if error.response.status_code != 409:
                raise
            raise TransientError(  # the next attempt sees whether it is the same release
                f"{work.repo_id} was given a tag {tag} while this release was on its way",
                hint="Run publish again to see whether it is the same release",
                asked_s=0,
            ) from error

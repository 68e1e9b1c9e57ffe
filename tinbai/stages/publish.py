"""A release to the Hub."""

import os

from schemas.errors import ConfigError, UsageError
from tinbai.console import Console, Outcome
from tinbai.stages.release import newest_release
from tinbai.workspace import Workspace

TOKEN = "HF_TOKEN"


def publish(
    workspace: Workspace,
    console: Console,
    repo_id: str,
    *,
    version: str | None = None,
    private: bool = False,
    dry_run: bool = False,
) -> Outcome:
    """Send one commit and one tag, and read the tag back from outside. A second time sends nothing.

    Raises:
        UsageError: there is no such release, or the tag stands there with other contents.
        ConfigError: HF_TOKEN is not set.
        ServerError: the Hub failed or refused; nothing stands half under a tag.
    """
    from dataset.publish import publish as publish_release

    folder = workspace.releases / f"v{version.removeprefix('v')}" if version else newest_release(workspace)
    if folder is None or not folder.is_dir():
        raise UsageError(
            f"there is no release {version}" if version else "there is no release yet",
            hint="Make one: tinbai release",
        )
    token = os.environ.get(TOKEN)
    if not token and not dry_run:
        raise ConfigError(
            f"{TOKEN} is not set", hint=f"Make a token that may write on the Hub: export {TOKEN}=..."
        )
    gated = workspace.config.release.gated
    with workspace.lock(), console.progress("publish") as progress:
        published = publish_release(
            folder,
            repo_id,
            token=token,
            private=private,
            gated=None if gated == "none" else gated,
            dry_run=dry_run,
            progress=progress,
        )
    if dry_run:
        summary = f"plan for {folder.name} to {repo_id}"
    elif published.sent:
        summary = f"{folder.name} stands on the Hub as a tag of {repo_id}, and was read back from there"
    else:
        summary = f"{folder.name} was there already, and was read back"
    return Outcome(
        "publish",
        summary,
        counts={
            **published.plan.as_dict(),
            "sent": published.sent,
            "commit": published.commit,
            "url": published.url,
        },
        notes=tuple(published.plan.text().splitlines()) if dry_run else (),
        next_step=published.url if not dry_run else f"tinbai publish {repo_id}",
    )

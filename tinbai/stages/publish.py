"""A release to the Hub, to a folder, or to an object store."""

import os
from pathlib import Path
from urllib.parse import unquote

from schemas.errors import ConfigError, UsageError
from schemas.progress import Phases
from tinbai.console import Console, Outcome
from tinbai.stages.release import newest_in
from tinbai.workspace import Workspace

TOKEN = "HF_TOKEN"
_FOLDER = ("/", "./", "../", "~")


def publish(
    workspace: Workspace,
    console: Console,
    target: str,
    *,
    version: str | None = None,
    private: bool = False,
    dry_run: bool = False,
    without_text: bool | None = None,
) -> Outcome:
    """Send a release to `OWNER/NAME` on the Hub, a folder (`/...`, `./...`, `../...`, `~...`, `file://...`) or an address of
    an object store (`s3://...`), and read it back. A second time sends nothing.

    The release without text goes where `without_text` or tinbai.toml says so. Where there are both, one must say it.

    Raises:
        UsageError: there is no such release, or the version stands there with other contents.
        ConfigError: HF_TOKEN is not set, or a store's package or rights are missing.
        ServerError: the Hub or the store failed or refused; nothing stands half as a release.
    """
    folder = _chosen(workspace, version, _without_text(workspace, without_text))
    on_hub = not (target.startswith((*_FOLDER, "file://")) or "://" in target)
    if private and not on_hub:
        raise UsageError("--private is for the Hub", hint="Elsewhere it is the place that says who may read")
    with workspace.lock(), console.phases("publish") as phases:
        if on_hub:
            return _to_hub(workspace, folder, target, phases, private=private, dry_run=dry_run)
        return _to_files(folder, target, phases, dry_run=dry_run)


def _to_hub(
    workspace: Workspace, folder: Path, repo_id: str, phases: Phases, *, private: bool, dry_run: bool
) -> Outcome:
    from dataset.publish import publish as publish_release

    token = os.environ.get(TOKEN)
    if not token and not dry_run:
        raise ConfigError(
            f"{TOKEN} is not set", hint=f"Make a token that may write on the Hub: export {TOKEN}=..."
        )
    gated = workspace.config.release.gated
    published = publish_release(
        folder,
        repo_id,
        token=token,
        private=private,
        gated=None if gated == "none" else gated,
        dry_run=dry_run,
        phases=phases,
    )
    if dry_run:
        summary = f"plan for {folder.name} to {repo_id}"
    elif published.sent:
        summary = f"{folder.name} stands on the Hub as a tag of {repo_id}, and was read back from there"
    else:
        summary = f"{folder.name} was there already, and was read back"
    counts = {"sent": published.sent, "commit": published.commit, "url": published.url}
    return Outcome(
        "publish",
        summary,
        counts={**published.plan.as_dict(), **counts},
        notes=tuple(published.plan.text().splitlines()) if dry_run else (),
        next_step=published.url if not dry_run else f"tinbai publish {repo_id}",
    )


def _to_files(folder: Path, target: str, phases: Phases, *, dry_run: bool) -> Outcome:
    from dataset.publish import publish_to_folder, publish_to_store

    if target.startswith((*_FOLDER, "file://")):
        place = Path(unquote(target.removeprefix("file://"))) if "://" in target else Path(target)
        placed = publish_to_folder(folder, place.expanduser(), dry_run=dry_run, phases=phases)
    else:
        placed = publish_to_store(folder, target, dry_run=dry_run, phases=phases)
    if dry_run:
        summary = f"plan for {folder.name} to {placed.url}"
    elif placed.sent:
        summary = f"{folder.name} stands in {placed.url}, and was read back from there"
    else:
        summary = f"{folder.name} was there already, and was read back"
    return Outcome(
        "publish",
        summary,
        counts={**placed.plan.as_dict(), "sent": placed.sent, "url": placed.url},
        notes=tuple(placed.plan.text().splitlines()) if dry_run else (),
        next_step=f"tinbai verify {placed.url}" if not dry_run else "the same without --dry-run",
    )


def _without_text(workspace: Workspace, asked: bool | None) -> bool:
    """Text that is out cannot be called back: what nobody said is asked, and the project's own word holds."""
    if workspace.config.release.without_text:
        if asked is False:
            raise UsageError(
                "tinbai.toml says that releases go out without text",
                hint="Leave --with-text out, or change without_text under [release] there",
            )
        return True
    if asked is None and newest_in(workspace.releases_without_text) is not None:
        raise UsageError(
            "there are releases with and without text",
            hint="Say which: --without-text or --with-text, or without_text under [release] in tinbai.toml",
        )
    return bool(asked)


def _chosen(workspace: Workspace, version: str | None, without_text: bool) -> Path:
    """The release that goes out, in full or without text as it was asked for."""
    from schemas.release.manifest import read_manifest

    place = workspace.releases_without_text if without_text else workspace.releases
    found = place / f"v{version.removeprefix('v')}" if version else newest_in(place)
    if found is None or not found.is_dir():
        name = f"release {version}" if version else "release"
        lacking, how = (" without text", " --without-text") if without_text else ("", "")
        raise UsageError(
            f"there is no {name}{lacking}" + ("" if version else " yet"),
            hint=f"Make one: tinbai release{how}",
        )
    manifest = read_manifest(found)
    if manifest.attached is not None or (manifest.without_text is not None) != without_text:
        what = "holds the text, which is not to be published" if without_text else "is one without text"
        raise UsageError(f"{found} {what}", hint="Remove it from there and make the release again")
    return found

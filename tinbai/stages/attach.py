"""Text back into a release that was published without."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tinbai.console import Console, Outcome
from tinbai.engines import EngineChoice, engine_for
from tinbai.stages.normalize import options_of
from tinbai.stages.publish import TOKEN
from tinbai.workspace import Workspace

if TYPE_CHECKING:
    from dataset.withheld import Attachment


def attach(
    workspace: Workspace,
    console: Console,
    what: str,
    pages: Sequence[str],
    *,
    output: Path,
    whole: bool = False,
    jobs: int | None = None,
) -> Outcome:
    """Write the release `what`, a folder or `OWNER/NAME@REVISION`, with text from `pages` to `output`.

    Of `workspace` only the settings for reading and cleaning count, and nothing is written there. Exit code 1 where
    the release without text contradicts the texts that it names, whatever the pages.

    Raises:
        UsageError: `what` is no release without text, or something else stands in `output`.
        DataError: the release does not hold, nothing could be put back, or not all and `whole` was asked for.
        ConfigError, ServerError: the Hub refuses, or does not answer.
    """
    from dataset.publish.place import opened
    from dataset.withheld import attach as put_back

    with (
        opened(what, token=os.environ.get(TOKEN) or None) as release,
        console.phases("attach") as progress,
        engine_for(workspace, EngineChoice(jobs=jobs)) as engine,
    ):
        made = put_back(
            release,
            pages,
            output,
            workspace.contract,
            options=options_of(workspace),
            engine=engine,
            progress=progress,
            whole=whole,
        )
    return _told(made)


def _told(made: "Attachment") -> Outcome:
    from dataset.withheld.find import REASONS
    from dataset.withheld.put_back import UNATTACHED

    manifest = made.manifest
    config = "entities" if "entities" in manifest.configs else "articles"
    summary = f"text of {made.articles} of {made.of} articles is back in {manifest.name} {manifest.version}"
    if not made.differing:
        summary += ", and every row says what the full release says"
    notes = [f"{reason}: {count}: {REASONS[reason]}" for reason, count in made.unattached.items()]
    if made.by_text:
        notes.append(f"from pages with another id and the very same text: {made.by_text}")
    if made.differing:
        notes.append(f"not as in the full release: {', '.join(made.differing)}")
    if other := sorted(set(made.norm_versions) - set(manifest.norm_versions)):
        notes.append(
            f"these pages were normalized by rules {', '.join(other)}, the release by "
            f"{', '.join(manifest.norm_versions)}: texts may differ for that alone"
        )
    if made.contradicted:
        notes.append(
            "no crawl can be the cause of some of that: this release without text is not as it was made"
        )
    if not made.written:
        notes.append("it was there already, byte for byte")
    listed = {"unattached": made.folder / UNATTACHED} if made.unattached else {}
    return Outcome(
        "attach",
        summary,
        counts={
            "name": manifest.name,
            "version": manifest.version,
            "articles": made.articles,
            "of": made.of,
            "by_text": made.by_text,
            "unattached": dict(made.unattached),
            "differing": list(made.differing),
            "rows": {
                config: {split: one.rows for split, one in entry.splits.items()}
                for config, entry in manifest.configs.items()
            },
            "norm_versions": list(made.norm_versions),
            "written": made.written,
        },
        paths={"release": made.folder, **listed},
        notes=tuple(notes),
        next_step=f'load_dataset("{made.folder}", "{config}")',
        exit_code=1 if made.contradicted else 0,
    )

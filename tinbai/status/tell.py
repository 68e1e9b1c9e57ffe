"""`tinbai status`: once, again and again, or as a page."""

import time
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

from schemas.errors import DataError
from schemas.files import write_text
from tinbai.console import Console, Outcome
from tinbai.status.lines import lines, summary
from tinbai.status.live import ask
from tinbai.status.memory import Memory
from tinbai.status.page import status_html
from tinbai.status.picture import Painter, Picture
from tinbai.status.stages import next_step
from tinbai.workspace import Workspace


def status(workspace: Workspace, *, html: Path | None = None) -> Outcome:
    """Where the work is, from the workspace's tables, and from the server where one answers quickly.

    Nothing is written but the page at `html`, where one is asked for.

    Raises:
        DataError: a table cannot be read.
        StorageError: the page cannot be written.
    """
    return _outcome(workspace, Painter(workspace, Memory()).paint(datetime.now(UTC), ask(workspace)), html)


def watch(workspace: Workspace, console: Console, *, every_s: float, html: Path | None = None) -> Outcome:
    """The same every `every_s` seconds until Ctrl-C, which is a `KeyboardInterrupt`.

    On a terminal in place; elsewhere, and as JSON, only when something changed. Tables that did not change
    are not read again. A table that another command is just replacing is read at the next turn.

    Raises:
        DataError: a table cannot be read at the first turn; later the last state stays and says so.
    """
    painter = Painter(workspace, Memory())
    last: Picture | None = None
    asked = ask(workspace)
    with console.screen() as show:
        while True:
            begin = time.monotonic()
            try:
                picture = painter.paint(datetime.now(UTC), asked)
            except (DataError, FileNotFoundError) as error:
                if last is None:
                    raise
                told = _outcome(workspace, last, None)
                show(replace(told, notes=(f"could not be read just now: {error}", *told.notes)))
            else:
                if last is None or replace(picture, moment=last.moment) != last:
                    show(_outcome(workspace, picture, html))
                last = picture
            time.sleep(max(0.0, every_s - (time.monotonic() - begin)))
            # A server that hangs is asked once, not at every turn.
            asked = asked if asked.under_way else ask(workspace)


def _outcome(workspace: Workspace, picture: Picture, html: Path | None) -> Outcome:
    if html is not None:
        names = {topic.code: topic.name_vi for topic in workspace.contract.topics}
        write_text(html, status_html(picture, names))
    return Outcome(
        "status",
        summary(picture),
        counts=counts(picture),
        paths={"page": html} if html is not None else {},
        notes=tuple(lines(picture)),
        next_step=next_step(picture.stages),
    )


def counts(picture: Picture) -> dict[str, object]:
    """All that the page shows, in values that JSON has; moments are UTC."""
    whole = asdict(picture)
    people, skips = whole.pop("annotators"), whole.pop("skips")
    return {
        **whole,
        "moment": picture.moment.isoformat(timespec="seconds"),
        "annotators": len(people),
        "by_annotator": people,
        "skipped": skips,
        "stages": {stage.name: stage.counts for stage in picture.stages if stage.counts is not None},
        "stale": [stage.name for stage in picture.stages if stage.stale],
    }

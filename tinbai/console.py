"""What people see: a progress bar on a terminal and none elsewhere, one line for an error, JSON for machines."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from schemas.errors import TinbaiError
from schemas.progress import Phases, Progress, silent, unseen
from tinbai.github import inert, under_actions

# What shells give for a command that Ctrl-C ended: neither the data's failure nor a fault.
STOPPED = 130


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a verb did: figures, the paths it made, and what a person should know or do next.

    `text`, where there is some, is the verb's whole answer, to be piped on as it is.
    """

    verb: str
    summary: str
    counts: Mapping[str, object] = field(default_factory=dict)
    paths: Mapping[str, Path] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    next_step: str = ""
    exit_code: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class Console:
    """`as_json` gives one JSON object on standard output and nothing else there."""

    as_json: bool = False

    @contextmanager
    def progress(self, what: str) -> Iterator[Progress]:
        """A bar on standard error while the block runs, if a person is there to see it."""
        if self.as_json or not sys.stderr.isatty():
            yield silent
            return
        from rich.console import Console as RichConsole
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as RichProgress

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with RichProgress(*columns, console=RichConsole(stderr=True), transient=True) as bar:
            task = bar.add_task(what, total=None)

            def advance(done: int, total: int | None = None) -> None:
                bar.update(task, completed=done, total=total)

            yield advance

    @contextmanager
    def phases(self, what: str) -> Iterator[Phases]:
        """As `progress`, for work in phases: one bar that begins anew with each."""
        if self.as_json or not sys.stderr.isatty():
            yield unseen
            return
        from rich.console import Console as RichConsole
        from rich.progress import (
            BarColumn,
            DownloadColumn,
            MofNCompleteColumn,
            Task,
            TextColumn,
            TimeElapsedColumn,
        )
        from rich.progress import Progress as RichProgress
        from rich.text import Text

        class Count(MofNCompleteColumn):
            def render(self, task: Task) -> Text:
                if task.fields["unit"] == "bytes":
                    return DownloadColumn().render(task)
                return super().render(task).append(f" {task.fields['unit']}")

        columns = (TextColumn("{task.description}"), BarColumn(), Count(), TimeElapsedColumn())
        with RichProgress(*columns, console=RichConsole(stderr=True), transient=True) as bar:

            def begin(phase: str, unit: str) -> Progress:
                for task in bar.task_ids:
                    bar.remove_task(task)
                own = bar.add_task(f"{what}: {phase}", total=None, unit=unit)

                def advance(done: int, total: int | None = None) -> None:
                    bar.update(own, completed=done, total=total)

                return advance

            yield begin

    @contextmanager
    def screen(self) -> Iterator[Callable[[Outcome], None]]:
        """Shows outcomes each in the place of the one before, on a terminal; elsewhere one after the other."""
        if self.as_json or not sys.stdout.isatty():
            yield self.show
            return
        from rich.console import Console as RichConsole
        from rich.live import Live
        from rich.text import Text

        terminal = RichConsole()
        if terminal.is_dumb_terminal:  # rich would say nothing there before the end
            yield self.show
            return
        # Lines that do not fit are cut, not folded: folded ones would push the end out of a short window.
        with Live(console=terminal, auto_refresh=False, vertical_overflow="ellipsis") as live:

            def show(outcome: Outcome) -> None:
                told = Text("\n".join(_for_people(outcome)), no_wrap=True, overflow="ellipsis")
                live.update(told, refresh=True)

            yield show

    def say(self, line: str) -> None:
        """A line for people, while the work goes on."""
        if not self.as_json:
            _write(sys.stdout, line)

    def command(self, line: str) -> None:
        """A workflow command for GitHub's runner, which reads standard error as well as standard output."""
        _print(sys.stderr if self.as_json else sys.stdout, line)

    def show(self, outcome: Outcome) -> None:
        lines = [as_json(outcome)] if self.as_json else list(_for_people(outcome))
        _write(sys.stdout, "\n".join(lines).rstrip("\n"))

    def fail(self, error: TinbaiError, *, exit_code: int | None = None) -> None:
        if self.as_json:
            code = error.exit_code if exit_code is None else exit_code
            body = {"error": error.message, "hint": error.hint, "exit_code": code}
            _write(sys.stdout, json.dumps(body, ensure_ascii=False))
        _write(sys.stderr, f"tinbai: {error}")

    def stopped(self) -> None:
        """A person pressed Ctrl-C."""
        hint = "What was done before stands; run the same command again to go on"
        self.fail(TinbaiError("stopped", hint=hint), exit_code=STOPPED)

    def fault(self, error: Exception) -> None:
        """An error that nobody foresaw."""
        hint = "This is a fault of tinbai: run the same command with --debug and report what it prints"
        self.fail(TinbaiError(_one_line(error), hint=hint))


def _write(stream: TextIO, text: str) -> None:
    """What comes from data is no command to GitHub's runner."""
    _print(stream, inert(text) if under_actions() else text)


def _print(stream: TextIO, text: str) -> None:
    """A file name that is not UTF-8 comes as lone surrogates: write them as escapes, which JSON reads too."""
    stream.write(text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n")
    stream.flush()


def _one_line(error: BaseException) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())


def as_json(outcome: Outcome) -> str:
    body = {
        "verb": outcome.verb,
        "summary": outcome.summary,
        "counts": dict(outcome.counts),
        "paths": {name: str(path) for name, path in outcome.paths.items()},
        "notes": list(outcome.notes),
        "next": outcome.next_step,
        "exit_code": outcome.exit_code,
        **({"text": outcome.text} if outcome.text else {}),
    }
    # `##[` is a command to GitHub's runner wherever it stands; as an escape it is the same JSON.
    return json.dumps(body, ensure_ascii=False).replace("##[", "##\\u005b")


def _for_people(outcome: Outcome) -> Iterator[str]:
    if outcome.text:
        yield outcome.text
        return
    yield f"{outcome.verb}: {outcome.summary}"
    for note in outcome.notes:
        yield f"  {note}"
    for name, path in outcome.paths.items():
        yield f"  {name}: {path}"
    if outcome.next_step:
        yield f"  next: {outcome.next_step}"

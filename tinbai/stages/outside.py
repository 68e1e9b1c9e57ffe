"""The suggester that `[suggest]` of tinbai.toml names, if it names one: asked about what it has not answered yet."""

import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from schemas.errors import ConfigError
from schemas.tables import read_table
from tinbai.console import Console
from tinbai.workspace import CONFIG_NAME, Workspace

if TYPE_CHECKING:
    import pyarrow as pa

    from annotation.suggest.outside import Command, Endpoint, Shown

_REASONS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Outside:
    """A suggester that has been asked. `name` has its version; `sent` says where texts went in this run."""

    workspace: Workspace
    name: str
    answers: Path
    beside_rules: bool
    sent: str
    failed: Mapping[str, int]
    shown: "Shown | None"

    @property
    def options(self) -> dict[str, object]:
        return {"suggester": self.name, "rules": self.beside_rules}

    @property
    def inputs(self) -> tuple[Path, ...]:
        return (self.answers,)

    def alone(self, articles: "pa.Table") -> "pa.Table":
        """Suggestions in which nobody has said anything yet."""
        from annotation.suggest.outside import without_rules

        return without_rules(articles, self.workspace.contract, self.shown)

    def combine(self, table: "pa.Table", articles: "pa.Table") -> "tuple[pa.Table, Mapping[str, int]]":
        """The table with what holds of the suggester's answers, and counts."""
        from annotation.suggest.outside import combine, read_answers

        answers = read_answers(self.answers)
        return combine(table, articles, self.workspace.contract, answers, self.name, self.shown)

    def notes(self, counts: Mapping[str, int]) -> tuple[str, ...]:
        dropped = ", ".join(
            f"{number} dropped ({name.removeprefix('dropped_').replace('_', ' ')})"
            for name, number in counts.items()
            if name.startswith("dropped_")
        )
        lines = [
            self.sent,
            f"{self.name}: {counts['answered']} articles answered, {counts['suggester_spans']} spans of it stand"
            + (f", {dropped}" if dropped else ""),
        ]
        if counts["unanswered"]:
            lines.append(
                f"{counts['unanswered']} articles are without its answer and are asked again next time"
            )
        lines += [
            f"  {number} articles: {why}" for why, number in Counter(self.failed).most_common(_REASONS_SHOWN)
        ]
        return tuple(lines)


def ask_outside(workspace: Workspace, console: Console, shown: "Shown | None" = None) -> Outside | None:
    """Ask the configured suggester about the articles that it has not answered; None where there is none.

    Every answer is kept as it comes. What annotators were `shown` already stays, and is not asked about. Call it under the workspace's lock.

    Raises:
        ConfigError: it cannot be started, or does not let us in.
        ServiceError: it failed; what it answered until then is kept.
    """
    suggester = _configured(workspace)
    if suggester is None:
        return None
    from annotation.suggest.outside import (
        Answer,
        Command,
        Unanswered,
        answer_log,
        ask_command,
        ask_endpoint,
        questions_of,
        read_answers,
    )

    contract = workspace.contract
    name = suggester.name(contract)
    answers = workspace.suggester / f"{name.rpartition('@')[2]}.jsonl"
    articles = read_table(workspace.articles, contract, "articles")
    questions = questions_of(articles, read_answers(answers).keys(), shown)
    failed: Counter[str] = Counter()
    done = 0
    if questions:
        console.say(f"suggest: {_where(suggester, len(questions), 'goes')}")
    with console.progress("ask the suggester") as progress, answer_log(answers) as keep:

        def take(reply: Answer | Unanswered) -> None:
            nonlocal done
            if isinstance(reply, Answer):
                keep(reply)
            else:
                failed[reply.reason] += 1
            done += 1
            progress(done, len(questions))

        if isinstance(suggester, Command):
            ask_command(suggester, contract, questions, take)
        else:
            ask_endpoint(suggester, contract, questions, take)
    sent = _where(suggester, len(questions), "went")
    return Outside(workspace, name, answers, workspace.config.suggest.rules, sent, failed, shown)


def _configured(workspace: Workspace) -> "Command | Endpoint | None":
    settings = workspace.config.suggest
    if settings.command is None and settings.endpoint is None:
        return None
    from annotation.suggest.outside import Command, Endpoint

    if settings.command is not None:
        return Command(
            settings.argv,
            workspace.root,
            settings.version,
            article_seconds=settings.article_seconds,
            total_seconds=settings.total_seconds,
        )
    assert settings.endpoint is not None
    import httpx

    try:
        httpx.URL(settings.endpoint)
    except httpx.InvalidURL as error:
        raise ConfigError(
            f"[suggest] endpoint {settings.endpoint!r} is no address: {error}",
            hint=f"Correct it in {workspace.root / CONFIG_NAME}",
        ) from None
    key = os.environ.get(settings.key_env, "").strip() if settings.key_env else ""
    if not key.isascii() or not key.isprintable():
        raise ConfigError(
            f"{settings.key_env} in the environment is no key: it holds characters that no header can",
            hint=f"Set it again, or another key_env in {workspace.root / CONFIG_NAME}",
        )
    return Endpoint(
        settings.endpoint,
        settings.model,
        key or None,
        settings.key_env,
        settings.version,
        concurrency=settings.concurrency,
        max_chars=settings.max_chars,
        article_seconds=settings.article_seconds,
        total_seconds=settings.total_seconds,
    )


def _where(suggester: "Command | Endpoint", articles: int, verb: str) -> str:
    """Where how many texts go: said before they go, and again at the end."""
    from annotation.suggest.outside import Command

    if not articles:
        return "nothing was sent: it has answered about every article"
    what = f"the text of {articles} articles {verb} to "
    if isinstance(suggester, Command):
        return what + f"the command {suggester.shown!r} on this machine"
    if suggester.is_here:
        return what + f"{suggester.url} on this machine (model {suggester.model})"
    plain = ", unencrypted" if suggester.url.startswith("http:") else ""
    return what + f"{suggester.url}: it leaves this machine{plain} (model {suggester.model})"

"""Any server that speaks OpenAI's chat completions, here or elsewhere (docs/suggesters.md)."""

import asyncio
import hashlib
import ipaddress
import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from annotation.suggest.outside.completion import NoAnswer, answer_in
from annotation.suggest.outside.parts import halves, parts_of
from annotation.suggest.outside.prompt import Prompt, prompt_of
from annotation.suggest.outside.question import Answer, Part, Question, Take, Unanswered, kept
from annotation.suggest.outside.requests import Requests
from schemas.contract import Contract
from schemas.errors import ServerError

if TYPE_CHECKING:
    import httpx

# At one failure in five, ten articles in a row fail once in ten million: ten in a row are no accident.
_GIVE_UP = 10


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`url` is what `/chat/completions` is put after. `version` is the user's own word for its state.

    A request may take `article_seconds`, all together `total_seconds`; texts longer than `max_chars` code
    points go in parts. The key stays out of `repr`; `key_env` is where it comes from.
    """

    url: str
    model: str
    key: str | None = field(default=None, repr=False)
    key_env: str = "OPENAI_API_KEY"
    version: str = ""
    concurrency: int = 4
    max_chars: int = 4_000
    article_seconds: float = 120.0
    total_seconds: float | None = None
    backoff_seconds: float = 1.0

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    @property
    def is_here(self) -> bool:
        """Whether what is sent stays on this machine."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    def name(self, contract: Contract) -> str:
        """What its spans say where they come from: the model, and a hash of all that its answers depend on."""
        asked = [self.url, self.model, self.version, self.max_chars, *prompt_of(contract).hashed]
        digest = hashlib.sha256(json.dumps(asked).encode()).hexdigest()
        return f"endpoint:{self.model}@{digest[:12]}"


def ask_endpoint(endpoint: Endpoint, contract: Contract, questions: Sequence[Question], take: Take) -> None:
    """Ask about every question, a few at a time; `take` gets each answer as it comes.

    Raises:
        ConfigError: the server wants another key, or has no such address or model.
        ServerError: it cannot be reached, wants a long pause, or fails again and again. What was taken stands.
    """
    if not questions:
        return
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        asyncio.run(_ask(endpoint, contract, questions, take))
    else:
        # Within somebody's loop, as in a notebook, one of our own needs a thread of its own.
        with ThreadPoolExecutor(1) as pool:
            pool.submit(asyncio.run, _ask(endpoint, contract, questions, take)).result()


async def _ask(endpoint: Endpoint, contract: Contract, questions: Sequence[Question], take: Take) -> None:
    import httpx

    # Proxies of the environment are for what lies outside; to this machine text goes by no detour.
    async with httpx.AsyncClient(
        headers={"Authorization": f"Bearer {endpoint.key}"} if endpoint.key else {},
        timeout=endpoint.article_seconds,
        trust_env=not endpoint.is_here,
        follow_redirects=False,
    ) as client:
        asker = _Asker(endpoint, prompt_of(contract), _requests(endpoint, client), questions, take)
        try:
            async with asyncio.timeout(endpoint.total_seconds):
                await asker.all()
        except TimeoutError:
            raise ServerError(
                f"{endpoint.url} was not done in {endpoint.total_seconds:g} s (total_seconds), "
                f"after {asker.answered} of {len(questions)} answers",
                hint="Run this again: what it answered is kept, and only the rest is asked",
            ) from None


def _requests(endpoint: Endpoint, client: "httpx.AsyncClient") -> Requests:
    return Requests(
        client,
        f"{endpoint.url.rstrip('/')}/chat/completions",
        seconds=endpoint.article_seconds,
        backoff_seconds=endpoint.backoff_seconds,
        secret=endpoint.key,
        key_env=endpoint.key_env,
    )


@dataclass(slots=True)
class _Asker:
    endpoint: Endpoint
    prompt: Prompt
    requests: Requests
    questions: Sequence[Question]
    take: Take
    answered: int = 0
    failed: int = 0  # in a row
    last: str = ""

    async def all(self) -> None:
        """`concurrency` workers share the questions; the first that fails for good stops the others."""
        left = iter(self.questions)

        async def work() -> None:
            for question in left:
                self._came(await self._article(question))

        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(min(self.endpoint.concurrency, len(self.questions))):
                    group.create_task(work())
        except ExceptionGroup as errors:
            raise errors.exceptions[0] from None
        if not self.answered:
            raise ServerError(
                f"{self.endpoint.url} answered nothing of use about {len(self.questions)} articles: {self.last}",
                hint="Try another model, or ask it about one text by hand",
            )

    def _came(self, reply: Answer | Unanswered) -> None:
        self.take(reply)
        if isinstance(reply, Answer):
            self.answered, self.failed = self.answered + 1, 0
            return
        self.failed, self.last = self.failed + 1, reply.reason
        if self.failed >= _GIVE_UP:
            raise ServerError(
                f"{self.endpoint.url} failed on {_GIVE_UP} articles in a row, after {self.answered} of "
                f"{len(self.questions)} answers; the last time: {reply.reason}",
                hint="See to the server, then run this again: what it answered is kept, and only the rest is asked",
            )

    async def _article(self, question: Question) -> Answer | Unanswered:
        """Part by part; a part about which the answer breaks off is asked about in halves."""
        parts: list[Part] = []
        left = list(parts_of(question.text, 0, len(question.text), self.endpoint.max_chars))
        while left:
            start, end = left.pop(0)
            if not question.text[start:end].strip():
                continue
            said = await self._said(question, start, end)
            if isinstance(said, NoAnswer):
                smaller = halves(question.text, start, end) if said.cut else []
                if not smaller:
                    return Unanswered(question.id, said.reason)
                left[:0] = smaller
                continue
            parts.append(Part(start, end, kept(said)))
        return Answer(*question.key, tuple(parts))

    async def _said(self, question: Question, start: int, end: int) -> dict[str, object] | NoAnswer:
        body = {
            "model": self.endpoint.model,
            "messages": self.prompt.messages(question.title, question.text[start:end]),
        }
        response = await self.requests.post(body, self.prompt.schema)
        return response if isinstance(response, NoAnswer) else answer_in(response)

"""One request for a chat completion, until it is answered or there is no use in asking on."""

import asyncio
import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Literal

from annotation.suggest.outside.completion import NoAnswer
from annotation.suggest.outside.question import MOST_BYTES, printable
from schemas.errors import ConfigError, ServerError

if TYPE_CHECKING:
    import httpx

_ATTEMPTS = (
    4  # with pauses of 1, 2 and 4 s between them: what a server takes to start again, or a limit to pass
)
_PASSING = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_LONGEST_PAUSE_S = 60.0  # limits are counted by the minute; who says later has none left today

Form = Literal["schema", "object", "text"]
_FORMS: tuple[Form, ...] = ("schema", "object", "text")


@dataclass(frozen=True, slots=True)
class _Manner:
    """What is asked of a server beyond the messages: what it refuses is left away from then on."""

    form: Form = "schema"
    cold: bool = True  # temperature 0; models that reason refuse to be told

    def body(self, body: Mapping[str, object], schema: Mapping[str, object]) -> dict[str, object]:
        formats: dict[Form, dict[str, object]] = {
            "schema": {
                "type": "json_schema",
                "json_schema": {"name": "labels", "strict": True, "schema": schema},
            },
            "object": {"type": "json_object"},
        }
        wanted = formats.get(self.form)
        return {
            **body,
            **({"temperature": 0} if self.cold else {}),
            **({"response_format": wanted} if wanted else {}),
        }

    def humbler(self, complaint: str) -> Iterator["_Manner"]:
        """The next that may be taken, if there is one."""
        if self.cold and "temperature" in complaint:
            yield _Manner(self.form, cold=False)
        elif self.form != _FORMS[-1]:
            yield _Manner(_FORMS[_FORMS.index(self.form) + 1], self.cold)


@dataclass(frozen=True, slots=True)
class _Response:
    status: int
    pause: float | None
    body: bytes

    def complaint(self, secret: str | None) -> str:
        """What the server says is wrong, without the key that it may repeat."""
        try:
            said = json.loads(self.body)
            error = said.get("error", said)
            text = str(error.get("message", error) if isinstance(error, dict) else error)
        except (ValueError, AttributeError, RecursionError):
            text = self.body[:1_000].decode("utf-8", "replace")
        return printable(text.replace(secret, "***") if secret else text)


@dataclass(slots=True)
class Requests:
    """Requests to one address. What one of them learns (a pause, what the server refuses) holds for all."""

    client: "httpx.AsyncClient"
    address: str
    seconds: float
    backoff_seconds: float
    secret: str | None = field(repr=False)
    key_env: str
    manner: _Manner = _Manner()
    proved: set[_Manner] = field(default_factory=set)
    not_before: float = 0.0

    async def post(self, body: Mapping[str, object], schema: Mapping[str, object]) -> bytes | NoAnswer:
        """The body of a response with status 200, or why there is none.

        Raises:
            ConfigError: the server wants another key, or has no such address or model.
            ServerError: it asks to come back much later.
        """
        attempt = 0
        while True:
            manner = self.manner
            await asyncio.sleep(max(0.0, self.not_before - time.monotonic()))
            response = await self._once(manner.body(body, schema))
            if isinstance(response, _Response):
                if response.status == 200:
                    self.proved.add(manner)
                    return response.body
                complaint = response.complaint(self.secret)
                if _is_too_long(response.status, complaint):
                    return NoAnswer(f"too long: {complaint}", cut=True)
                if response.status in (400, 422) and self._learns(manner, complaint):
                    continue
                self._refuse(response.status, complaint)
                failure = NoAnswer(f"status {response.status}: {complaint}")
                if response.status not in _PASSING:
                    return failure
                pause = response.pause
            else:
                failure, pause = response, None
            attempt += 1
            if attempt == _ATTEMPTS:
                return failure
            self._wait(self.backoff_seconds * 2 ** (attempt - 1) if pause is None else pause)

    async def _once(self, body: Mapping[str, object]) -> _Response | NoAnswer:
        import httpx

        data = bytearray()
        try:
            async with (
                asyncio.timeout(self.seconds),
                self.client.stream("POST", self.address, json=body) as response,
            ):
                async for chunk in response.aiter_bytes():
                    data += chunk
                    if len(data) > MOST_BYTES:
                        return NoAnswer(f"more than {MOST_BYTES} bytes came")
        except (TimeoutError, httpx.TimeoutException):
            return NoAnswer(f"no response in {self.seconds:g} s")
        except httpx.HTTPError as error:
            return NoAnswer(f"{type(error).__name__}: {printable(str(error))}")
        return _Response(response.status_code, _pause(response.headers.get("Retry-After")), bytes(data))

    def _learns(self, manner: _Manner, complaint: str) -> bool:
        """Whether to ask again in a humbler manner: not where this one has been taken before."""
        if manner in self.proved:
            return False
        if manner == self.manner:
            for humbler in manner.humbler(complaint):
                self.manner = humbler
        return manner != self.manner

    def _refuse(self, status: int, complaint: str) -> None:
        if status in (401, 403):
            raise ConfigError(
                f"{self.address} does not let us in ({status})",
                hint=f"Put the key in the environment: export {self.key_env}=..."
                if not self.secret
                else f"Check the key in {self.key_env}",
            )
        if status in (404, 405) or 300 <= status < 400:
            raise ConfigError(
                f"{self.address} has nothing for us ({status}): {complaint}",
                hint="Check [suggest] endpoint and model in tinbai.toml; the address most often ends in /v1",
            )

    def _wait(self, pause: float) -> None:
        """Nobody asks again before the pause is over."""
        if pause > _LONGEST_PAUSE_S:
            raise ServerError(
                f"{self.address} asks to come back in {pause:.0f} s",
                hint="Run this again then: what it answered is kept, and only the rest is asked",
            )
        self.not_before = max(self.not_before, time.monotonic() + pause)


def _is_too_long(status: int, complaint: str) -> bool:
    """`maximum context length is 4096 tokens`, `exceeds the available context size`: servers' own words."""
    return status == 413 or (status == 400 and "context" in complaint.lower())


def _pause(header: str | None) -> float | None:
    """Seconds of a Retry-After field, which holds seconds or a date; None where it holds neither."""
    if header is None:
        return None
    try:
        return max(0.0, float(header))
    except ValueError:
        pass
    try:
        return max(0.0, (parsedate_to_datetime(header) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None

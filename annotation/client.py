"""A connection to any Label Studio, by URL and key; every fault of it is one line for a person."""

import json
import re
import ssl
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from schemas.errors import ConfigError, ServerError, TinbaiError

if TYPE_CHECKING:
    from label_studio_sdk.base_client import LabelStudioBase
    from label_studio_sdk.core.request_options import RequestOptions

_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_TIMEOUT = 120.0
_DETAIL = 300

_HOST = re.compile(r"[^\s/?#%]+")
# Hexadecimal digits, or three parts of base64 with dots between them.
_KEY = re.compile(r"[A-Za-z0-9._=-]+")
_KEY_HINT = "Set LABEL_STUDIO_API_KEY to the access token of your account page there"


@dataclass(frozen=True, slots=True)
class Connection:
    """An open door to a Label Studio. The key is in the client, never in `repr`."""

    url: str
    client: "LabelStudioBase" = field(repr=False)
    user_id: int
    version: str


def connect(url: str, api_key: str) -> Connection:
    """Connect with a legacy token or a personal access token, and see that it opens the door.

    Raises:
        ConfigError: the URL or the key is missing or wrong, or it is no Label Studio.
        ServerError: nobody answers, or it fails.
    """
    import httpx
    from label_studio_sdk.base_client import LabelStudioBase
    from label_studio_sdk.core.api_error import ApiError

    base, host = _address(url)
    key = api_key.strip()
    if not key:
        raise ConfigError(f"no key for Label Studio at {base}", hint=_KEY_HINT)
    if not _KEY.fullmatch(key):
        raise ConfigError("LABEL_STUDIO_API_KEY holds what no key has", hint=_KEY_HINT)
    with server_faults(base):
        # A proxy of the surroundings is not the way to this machine.
        surroundings = host not in _LOOPBACK
        http = httpx.Client(
            timeout=_TIMEOUT,
            follow_redirects=True,
            trust_env=surroundings,
            verify=_certificates(surroundings),
        )
        answer = http.get(f"{base}/api/version")
        if answer.is_server_error:
            raise _refusal(base, answer.status_code, "")
        try:
            version = str(answer.json()["release"])
        except (ValueError, KeyError, TypeError):
            raise _no_label_studio(base) from None
        client = LabelStudioBase(
            base_url=base,
            api_key=key,
            httpx_client=http,
            timeout=_TIMEOUT,  # or the SDK would wait for ever
        )
        # The SDK never closes its connections; when nobody holds the client any more, they go too.
        weakref.finalize(client, http.close)
        try:
            user = client.users.whoami()
        except ApiError as error:
            # Label Studio tells its version below every path: somebody copied the address of a page.
            if error.status_code == httpx.codes.NOT_FOUND:
                raise _no_label_studio(base) from None
            raise
    return Connection(base, client, int(user.id or 0), version)


@cache
def _certificates(surroundings: bool) -> ssl.SSLContext:
    """Whom to trust, read once: it takes longer than a request to a near server."""
    import httpx

    return httpx.create_ssl_context(trust_env=surroundings)


def _no_label_studio(base: str) -> ConfigError:
    return ConfigError(
        f"what answers at {base} is no Label Studio",
        hint="Check [labelstudio] url in tinbai.toml: http://HOST:PORT, and no page below it",
    )


def _address(url: str) -> tuple[str, str]:
    """The address without its last slash, and its host."""
    import httpx

    base = url.strip().rstrip("/")
    if "@" in base:
        # Not repeated: it would stand in whatever keeps our messages.
        raise ConfigError(
            "the address of Label Studio holds a user or a password",
            hint="Give http://HOST:PORT alone; the key comes from LABEL_STUDIO_API_KEY",
        )
    try:
        place = httpx.URL(base)
    except httpx.InvalidURL:
        place = httpx.URL()
    if place.scheme not in {"http", "https"} or not place.host or not _HOST.fullmatch(place.host):
        raise ConfigError(f"{url!r} is no address of a Label Studio", hint="Give http://HOST:PORT")
    return base, place.host


def once() -> "RequestOptions":
    """For requests that add something: the SDK would otherwise send them again by itself, and so twice."""
    from label_studio_sdk.core.request_options import RequestOptions

    return RequestOptions(max_retries=0, timeout_in_seconds=600)


@contextmanager
def server_faults(url: str) -> Iterator[None]:
    """Turn whatever a server can do to us into a `ServerError`, and a key that it refuses into a `ConfigError`.

    The SDK's own message holds cookies: it is never shown.
    """
    import httpx
    from label_studio_sdk.core.api_error import ApiError

    try:
        yield
    except (httpx.ConnectError, httpx.ConnectTimeout) as error:
        raise ServerError(
            f"no Label Studio answers at {url}",
            hint="Start it (tinbai serve) or check the address, then run the same command again",
        ) from error
    except httpx.TransportError as error:
        raise ServerError(
            f"Label Studio at {url} broke off ({type(error).__name__})",
            hint="See that it runs, then run the same command again: it goes on from what has arrived",
        ) from error
    except ApiError as error:
        raise _refusal(url, error.status_code, error.body) from error


def _refusal(url: str, status: int | None, body: object) -> TinbaiError:
    if status in {401, 403}:
        return ConfigError(
            f"Label Studio at {url} does not accept the key (HTTP {status})",
            hint=_KEY_HINT,
        )
    if status == 404:
        return ServerError(f"Label Studio at {url} does not have what was asked for (HTTP 404)")
    said = _said(body)
    if status is not None and status >= 500:
        return ServerError(
            f"Label Studio at {url} failed (HTTP {status}){said}",
            hint="See its log, then run the same command again: it goes on from what has arrived",
        )
    return ServerError(f"Label Studio at {url} refused (HTTP {status}){said}")


def _said(body: object) -> str:
    if isinstance(body, dict):
        body = body.get("validation_errors") or body.get("detail") or ""
    text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    line = " ".join(text.split())
    return f": {line[:_DETAIL]}" if line else ""

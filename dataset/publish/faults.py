"""What the Hub refuses, or its silence, in one line each, with what this caller can do about it.

ServerError
└── TransientError   the Hub may answer soon: `patience` tries again a few times
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from schemas.errors import ConfigError, DataError, ServerError, TinbaiError, UsageError

if TYPE_CHECKING:
    from huggingface_hub import HfApi
    from huggingface_hub.errors import HfHubHTTPError

LONGEST_WAIT_S = 300.0
"""The Hub counts requests in windows of five minutes; who asks for longer is not waited for."""

_TRANSIENT = frozenset({408, 429, 500, 502, 503, 504})


class TransientError(ServerError):
    """`asked_s` is how long the Hub asks to wait; None where it does not say."""

    def __init__(self, message: str, *, hint: str = "", asked_s: float | None = None) -> None:
        super().__init__(message, hint=hint)
        self.asked_s = asked_s


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks the Hub: `may` is what their token must allow, `again` what they do once the Hub answers."""

    may: str
    again: str


READER = Asking(may="read", again="run the same command again")
PUBLISHER = Asking(may="write to", again="run publish again; what is there already is not sent twice")


@contextmanager
def hub_faults(api: "HfApi", repo_id: str, asking: Asking) -> Iterator[None]:
    """Turn what the Hub refuses, or its silence, into one line with what to do. No token is ever printed.

    Raises:
        UsageError: the name is none.
        ConfigError: the token is missing, wrong or not enough, or the Hub is switched off.
        DataError: the Hub does not take the card.
        ServerError: the Hub fails, is silent, or somebody else committed in between.
    """
    from httpx2 import HTTPError
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, OfflineModeIsEnabled

    try:
        yield
    except HFValidationError as error:
        raise UsageError(f"{repo_id!r} is no name of a repository", hint="Write it as OWNER/NAME") from error
    except HfHubHTTPError as error:
        raise _refused(api, repo_id, asking, error) from error
    except HTTPError as error:
        raise TransientError(
            f"the Hub at {api.endpoint} does not answer: {_line(error)}",
            hint=f"Check the network, then {asking.again}",
        ) from error
    except RuntimeError as error:  # how huggingface_hub reports that a large file did not arrive
        cause = error.__cause__
        if isinstance(cause, TinbaiError):
            raise cause from error
        why, kind = f": {_line(cause or error)}", ServerError
        if isinstance(cause, HfHubHTTPError):
            why = f", whose store answered {cause.response.status_code}"
            kind = TransientError if cause.response.status_code in _TRANSIENT else ServerError
        elif isinstance(cause, HTTPError):
            kind = TransientError
        raise kind(f"a file for {repo_id} did not reach the Hub{why}", hint=_again(asking)) from error
    except OfflineModeIsEnabled as error:
        raise ConfigError(
            f"HF_HUB_OFFLINE is set, so {repo_id} cannot be reached", hint="Unset HF_HUB_OFFLINE"
        ) from error
    except ValueError as error:  # the Hub looks at the card's metadata before anything is sent
        raise DataError(
            f"the Hub does not take what {repo_id} would hold: {_line(error)}",
            hint="Correct dataset_card.md or tinbai.toml and build the release again",
        ) from error
    except PermissionError as error:  # hf_xet's own
        if error.errno is not None:
            raise
        raise _no_rights(repo_id, asking) from error


def asked_wait(headers: Mapping[str, str]) -> float | None:
    """Seconds that an answer asks to wait, by `RateLimit` or `Retry-After`; None where it does not say."""
    from huggingface_hub.utils._http import parse_ratelimit_headers

    limit = parse_ratelimit_headers(headers)
    if limit is not None and limit.remaining == 0:
        return float(limit.reset_in_seconds)
    after = headers.get("Retry-After", "").strip()
    return float(after) if after.isdigit() else None


def asks_too_long(asked_s: float, asking: Asking) -> ServerError:
    return ServerError(
        f"the Hub asks to wait {asked_s:.0f} seconds before it takes more",
        hint=f"Wait so long, then {asking.again}",
    )


def _refused(api: "HfApi", repo_id: str, asking: Asking, error: "HfHubHTTPError") -> TinbaiError:
    from huggingface_hub.errors import GatedRepoError

    status = error.response.status_code
    if isinstance(error, GatedRepoError):
        return ConfigError(
            f"{repo_id} is open only to those whom its owner lets in",
            hint=f"Ask for access at {api.endpoint}/datasets/{repo_id} and set HF_TOKEN to your token",
        )
    if status == 401:
        return ConfigError(
            f"the Hub at {api.endpoint} refused the token for {repo_id}",
            hint=f"Set HF_TOKEN to a token that may {asking.may} it",
        )
    if status == 403:
        return _no_rights(repo_id, asking)
    if status == 412:
        return ServerError(
            f"somebody else changed {repo_id} while this release was on its way, so nothing was committed",
            hint=f"Look at what changed there, then {asking.again}",
        )
    told = f"the Hub answered {status} for {repo_id}: {' '.join((error.server_message or 'no reason given').split())[:200]}"
    if status not in _TRANSIENT:
        return ServerError(told, hint=_again(asking))
    asked_s = asked_wait(error.response.headers)
    if asked_s is not None and asked_s > LONGEST_WAIT_S:
        return asks_too_long(asked_s, asking)
    return TransientError(told, hint=_again(asking), asked_s=asked_s)


def _no_rights(repo_id: str, asking: Asking) -> ConfigError:
    return ConfigError(
        f"the token may not {asking.may} {repo_id} on the Hub", hint="Ask its owner, or use another token"
    )


def _line(error: BaseException) -> str:
    """One line. The queries of the addresses in it go: those of an upload carry its signature."""
    return re.sub(r"\?[^\s'\"]+", "", " ".join(str(error).split()))[:200].rstrip(". ")


def _again(asking: Asking) -> str:
    return f"{asking.again[0].upper()}{asking.again[1:]}"

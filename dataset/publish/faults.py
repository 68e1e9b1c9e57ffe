"""What the Hub refuses, or its silence, in one line each, with what this caller can do about it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from schemas.errors import ConfigError, ServerError, UsageError

if TYPE_CHECKING:
    from huggingface_hub import HfApi


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
        ConfigError: the token is missing, wrong or not enough.
        ServerError: the Hub fails, is silent, or somebody else committed in between.
    """
    from httpx2 import HTTPError
    from huggingface_hub.errors import GatedRepoError, HfHubHTTPError, HFValidationError

    again = f"{asking.again[0].upper()}{asking.again[1:]}"
    try:
        yield
    except HFValidationError as error:
        raise UsageError(f"{repo_id!r} is no name of a repository", hint="Write it as OWNER/NAME") from error
    except GatedRepoError as error:
        raise ConfigError(
            f"{repo_id} is open only to those whom its owner lets in",
            hint=f"Ask for access at {api.endpoint}/datasets/{repo_id} and set HF_TOKEN to your token",
        ) from error
    except HfHubHTTPError as error:
        status = error.response.status_code
        if status == 401:
            raise ConfigError(
                f"the Hub at {api.endpoint} refused the token for {repo_id}",
                hint=f"Set HF_TOKEN to a token that may {asking.may} it",
            ) from error
        if status == 403:
            raise ConfigError(
                f"the token may not {asking.may} {repo_id} on the Hub",
                hint="Ask its owner, or use another token",
            ) from error
        if status == 412:
            raise ServerError(
                f"somebody else changed {repo_id} while this release was on its way, so nothing was committed",
                hint=f"Look at what changed there, then {asking.again}",
            ) from error
        raise ServerError(
            f"the Hub answered {status} for {repo_id}: {' '.join(str(error).split())[:200]}", hint=again
        ) from error
    except RuntimeError as error:  # how huggingface_hub reports that a large file did not arrive
        cause = " ".join(str(error.__cause__ or error).split())[:200]
        raise ServerError(f"a file for {repo_id} did not reach the Hub: {cause}", hint=again) from error
    except HTTPError as error:
        raise ServerError(
            f"the Hub at {api.endpoint} does not answer: {' '.join(str(error).split())[:200]}",
            hint=f"Check the network, then {asking.again}",
        ) from error

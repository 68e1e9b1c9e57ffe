"""How long publishing waits for a Hub that fails for a while, and how it says so.

huggingface_hub 2.4 tries uploads and listings five times by itself and waits as long as it is asked to, an hour
too, without a word; what it asks once (the head, the tags, the repository, the commit) it does not try again.
"""

import logging
import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from dataset.publish.faults import LONGEST_WAIT_S, PUBLISHER, TransientError, asked_wait, asks_too_long
from schemas.progress import Phases

_PAUSES_S = (1.0, 5.0, 20.0)
# A commit of many files takes the Hub minutes. huggingface_hub sets no limit, and a connection that is lost without a word
# would never end.
_SILENCE_S = 600.0
_CONNECT_S = 30.0
_T = TypeVar("_T")


def patiently(attempt: Callable[[], _T], phases: Phases) -> _T:
    """What `attempt` gives; on a transient fault it is made again, at most three times, after a pause or as long as the
    Hub asks. It must be safe to make again after any part of it was done."""
    for pause_s in _PAUSES_S:
        try:
            return attempt()
        except TransientError as error:
            _wait(pause_s if error.asked_s is None else error.asked_s, error.message, phases)
    return attempt()


@contextmanager
def listening(phases: Phases) -> Iterator[None]:
    """While the block runs, what huggingface_hub waits for by itself is told and is bounded.

    Raises:
        ServerError: the Hub asks to wait for longer than `LONGEST_WAIT_S`.
    """
    import httpx2
    from huggingface_hub import set_client_factory
    from huggingface_hub.utils._http import default_client_factory

    def heard(response: httpx2.Response) -> None:
        asked_s = asked_wait(response.headers) if response.status_code in (429, 503) else None
        if asked_s is not None and asked_s > LONGEST_WAIT_S:
            raise asks_too_long(asked_s, PUBLISHER)

    def limited(request: httpx2.Request) -> None:
        limit = httpx2.Timeout(_SILENCE_S, connect=_CONNECT_S).as_dict()
        given = {
            name: seconds for name, seconds in request.extensions["timeout"].items() if seconds is not None
        }
        request.extensions["timeout"] = {**limit, **given}

    def client() -> httpx2.Client:
        made = default_client_factory()
        made.event_hooks = {"request": [*made.event_hooks["request"], limited], "response": [heard]}
        return made

    said = _Said(phases)
    logger = logging.getLogger(default_client_factory.__module__)
    logger.addHandler(said)
    logger.propagate = False  # its lines on standard error have addresses with signatures in them
    set_client_factory(client)
    try:
        yield
    finally:
        set_client_factory(default_client_factory)
        logger.propagate = True
        logger.removeHandler(said)


class _Said(logging.Handler):
    """huggingface_hub says in its log, and nowhere else, that it waits."""

    def __init__(self, phases: Phases) -> None:
        super().__init__(logging.WARNING)
        self._phases = phases

    def emit(self, record: logging.LogRecord) -> None:
        said = record.getMessage()
        if "[Retry " in said:
            self._phases(f"waiting: {said}", "seconds")


def _wait(seconds: float, why: str, phases: Phases) -> None:
    if not seconds:
        return
    progress = phases(f"waiting: {why}", "seconds")
    for second in range(math.ceil(seconds)):
        progress(second, math.ceil(seconds))
        time.sleep(min(1.0, seconds - second))

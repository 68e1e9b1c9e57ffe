"""The child process that takes HTML pages apart: `python -m dataset.read.html_worker SECONDS BYTES`."""

import json
from dataclasses import asdict

from dataset.read.bounded import serve
from dataset.read.html_outline import OutlineLimits, TooHostileError
from dataset.read.html_page import take_apart

_LIMITS = OutlineLimits()


def answer(message: bytes) -> bytes:
    """A page's address, a null byte and its HTML in UTF-8, to JSON: text, outside, facts, or reason and detail."""
    url, _, html = message.partition(b"\0")
    try:
        page = take_apart(html, url.decode() or None, _LIMITS)
    except TooHostileError as error:
        found: dict[str, object] = {"reason": "too_large", "detail": str(error)}
    except MemoryError:
        found = {"reason": "too_large", "detail": "it needs more memory than its reader may have"}
    else:
        found = {"text": page.text, "outside": page.outside, "facts": asdict(page.facts)}
    return json.dumps(found, ensure_ascii=False).encode("utf-8", "replace")


if __name__ == "__main__":
    serve(answer)

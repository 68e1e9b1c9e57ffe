"""The child process that takes HTML pages apart: `python -m dataset.read.html_worker SECONDS BYTES`.

A message is a page's address and its HTML, an answer eight fields or a refusal's two, all in UTF-8 and
parted by null bytes: JSON took a tenth of the time of a page.
"""

from dataset.read.bounded import serve
from dataset.read.html_outline import OutlineLimits, TooHostileError
from dataset.read.html_page import take_apart

_LIMITS = OutlineLimits()


def answer(message: bytes) -> bytes:
    """Text, lines outside, captions, title, author, address, section, day; or reason and detail."""
    url, _, html = message.partition(b"\0")
    try:
        page = take_apart(html, url.decode() or None, _LIMITS)
    except TooHostileError as error:
        fields = ["too_large", str(error)]
    except MemoryError:
        fields = ["too_large", "it needs more memory than its reader may have"]
    else:
        facts = page.facts
        stated = (facts.title, facts.author, facts.url, facts.section, facts.published)
        fields = [
            page.text,
            "\n".join(page.outside),
            "\n".join(facts.captions),
            *(one or "" for one in stated),
        ]
    return "\0".join(fields).encode("utf-8", "replace")


if __name__ == "__main__":
    serve(answer)

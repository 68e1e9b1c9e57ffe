"""Marks of the press and of the crawl that stick to a line: the end mark and a glued metadata prefix."""

import re
from collections.abc import Sequence

# "./." and its slips ". /." and "/."; the slash that ends a web address is none of them.
_ENDMARK = re.compile(r"(?<=[^\s/])(?: ?\. ?/| ?(?<![./]\w\w)(?<![./]\w\w\w)/) ?\.$")
_LONGEST_ENDMARK = 6
_KEYS = ("date", "pubdate", "published", "publish_date", "published_at", "time")
_PREFIX = re.compile(
    rf"^(?P<key>{'|'.join(_KEYS)}) ?[:=]? ?"
    r"(?P<date>\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?)(?:T[\d:.+Z-]+)? +(?=[\W\d]*[^\W\d_a-z])"
)

# What a text with a prefix begins with, for Rust's regex.
PREFIXED = rf"^\n*(?:{'|'.join(_KEYS)})"


def without_endmark(text: str) -> tuple[str, bool]:
    """Vietnamese agencies end a story with `./.`: give the text with a plain full stop, and whether it was there."""
    # The mark is the end: the rest of a paragraph is not searched.
    found = _ENDMARK.search(text, max(0, len(text) - _LONGEST_ENDMARK))
    if not found:
        return text, False
    story = text[: found.start()]
    return story if story.endswith(("!", "?", "…")) else f"{story}.", True


def split_meta_prefix(text: str) -> tuple[str, str]:
    """Split `date 2023-06 Ngày 9-6, ...` into the metadata and the text; the first is empty where there is none.

    A metadata key must be followed by a date and then a capital: "date palm 2023" is text.
    """
    found = _PREFIX.match(text)
    return (text[: found.end()].rstrip(), text[found.end() :]) if found else ("", text)


def split_prefixes(texts: Sequence[str]) -> tuple[list[str], list[str]]:
    """`split_meta_prefix` of the first line that is not blank of each cleaned text.

    Returns the prefixes and the texts without them; no line goes.
    """
    prefixes, rests = [], []
    for text in texts:
        prefix = ""
        start = len(text) - len(text.lstrip("\n"))
        if text.startswith(_KEYS, start):
            end = text.find("\n", start)
            line, below = (text[start:], "") if end < 0 else (text[start:end], text[end:])
            prefix, line = split_meta_prefix(line)
            if prefix:
                text = text[:start] + line + below
        prefixes.append(prefix)
        rests.append(text)
    return prefixes, rests

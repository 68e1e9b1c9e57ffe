"""Values of named fields (JSONL, CSV, Parquet) as a page's bytes and metadata. What is not plainly there is None."""

import functools
import re
from collections.abc import Callable, Mapping, Sequence

from dataset.read.days import day_of
from dataset.read.encoding import decode
from dataset.read.page import PageMeta, Raw, Refused
from dataset.read.place import NO_META, Place
from dataset.read.plan import META_ROLES
from schemas.language.clean import clean_line

_URL = re.compile(r"https?://[^\s/?#<>\"]+(?:[/?#][^\s<>\"]*)?", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:[\w-]+\.)+[^\W\d][\w-]+")
# Authors, sections, days and hosts come again and again.
_CACHED = 4096


def raw_of(place: Place, text: object, html: object, meta: PageMeta, whole: bytes) -> Raw | Refused:
    """The page in a record that has these values in its fields, of the text if it is filled; `whole` are its bytes."""
    filled = text or html
    if not filled:
        return place.refused("empty", "its text is empty", whole)
    data = bytes_of(filled)
    if data is None:
        return place.refused("broken", f"its text is of type {type(filled).__name__}, not a string", whole)
    if data.isspace():
        return place.refused("empty", "its text is blank", whole)
    return place.raw(data, media="unknown" if text else "html", meta=meta)


def bytes_of(value: object) -> bytes | None:
    """A page's bytes: of a string, of bytes as they are, of a list of strings as lines; None of anything else."""
    if isinstance(value, bytes):
        return value
    if isinstance(value, list):
        lines = [one for line in value if not isinstance(line, list) and (one := bytes_of(line)) is not None]
        return b"\n".join(lines) if len(lines) == len(value) else None
    if not isinstance(value, str):
        return None
    try:
        return value.encode()
    except UnicodeEncodeError:
        # Half a surrogate pair, where a crawler cut a string within an emoji: U+FFFD says what is lost.
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()


def meta_of(stated: Mapping[str, object]) -> PageMeta:
    """Metadata from the values of fields, by role."""
    found = {role: CLEANERS[role](value) for role, value in stated.items() if value}
    if not any(found.values()):
        return NO_META
    title, author, url, source, section, published, crawled, license_ = map(found.get, META_ROLES)
    return PageMeta(title, author, url, source, section, published, crawled, license_)


def metas_of(stated: Mapping[str, Sequence[object]], rows: int) -> Sequence[PageMeta]:
    """The same of many records, from a column for each role."""
    if not stated:
        return [NO_META] * rows
    none = [None] * rows
    columns = [
        [clean(value) if value else None for value in stated[role]] if role in stated else none
        for role, clean in ((role, CLEANERS[role]) for role in META_ROLES)
    ]
    return [PageMeta(*row) if any(row) else NO_META for row in zip(*columns, strict=True)]


def url_of(value: object) -> str | None:
    """An absolute http(s) address, or None."""
    text = _string(value)
    return text if text is not None and _URL.fullmatch(text) else None


def _title(value: object) -> str | None:
    text = _string(value)
    return clean_line(text) or None if text is not None else None


def _names(value: object) -> str | None:
    """A string, or the strings (or `name`s) of a list."""
    if isinstance(value, list):
        names = [name for one in value if (name := _names(one))]
        return ", ".join(dict.fromkeys(names)) or None
    if isinstance(value, dict):
        return _names(value.get("name"))
    text = _string(value)
    return _cleaned(text) if text is not None else None


def _first(value: object) -> str | None:
    return _names(value[0] if isinstance(value, list) else value)


def _domain(value: object) -> str | None:
    text = _string(value)
    return text.lower() if text is not None and _DOMAIN.fullmatch(text) else None


def day_at(value: object) -> str | None:
    text = _string(value)
    return _day_of(text) if text is not None else day_of(value)


def _whole_day(value: object) -> str | None:
    day = day_at(value)
    return day if day is not None and len(day) == 10 else None


def _string(value: object) -> str | None:
    """Text without space around it; bytes are of a CSV cell or of Parquet."""
    if isinstance(value, bytes):
        value = _decoded(value)
    return value.strip() or None if isinstance(value, str) else None


def _decoded(data: bytes) -> str | None:
    try:
        return data.decode()
    except UnicodeDecodeError:
        found = decode(data, None)
        return found if isinstance(found, str) else None


@functools.lru_cache(_CACHED)
def _cleaned(text: str) -> str | None:
    return clean_line(text) or None


_day_of = functools.lru_cache(_CACHED)(day_of)


CLEANERS: Mapping[str, Callable[[object], str | None]] = {
    "title": _title,
    "author": _names,
    "url": url_of,
    "source": _domain,
    "section": _first,
    "published": day_at,
    "crawled": _whole_day,
    "license": _names,
}

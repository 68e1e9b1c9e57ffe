"""Records with named fields (JSONL, CSV, Parquet) as raw pages."""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from operator import attrgetter

from dataset.read.days import day_of
from dataset.read.encoding import decoded
from dataset.read.options import FieldNames
from dataset.read.page import Media, PageMeta, Raw, Refused
from schemas.language.clean import clean_line

# One field may stand in several places: the first that is filled counts.
Path = tuple[str, ...]
Plan = Mapping[str, tuple[Path, ...]]

ROLES = tuple(field.name for field in fields(FieldNames))
_URL = re.compile(r"https?://[^\s/?#<>\"]+(?:[/?#][^\s<>\"]*)?", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:[\w-]+\.)+[^\W\d][\w-]+")
_NO_META = PageMeta()
_STATED = attrgetter("title", "author", "url", "source", "section", "published", "crawled", "license")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands: its source path, and its bytes in its file where the container tells."""

    source_path: str
    byte_start: int | None = None
    byte_end: int | None = None

    def refused(self, reason: str, detail: str, data: bytes | None) -> Refused:
        """A record that is no page; `data` is what there is of it."""
        return Refused(
            self.source_path,
            reason,
            detail,
            None if data is None else hashlib.sha256(data).hexdigest(),
            None if data is None else len(data),
            self.byte_start,
            self.byte_end,
        )

    def too_large(self, size: int, sha256: str | None, most: int) -> Refused:
        """A record that was not held, being larger than `most` bytes."""
        detail = f"{size} bytes, at most {most} are read"
        return Refused(self.source_path, "too_large", detail, sha256, size, self.byte_start, self.byte_end)


def plan_of(columns: Iterable[str], names: FieldNames) -> Plan:
    """Which fields of a record play which part, for records that have these fields."""
    by_name: dict[str, str] = {}
    for column in columns:
        by_name.setdefault(column.strip().lower(), column)
    # FineWeb's `date` is when Common Crawl fetched the page; its `dump` says so.
    fetched = "dump" in by_name and names.published == FieldNames().published
    plan: dict[str, tuple[Path, ...]] = {}
    for role in ROLES:
        wanted: tuple[str, ...] = getattr(names, role)
        if fetched and role == "published":
            wanted = tuple(name for name in wanted if name != "date")
        elif fetched and role == "crawled":
            wanted = (*wanted, "date")
        paths = tuple(path for name in wanted if (path := _path(name, by_name)) is not None)
        if paths:
            plan[role] = paths
    return plan


def _path(name: str, by_name: Mapping[str, str]) -> Path | None:
    if (column := by_name.get(name.lower())) is not None:
        return (column,)
    first, *inner = name.split(".")
    return (by_name[first.lower()], *inner) if inner and first.lower() in by_name else None


def value_at(record: Mapping[str, object], paths: tuple[Path, ...]) -> object:
    """The first value that is filled, or None."""
    for path in paths:
        value: object = record
        for name in path:
            value = value.get(name) if isinstance(value, Mapping) else None
        if value not in (None, "", b"", []):
            return value
    return None


def raw_of(place: Place, plan: Plan, value: Callable[[str], object], whole: bytes) -> Raw | Refused:
    """The page in a record. `value(role)` is what a field of the plan holds, `whole` the record's bytes."""
    media: Media = "unknown"
    found = value("text") if "text" in plan else None
    if found is None and "html" in plan:
        found, media = value("html"), "html"
    if found is None:
        if "text" in plan or "html" in plan:
            return place.refused("empty", "its text is empty", whole)
        return place.refused("no_text", "no field holds its text", whole)
    data = _bytes(found)
    if data is None:
        kind = type(found).__name__
        return place.refused("broken", f"its text is of type {kind}, not a string", whole)
    if data.isspace():
        return place.refused("empty", "its text is blank", whole)
    meta = _meta(plan, value)
    return Raw(
        place.source_path,
        data,
        digest_of(data, media, None, meta),
        media,
        None,
        meta,
        place.byte_start,
        place.byte_end,
    )


def digest_of(data: bytes, media: Media, charset: str | None, meta: PageMeta) -> str:
    """sha256 of all that a page depends on, whatever its container and compression: of `data` alone where
    nothing else is known."""
    digest = hashlib.sha256(data)
    if media != "unknown" or charset is not None or meta is not _NO_META:
        stated = "\x00".join([one or "" for one in (media, charset, *_STATED(meta))])
        # 0xFF is in no UTF-8: no page alone gives these bytes.
        digest.update(b"\xff" + stated.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _meta(plan: Plan, value: Callable[[str], object]) -> PageMeta:
    stated = {role: clean(value(role)) for role, clean in _CLEANERS.items() if role in plan}
    if not any(stated.values()):
        return _NO_META
    return PageMeta(
        title=stated.get("title"),
        author=stated.get("author"),
        url=stated.get("url"),
        source=stated.get("source"),
        section=stated.get("section"),
        published=stated.get("published"),
        crawled=stated.get("crawled"),
        license=stated.get("license"),
    )


def url_of(value: object) -> str | None:
    """An absolute http(s) address, or None."""
    text = _string(value)
    return text if text is not None and _URL.fullmatch(text) else None


def _name(value: object) -> str | None:
    """A string, or the strings (or `name`s) of a list."""
    if isinstance(value, list | tuple):
        names = [name for one in value if (name := _name(one))]
        return ", ".join(dict.fromkeys(names)) or None
    if isinstance(value, Mapping):
        return _name(value.get("name"))
    text = _string(value)
    return clean_line(text) or None if text is not None else None


def _first(value: object) -> str | None:
    return _name(value[0] if isinstance(value, list | tuple) and value else value)


def _domain(value: object) -> str | None:
    text = _string(value)
    return text.lower() if text is not None and _DOMAIN.fullmatch(text) else None


def _day(value: object) -> str | None:
    return day_of(_string(value) if isinstance(value, bytes) else value)


def _precise_day(value: object) -> str | None:
    day = _day(value)
    return day if day is not None and len(day) == 10 else None


def _string(value: object) -> str | None:
    """Text without space around it; bytes are those of a CSV cell."""
    if isinstance(value, bytes):
        try:
            return value.decode().strip() or None
        except UnicodeDecodeError:
            found = decoded(value)
            value = found if isinstance(found, str) else None
    return value.strip() or None if isinstance(value, str) else None


def _bytes(value: object) -> bytes | None:
    if isinstance(value, bytes):
        return value
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        value = "\n".join(value)
    if not isinstance(value, str):
        return None
    try:
        return value.encode()
    except UnicodeEncodeError:
        # Half a surrogate pair, where a crawler cut a string within an emoji: U+FFFD says what is lost.
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()


_CLEANERS: Mapping[str, Callable[[object], str | None]] = {
    "url": url_of,
    "title": _name,
    "author": _name,
    "source": _domain,
    "section": _first,
    "published": _day,
    "crawled": _precise_day,
    "license": _name,
}

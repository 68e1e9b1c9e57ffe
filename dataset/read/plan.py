"""Which fields of a record play which part."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dataset.read.options import FieldNames

# A way to a field is its name, and the names within it where it is an object. The first that leads to something counts.
Ways = tuple[tuple[str, ...], ...]

META_ROLES = ("title", "author", "url", "source", "section", "published", "crawled", "license")


@dataclass(frozen=True, slots=True)
class Plan:
    """Where the text, the HTML and each piece of metadata stand."""

    text: Ways
    html: Ways
    meta: tuple[tuple[str, Ways], ...]

    @property
    def ways(self) -> frozenset[tuple[str, ...]]:
        return frozenset((*self.text, *self.html, *(way for _, ways in self.meta for way in ways)))


def plan_of(columns: Iterable[str], names: FieldNames) -> Plan:
    """The plan for records that have these fields."""
    by_name: dict[str, str] = {}
    for column in columns:
        by_name.setdefault(column.strip(" \t").lower(), column)
    found = {role: _ways(getattr(names, role), by_name) for role in ("text", "html", *META_ROLES)}
    if "dump" in by_name and names.published == FieldNames().published:
        # FineWeb's `date` is when Common Crawl fetched the page; its `dump` says so.
        date = _ways(("date",), by_name)
        found["published"] = tuple(way for way in found["published"] if way not in date)
        found["crawled"] = (*found["crawled"], *date)
    return Plan(
        found["text"], found["html"], tuple((role, found[role]) for role in META_ROLES if found[role])
    )


def value_at(record: Mapping[str, object], ways: Ways) -> object:
    """The first value that is filled, or None."""
    for way in ways:
        value = record.get(way[0])
        for name in way[1:]:
            value = value.get(name) if isinstance(value, dict) else None
        if value:
            return value
    return None


def _ways(names: tuple[str, ...], by_name: Mapping[str, str]) -> Ways:
    return tuple(way for name in names if (way := _way(name, by_name)) is not None)


def _way(name: str, by_name: Mapping[str, str]) -> tuple[str, ...] | None:
    if (column := by_name.get(name.lower())) is not None:
        return (column,)
    first, *inner = name.split(".")
    return (by_name[first.lower()], *inner) if inner and first.lower() in by_name else None

"""What the columns of a config are, as its files say themselves: types, and the names behind class ids."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from schemas.errors import DataError
from schemas.release.manifest import ConfigEntry

# Whatever JSON somebody wrote there: a Value, a ClassLabel, a List, a struct as a plain object.
Feature = object
Features = Mapping[str, Feature]
# No Parquet, columns or metadata that are not there, or values that neither Polars nor Python has a form for.
UNREADABLE = (
    pa.ArrowException,
    pl.exceptions.PolarsError,
    pl.exceptions.PanicException,
    OSError,
    KeyError,
    TypeError,
    ValueError,
    OverflowError,
)


@dataclass(frozen=True, slots=True)
class ColumnChange:
    """A column that both releases have and that is not the same. `came` and `went` are names of its label set;
    without either, `reordered` says that the same names have other ids, and else it is the type that differs."""

    name: str
    came: tuple[str, ...]
    went: tuple[str, ...]
    reordered: bool


def stated_features(release: Path, entry: ConfigEntry) -> dict[str, Feature]:
    """Column to its feature, from the metadata of the config's first file.

    Raises:
        DataError: that file is no Parquet, or states none.
    """
    try:
        first = next(path for split in entry.splits.values() for path in split.files)
        schema = pq.read_schema(release / first)
        stated = json.loads(schema.metadata[b"huggingface"])["info"]["features"]
        return dict(stated.items())
    except (*UNREADABLE, StopIteration, AttributeError, RecursionError) as error:
        raise no_release(release, "states no features of its columns") from error


def column_change(name: str, old: Feature, new: Feature) -> ColumnChange | None:
    """What differs; None where nothing does."""
    if _plain(old) == _plain(new):
        return None
    was, now = label_names(old), label_names(new)
    came, went = (tuple(one for one in a if one not in b) for a, b in ((now, was), (was, now)))
    return ColumnChange(name, came, went, bool(was) and was != now and not came and not went)


def label_names(feature: Feature) -> tuple[str, ...]:
    """The names of the first ClassLabel in a feature, or none."""
    for inner in _within(feature):
        if isinstance(inner, dict) and inner.get("_type") == "ClassLabel":
            names = inner.get("names")
            return tuple(map(str, names)) if isinstance(names, list) else ()
    return ()


def named(value: pl.Expr, feature: Feature) -> pl.Expr:
    """Names in the place of class ids, wherever the feature has some; an id without a name is `#99`."""
    if not label_names(feature):
        return value
    item = item_of(feature)
    if item is not None:
        return value.list.eval(named(pl.element(), item))
    assert isinstance(feature, dict)
    if feature.get("_type") == "ClassLabel":
        known = dict(enumerate(label_names(feature)))
        unknown = pl.format("#{}", value)
        return value.replace_strict(known, default=unknown, return_dtype=pl.String)
    return value.struct.with_fields(
        named(pl.field(member), inner).alias(member)
        for member, inner in feature.items()
        if label_names(inner)
    )


def named_value(value: object, feature: Feature) -> object:
    """As `named`, of a plain value."""
    item = item_of(feature)
    if isinstance(value, list) and item is not None:
        return [named_value(one, item) for one in value]
    if not isinstance(feature, dict):
        return value
    if feature.get("_type") == "ClassLabel" and isinstance(value, int):
        names = label_names(feature)
        return names[value] if 0 <= value < len(names) else f"#{value}"
    if isinstance(value, dict):
        return {member: named_value(inner, feature.get(member)) for member, inner in value.items()}
    return value


def no_release(release: Path, what: str) -> DataError:
    """The error for files that are none of a release's."""
    return DataError(
        f"{release.name} {what}", hint="Copy it again from where it was published, or build it again"
    )


def item_of(feature: Feature) -> Feature | None:
    """Of a list: `[...]`, as our files and datasets 2 write it, or `{"_type": "List", "feature": ...}`."""
    if isinstance(feature, list):
        return feature[0] if feature else None
    if isinstance(feature, dict) and feature.get("_type") in {"List", "LargeList", "Sequence"}:
        inner: Feature = feature.get("feature")
        return inner
    return None


def _within(feature: Feature) -> list[Feature]:
    item = item_of(feature)
    if item is not None:
        return [feature, *_within(item)]
    if isinstance(feature, dict) and "_type" not in feature:
        return [feature, *(one for inner in feature.values() for one in _within(inner))]
    return [feature]


def _plain(feature: Feature) -> str:
    """The same for both ways to write a list."""
    return json.dumps(_listed(feature), sort_keys=True)


def _listed(feature: Feature) -> Feature:
    item = item_of(feature)
    if item is not None:
        return [_listed(item)]
    if isinstance(feature, dict) and "_type" not in feature:
        return {name: _listed(inner) for name, inner in feature.items()}
    return feature

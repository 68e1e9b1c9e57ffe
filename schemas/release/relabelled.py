"""What relabelled means, span by span and topic by topic."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import polars as pl

from schemas.release.manifest import ConfigEntry
from schemas.release.said import keyed
from schemas.release.stated import UNREADABLE, Feature, no_release

Extent = tuple[int, int, str]
"""start, end (code points, exclusive) and label."""
SpanKind = Literal["came", "went", "label", "ends", "both"]
Side = tuple[Path, ConfigEntry, Mapping[str, Feature]]
"""A release, the config there, and the features of its columns."""
_SPAN = ("start", "end", "label")


@dataclass(frozen=True, slots=True)
class SpanChange:
    """label: the same stretch has another label. ends: a span of the same label begins or ends elsewhere. both: one
    that overlaps has another label and other ends. `old` is None where it came, `new` where it went."""

    kind: SpanKind
    old: Extent | None
    new: Extent | None


@dataclass(frozen=True, slots=True)
class SpanCounts:
    came: int = 0
    went: int = 0
    label: int = 0
    ends: int = 0
    both: int = 0

    def __bool__(self) -> bool:
        return any((self.came, self.went, self.label, self.ends, self.both))

    def __str__(self) -> str:
        return _sentence(
            "span",
            (self.came, "came"),
            (self.went, "went"),
            (self.label, "changed label"),
            (self.ends, "changed ends"),
            (self.both, "changed both"),
        )


@dataclass(frozen=True, slots=True)
class TopicCounts:
    """Topics that came and went, and texts whose one main topic is another."""

    came: int = 0
    went: int = 0
    primary: int = 0

    def __bool__(self) -> bool:
        return any((self.came, self.went, self.primary))

    def __str__(self) -> str:
        said = [_sentence("topic", (self.came, "came"), (self.went, "went"))]
        if self.primary:
            said.append(f"{self.primary:,} main topic{'s' if self.primary > 1 else ''} changed")
        return ", ".join(filter(None, said))


def span_changes(old: Sequence[Extent], new: Sequence[Extent]) -> list[SpanChange]:
    """What happened to each span that is not on both sides, in the order of the text.

    Spans of one stretch go together first, then those of one label by how much they share, then any that overlap.
    """
    left, right = Counter(old) - Counter(new), Counter(new) - Counter(old)
    gone, here = sorted(left.elements()), sorted(right.elements())
    found: list[SpanChange] = []
    rules: tuple[tuple[SpanKind, object], ...] = (("label", _stretch), ("ends", _label), ("both", None))
    for kind, same in rules:
        pairs = sorted(
            (-min(a[1], b[1]) + max(a[0], b[0]), a, b)
            for a in gone
            for b in here
            if a[0] < b[1] and b[0] < a[1] and (not callable(same) or same(a) == same(b))
        )
        for _, a, b in pairs:
            if a in gone and b in here:
                gone.remove(a)
                here.remove(b)
                found.append(SpanChange(kind, a, b))
    found += [SpanChange("went", one, None) for one in gone]
    found += [SpanChange("came", None, one) for one in here]
    return sorted(found, key=lambda one: ((one.new or one.old or (0, 0, ""))[:2], one.kind))


def count_spans(old: Side, new: Side, splits: Collection[str], keys: Collection[str]) -> SpanCounts | None:
    """Over the keys; None where a side has no spans of such a form.

    Raises:
        DataError: a file cannot be read.
    """
    sides = [_exploded(side, splits, keys, "entities") for side in (old, new)]
    if any(side is None or not set(_SPAN) <= set(side.columns) for side in sides):
        return None
    left, right = (side.select("key", *_SPAN) for side in sides if side is not None)
    gone, here = (
        _grouped(left.join(right, on=["key", *_SPAN], how="anti")),
        _grouped(right.join(left, on=["key", *_SPAN], how="anti")),
    )
    kinds = Counter[str](
        change.kind
        for key in gone.keys() | here.keys()
        for change in span_changes(gone.get(key, []), here.get(key, []))
    )
    return SpanCounts(**kinds)


def count_topics(
    old: Side, new: Side, splits: Collection[str], keys: Collection[str], primary: str | None
) -> TopicCounts | None:
    """Over the keys, as `count_spans`. `primary` is the column of the one main topic, where there is one."""
    sides = [_exploded(side, splits, keys, "topics") for side in (old, new)]
    if any(side is None or side["topics"].dtype != pl.String for side in sides):
        return None
    left, right = (side.select("key", "topics") for side in sides if side is not None)
    return TopicCounts(
        came=len(right.join(left, on=["key", "topics"], how="anti")),
        went=len(left.join(right, on=["key", "topics"], how="anti")),
        primary=_differing(old, new, splits, keys, primary) if primary else 0,
    )


def _differing(old: Side, new: Side, splits: Collection[str], keys: Collection[str], column: str) -> int:
    was, now = (_wanted(side, splits, keys, [column]) for side in (old, new))
    both = was.join(now, on="key", suffix="_new")
    return int(both[column].ne_missing(both[f"{column}_new"]).sum())


def _exploded(side: Side, splits: Collection[str], keys: Collection[str], column: str) -> pl.DataFrame | None:
    """A row for each item of a list, with a struct's members as columns; None where it is no list of these."""
    frame = _wanted(side, splits, keys, [column])
    if not isinstance(frame.schema[column], pl.List):
        return None
    rows = frame.explode(column).drop_nulls(column)
    return rows.unnest(column) if isinstance(rows.schema[column], pl.Struct) else rows


def _wanted(side: Side, splits: Collection[str], keys: Collection[str], columns: list[str]) -> pl.DataFrame:
    release, entry, features = side
    names = {column: features[column] for column in columns if column in features}
    chosen = pl.Series("key", sorted(keys), pl.String).to_frame()
    try:
        found = [
            frame.join(chosen, on="key", how="semi")
            for split in entry.splits
            if split in splits
            for frame in keyed(release, entry, split, columns, names)
        ]
        return pl.concat(found)
    except UNREADABLE as error:
        raise no_release(release, f"has {columns[0]} that cannot be read") from error


def _grouped(frame: pl.DataFrame) -> dict[str, list[Extent]]:
    grouped: dict[str, list[Extent]] = {}
    for key, start, end, label in frame.iter_rows():
        grouped.setdefault(key, []).append((start, end, str(label)))
    return grouped


def _stretch(span: Extent) -> object:
    return span[:2]


def _label(span: Extent) -> object:
    return span[2]


def _sentence(noun: str, *parts: tuple[int, str]) -> str:
    """`12 spans came, 3 went, 1 changed label`."""
    told = [(count, what) for count, what in parts if count]
    return ", ".join(
        f"{count:,} {noun}{'s' if count > 1 else ''} {what}" if place == 0 else f"{count:,} {what}"
        for place, (count, what) in enumerate(told)
    )

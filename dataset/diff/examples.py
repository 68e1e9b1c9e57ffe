"""A few of each kind of change, side by side."""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from dataset.diff.marked import Piece, spans_in_text, text_change
from dataset.diff.rows import Row, rows_of_keys
from dataset.diff.sides import Side
from schemas.release.compare import Comparison, ConfigChange
from schemas.release.relabelled import Extent, SpanKind, span_changes
from schemas.release.said import LABELS, TEXT
from schemas.release.stated import stated_features
from schemas.visible import visible

Kind = Literal["relabelled", "rewritten", "amended"]
KINDS: tuple[Kind, ...] = ("relabelled", "rewritten", "amended")
EACH = 5
"""Examples of a kind in a config."""
_SPANS = 12
_VALUE = 300
# A config whose rows are made from another's shows only what the other does not: tags and texts, but topics are labels of
# their own.
DERIVED = {"ner": ("articles", "entities"), "entities": ("articles",), "topics": ("articles", "entities")}
_ORDER = ("articles", "entities", "topics", "annotations", "ner")


@dataclass(frozen=True, slots=True)
class SpanSeen:
    """A span that changed, as both sides have it; `old` and `new` are surfaces, empty where there is none."""

    kind: SpanKind
    old: str
    old_label: str
    new: str
    new_label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Value:
    """A column whose value differs, shortened; lists say what came and went."""

    column: str
    old: str
    new: str
    came: tuple[str, ...] = ()
    went: tuple[str, ...] = ()
    stayed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """One key. `old_text` and `new_text` are excerpts, empty where the release has no text or it says nothing more."""

    config: str
    kind: Kind
    id: str
    old_split: str
    new_split: str
    old_text: tuple[Piece, ...] = ()
    new_text: tuple[Piece, ...] = ()
    spans: tuple[SpanSeen, ...] = ()
    more_spans: int = 0
    values: tuple[Value, ...] = ()


def examples_of(comparison: Comparison, old: Side, new: Side) -> list[Example]:
    """At most `EACH` of a kind in a config: every so many of the sorted ids, so that the same releases give the same.

    What went is never shown: whoever asked for it to be taken down would find it here.

    Raises:
        DataError: a file cannot be read.
    """
    found: list[Example] = []
    shown: dict[str, dict[str, frozenset[str]]] = {}
    for config in in_order(comparison.configs):
        change = comparison.configs[config]
        chosen: dict[Kind, list[str]] = {}
        for kind in KINDS:
            told = [shown[other][kind] for other in DERIVED.get(config, ()) if other in shown]
            ids = [one for one in getattr(change, kind) if not any(one in others for others in told)]
            chosen[kind] = spread(ids if _repeats(config, kind) else getattr(change, kind), EACH)
        if config == "annotations":
            chosen["rewritten"] = []  # they hold no text, and another hash of it tells nobody anything
        shown[config] = {kind: frozenset(getattr(change, kind)) for kind in KINDS}
        if any(chosen.values()):
            found += _examples(config, change, chosen, old, new)
    return found


def in_order(configs: Collection[str]) -> list[str]:
    """What others are made from first, then those that we do not know."""
    return [*(name for name in _ORDER if name in configs), *sorted(set(configs) - set(_ORDER))]


def spread(ids: Sequence[str], many: int) -> list[str]:
    """Every so many of them, the first among them."""
    step = max(len(ids) / many, 1.0)
    return list(dict.fromkeys(ids[int(place * step)] for place in range(min(many, len(ids)))))


def _repeats(config: str, kind: Kind) -> bool:
    """Whether the kind would show there what another config shows: topics are labels of their own."""
    return kind == "rewritten" or config == "ner"


def _examples(
    config: str, change: ConfigChange, chosen: dict[Kind, list[str]], old: Side, new: Side
) -> Iterator[Example]:
    apart = {split for split, one in change.splits.items() if one.old_sha256 != one.new_sha256}
    keys = {key for ids in chosen.values() for key in ids}
    both = []
    for side in (old, new):
        entry = side.manifest.configs[config]
        features = stated_features(side.folder, entry)
        both.append(rows_of_keys(side.folder, entry, keys, features, apart))
    key = new.manifest.configs[config].key
    for kind in KINDS:
        for name in chosen[kind]:
            was, now = both[0][name], both[1][name]
            yield _example(config, kind, name, key, was, now)


def _example(
    config: str, kind: Kind, name: str, key: str, was: tuple[str, list[Row]], now: tuple[str, list[Row]]
) -> Example:
    before, after = _whole(was[1]), _whole(now[1])
    common = [column for column in after if column in before and column not in (key, "split")]
    texts = before.get("text"), after.get("text")
    old_text: tuple[Piece, ...] = ()
    new_text: tuple[Piece, ...] = ()
    spans: list[SpanSeen] = []
    shown: list[str]
    if kind == "rewritten":
        if isinstance(texts[0], str) and isinstance(texts[1], str):
            old_text, new_text = text_change(texts[0], texts[1])
        shown = [column for column in common if not {"text"} & set(common) and column in TEXT]
    elif kind == "relabelled":
        left, right = _spans(before), _spans(after)
        changes = span_changes(left, right)
        spans = [_seen(one.kind, one.old, one.new, before, after) for one in changes]
        if isinstance(texts[0], str) and texts[0] == texts[1] and changes:
            old_text = spans_in_text(texts[0], left, changes[:_SPANS], new=False)
            new_text = spans_in_text(texts[0], right, changes[:_SPANS], new=True)
        shown = [column for column in common if column in LABELS and column not in ("entities", "ner_tags")]
    else:
        shown = [column for column in common if column not in TEXT | LABELS]
    values = tuple(
        _value(column, before[column], after[column]) for column in shown if before[column] != after[column]
    )
    return Example(
        config=config,
        kind=kind,
        id=_short(name),
        old_split=was[0],
        new_split=now[0],
        old_text=old_text,
        new_text=new_text,
        spans=tuple(spans[:_SPANS]),
        more_spans=max(len(spans) - _SPANS, 0),
        values=values,
    )


def _whole(rows: list[Row]) -> Row:
    """A row; of an article's sentences one that has their tokens as a text, and the tagged runs as spans."""
    if len(rows) == 1 and "ner_tags" not in rows[0]:
        return rows[0]
    text = ""
    spans: list[dict[str, object]] = []
    for row in rows:
        tokens, tags = row.get("tokens"), row.get("ner_tags")
        if not isinstance(tokens, list) or not isinstance(tags, list):
            continue
        before = ""
        for token, tag in zip(tokens, tags, strict=False):
            begin = len(text)
            text += f"{token} "
            prefix, _, label = str(tag).partition("-")
            if prefix == "I" and label == before:
                spans[-1]["end"] = len(text) - 1
            elif label:
                spans.append({"start": begin, "end": len(text) - 1, "label": label})
            before = label
        text = text.rstrip(" ") + "\n"
    return {"text": text, "entities": spans}


def _spans(row: Row) -> list[Extent]:
    """Those of a form that we know."""
    entities = row.get("entities")
    return sorted(
        (span["start"], span["end"], str(span["label"]))
        for span in (entities if isinstance(entities, list) else [])
        if isinstance(span, dict)
        and isinstance(span.get("start"), int)
        and isinstance(span.get("end"), int)
        and "label" in span
    )


def _seen(kind: SpanKind, old: Extent | None, new: Extent | None, before: Row, after: Row) -> SpanSeen:
    place = new or old
    assert place is not None
    return SpanSeen(
        kind=kind,
        old=_surface(before, old),
        old_label=_short(old[2]) if old else "",
        new=_surface(after, new),
        new_label=_short(new[2]) if new else "",
        start=place[0],
        end=place[1],
    )


def _surface(row: Row, span: Extent | None) -> str:
    """From the text, or what the span says itself; without either, its place."""
    if span is None:
        return ""
    text = row.get("text")
    if isinstance(text, str):
        return _short(text[span[0] : span[1]])
    entities = row.get("entities")
    for one in entities if isinstance(entities, list) else []:
        if (one.get("start"), one.get("end")) == span[:2] and isinstance(one.get("text"), str):
            return _short(one["text"])
    return f"{span[0]:,} to {span[1]:,}"


def _value(column: str, old: object, new: object) -> Value:
    if isinstance(old, list) and isinstance(new, list) and all(isinstance(one, str) for one in (*old, *new)):
        return Value(
            column,
            _said(old),
            _said(new),
            came=tuple(_short(one) for one in new if one not in old),
            went=tuple(_short(one) for one in old if one not in new),
            stayed=tuple(_short(one) for one in new if one in old),
        )
    return Value(column, _said(old), _said(new))


def _said(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, str):
        return _short(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return _short(json.dumps(value, ensure_ascii=False, default=str))


def _short(text: str) -> str:
    return visible(text if len(text) <= _VALUE else text[: _VALUE - 1] + "…")

"""What changed between two releases, and the smallest version that says so honestly.

PATCH: nothing that a row says; the card or the layout only. MINOR: new rows, a new column or config;
what was there is untouched, and so is a test split that existed. MAJOR: a row that was there went, moved
to another split, was relabelled, rewritten or amended; the labels, the guidelines or a column changed;
a test split grew, since scores on it can no longer be compared.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import polars as pl

from schemas.release.manifest import ConfigEntry, Manifest, read_manifest
from schemas.release.relabelled import SpanCounts, TopicCounts, count_spans, count_topics
from schemas.release.said import KINDS, keyed, said
from schemas.release.stated import ColumnChange, column_change, stated_features
from schemas.release.versions import BUMPS, Bump, Version, parse_version

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Move:
    id: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class SplitChange:
    """A split's rows and logical hash before and after; zero rows where it is absent."""

    old_rows: int
    new_rows: int
    old_sha256: str | None
    new_sha256: str | None


@dataclass(frozen=True, slots=True)
class ConfigChange:
    """What happened to a config's keys, each in one list at most but for `moved`, and to its columns.

    rewritten: the text or its tokens differ. relabelled: only labels differ. amended: anything else does. Labels are
    compared by their names, so that a longer label set alone relabels nothing. `spans` and `topics` count over what is
    relabelled; None where there is nothing of the kind. `unexplained` are splits whose logical hashes differ while no
    row and no column does.
    """

    splits: Mapping[str, SplitChange]
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    moved: tuple[Move, ...] = ()
    rewritten: tuple[str, ...] = ()
    relabelled: tuple[str, ...] = ()
    amended: tuple[str, ...] = ()
    test_added: tuple[str, ...] = ()
    columns_added: tuple[str, ...] = ()
    columns_removed: tuple[str, ...] = ()
    columns_changed: tuple[str, ...] = ()
    column_changes: tuple[ColumnChange, ...] = ()
    spans: SpanCounts | None = None
    topics: TopicCounts | None = None
    unexplained: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """`what` asks for the step, in which config (none: in the whole release). `names` are the first of `count`, `more` is
    what is known of them all."""

    bump: Bump
    what: str
    config: str = ""
    names: tuple[str, ...] = ()
    count: int = 0
    more: str = ""

    @property
    def text(self) -> str:
        """`entities: 2 ids relabelled (a, b): 3 spans came`."""
        rest = f" and {self.count - len(self.names):,} more" if self.count > len(self.names) else ""
        listed = f" ({', '.join(self.names)}{rest})" if self.names else ""
        return self._where + self.what + listed + (f": {self.more}" if self.more else "")

    @property
    def short(self) -> str:
        """The same without names."""
        return self._where + self.what + (f": {self.more}" if self.more else "")

    @property
    def _where(self) -> str:
        return f"{self.config}: " if self.config else ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """`bump` is the smallest honest step, `least` the version it leads to from the old one."""

    old_version: str
    new_version: str
    configs: Mapping[str, ConfigChange]
    reasons: tuple[Reason, ...]

    @property
    def bump(self) -> Bump:
        return max((reason.bump for reason in self.reasons), key=BUMPS.index, default="patch")

    @property
    def least(self) -> Version:
        return parse_version(self.old_version).after(self.bump)

    @property
    def honest(self) -> bool:
        """Whether the step that was taken is wide enough; one version said twice alike takes none."""
        old, new = parse_version(self.old_version), parse_version(self.new_version)
        return new >= self.least or (new == old and not self.reasons)

    def to_json(self) -> str:
        body = {
            **asdict(self),
            "reasons": [{"bump": one.bump, "text": one.text} for one in self.reasons],
            "bump": self.bump,
            "least_version": str(self.least),
            "honest": self.honest,
        }
        return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


def compare_releases(old: Path, new: Path) -> Comparison:
    """Compare two release folders, row by row over the columns that both have.

    Splits whose logical hashes are equal say the same and are not read.

    Raises:
        DataError: one of them is no release, or holds files that are none of a release's.
    """
    before, after = read_manifest(old), read_manifest(new)
    configs = {}
    reasons: list[Reason] = []
    if before.guideline_version != after.guideline_version:
        reasons.append(
            Reason("major", f"guidelines {before.guideline_version} became {after.guideline_version}")
        )
    for config in sorted(before.configs.keys() | after.configs.keys()):
        one, other = before.configs.get(config), after.configs.get(config)
        if one is None or other is None:
            configs[config] = ConfigChange(_split_changes(one, other))
            new_or_gone: Reason = (
                Reason("minor", f"config {config} is new")
                if one is None
                else Reason("major", f"config {config} is gone")
            )
            reasons.append(new_or_gone)
        elif _same_rows_and_columns(before, one, after, other):
            configs[config] = ConfigChange(_split_changes(one, other))
        else:
            configs[config] = _config_change(old, one, new, other)
            held = frozenset(after.held_out)
            reasons += (replace(one, config=config) for one in _reasons(configs[config], held))
    return Comparison(before.version, after.version, configs, tuple(reasons))


def release_order(release: Path) -> dict[str, dict[str, list[str]]]:
    """The keys of each config and split in the order of the files: what the next release appends to.

    Raises:
        DataError: it is no release, or holds files that are none of a release's.
    """
    return {
        config: {
            split: pl.concat([frame["key"] for frame in keyed(release, entry, split, (), {})])
            .unique(maintain_order=True)
            .to_list()
            for split in entry.splits
        }
        for config, entry in read_manifest(release).configs.items()
    }


def files_read(before: Manifest, after: Manifest) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The files of either side that `compare_releases` opens, by their paths in the release."""
    found: tuple[list[str], list[str]] = [], []
    for config in sorted(before.configs.keys() & after.configs.keys()):
        one, other = before.configs[config], after.configs[config]
        if _same_rows_and_columns(before, one, after, other):
            continue
        for entry, paths in ((one, found[0]), (other, found[1])):
            apart = _apart(_split_changes(one, other))
            read = (path for split, stated in entry.splits.items() if split in apart for path in stated.files)
            paths += dict.fromkeys((*_first(entry), *read))
    return tuple(found[0]), tuple(found[1])


def _config_change(old: Path, one: ConfigEntry, new: Path, other: ConfigEntry) -> ConfigChange:
    splits = _split_changes(one, other)
    apart = _apart(splits)
    alike = splits.keys() - apart
    before, after = stated_features(old, one), stated_features(new, other)
    common = [column for column in before if column in after]
    changes = [column_change(column, before[column], after[column]) for column in common]
    changed = {change.name: change for change in changes if change is not None}
    left, right = (
        said(folder, entry, common, alike, {name: features[name] for name in changed})
        for folder, entry, features in ((old, one, before), (new, other, after))
    )
    both = left.join(right, on="key", suffix="_new").sort("key")
    added = right.join(left, on="key", how="anti").sort("key")
    removed = left.join(right, on="key", how="anti").sort("key")
    moved = both.filter(pl.col("split") != pl.col("split_new")).select("key", "split", "split_new")
    kinds = {}
    rest = both
    for kind in KINDS:
        differs = pl.col(kind) != pl.col(f"{kind}_new")
        kinds[kind] = tuple(rest.filter(differs)["key"])
        rest = rest.filter(~differs)
    sides = (old, one, before), (new, other, after)
    relabelled = kinds["relabelled"]
    spans = topics = None
    if relabelled and "entities" in common:
        spans = count_spans(*sides, apart, relabelled)
    if relabelled and "topics" in common:
        primary = next((name for name in ("primary", "primary_topic") if name in common), None)
        topics = count_topics(*sides, apart, relabelled, primary)
    change = ConfigChange(
        splits,
        added=tuple(added["key"]),
        removed=tuple(removed["key"]),
        moved=tuple(Move(*row) for row in moved.iter_rows()),
        **kinds,
        test_added=tuple(added.filter(pl.col("split") == "test")["key"]) if "test" in one.splits else (),
        columns_added=tuple(column for column in after if column not in before),
        columns_removed=tuple(column for column in before if column not in after),
        columns_changed=tuple(changed),
        column_changes=tuple(changed.values()),
        spans=spans or None,
        topics=topics or None,
    )
    explained = any(True for _ in _reasons(change))
    return change if explained else replace(change, unexplained=tuple(sorted(apart)))


def _same_rows_and_columns(before: Manifest, one: ConfigEntry, after: Manifest, other: ConfigEntry) -> bool:
    """Whether the manifests alone tell so: equal logical hashes, and a first file that is the same to the byte."""
    first = [
        {file.sha256 for file in manifest.files if file.path in _first(entry)}
        for manifest, entry in ((before, one), (after, other))
    ]
    return not _apart(_split_changes(one, other)) and bool(first[0]) and first[0] == first[1]


def _first(entry: ConfigEntry) -> tuple[str, ...]:
    """The file that states the config's columns."""
    return tuple(path for split in entry.splits.values() for path in split.files)[:1]


def _split_changes(one: ConfigEntry | None, other: ConfigEntry | None) -> dict[str, SplitChange]:
    names = dict.fromkeys((*(one.splits if one else ()), *(other.splits if other else ())))
    return {split: _split_change(one, other, split) for split in names}


def _apart(splits: Mapping[str, SplitChange]) -> set[str]:
    """Those whose rows differ; the others say the same and are not read."""
    return {split for split, change in splits.items() if change.old_sha256 != change.new_sha256}


def _split_change(one: ConfigEntry | None, other: ConfigEntry | None, split: str) -> SplitChange:
    was = one.splits.get(split) if one else None
    now = other.splits.get(split) if other else None
    return SplitChange(
        was.rows if was else 0,
        now.rows if now else 0,
        was.logical_sha256 if was else None,
        now.logical_sha256 if now else None,
    )


def _reasons(change: ConfigChange, held: frozenset[str] = frozenset()) -> Iterator[Reason]:
    """`held`: ids that the newer release holds out of its divided configs."""
    held_out = tuple(name for name in change.removed if name in held)
    gone = tuple(name for name in change.removed if name not in held)
    for names, noun, what, more in (
        (change.columns_removed, "column", "gone", ""),
        (tuple(map(_told, change.column_changes)), "column", "with another type or other labels", ""),
        (gone, "id", "gone", ""),
        (held_out, "id", "held out, their cluster crosses splits", ""),
        (tuple(move.id for move in change.moved), "id", "moved to another split", ""),
        (change.rewritten, "id", "rewritten", ""),
        (change.relabelled, "id", "relabelled", _and(change.spans, change.topics)),
        (change.amended, "id", "amended", ""),
        (change.test_added, "id", "new in the test split", ""),
        (change.unexplained, "split", "with another logical hash and the same rows", ""),
    ):
        if names:
            yield _reason("major", names, noun, what, more)
    for names, noun in ((change.added, "id"), (change.columns_added, "column")):
        if names:
            yield _reason("minor", names, noun, "new")


def _reason(bump: Bump, names: Sequence[str], noun: str, what: str, more: str = "") -> Reason:
    many = "" if len(names) == 1 else "s"
    return Reason(
        bump,
        f"{len(names):,} {noun}{many} {what}",
        names=tuple(names[:_SHOWN]),
        count=len(names),
        more=more,
    )


def _told(change: ColumnChange) -> str:
    parts = [*(f"+{name}" for name in change.came), *(f"-{name}" for name in change.went)]
    said = " ".join(parts[:_SHOWN]) + (f" and {len(parts) - _SHOWN} more" if len(parts) > _SHOWN else "")
    if not parts and change.reordered:
        said = "labels in another order"
    return f"{change.name}: {said}" if said else change.name


def _and(*counts: SpanCounts | TopicCounts | None) -> str:
    return "; ".join(str(one) for one in counts if one)

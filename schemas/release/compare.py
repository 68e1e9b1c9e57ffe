"""What changed between two releases, and the smallest version that says so honestly.

PATCH: nothing that a row says; the card or the layout only. MINOR: new rows, a new column or config;
what was there is untouched, and so is a test split that existed. MAJOR: a row that was there went, moved
to another split, was relabelled, rewritten or amended; the labels, the guidelines or a column changed;
a test split grew, since scores on it can no longer be compared.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from schemas.errors import DataError
from schemas.release.digest import row_digest, rows_of
from schemas.release.manifest import ConfigEntry, Manifest, read_manifest
from schemas.release.versions import BUMPS, Bump, Version, parse_version

_TEXT = frozenset({"text", "text_sha256", "paragraphs", "sent_id", "tokens", "token_start", "token_end"})
_LABELS = frozenset(
    {"entities", "ner_tags", "topics", "primary", "primary_topic", "vote_share", "was_skipped"}
)
_SHOWN = 5
# No Parquet, columns or metadata that are not there, or values that Python has no form for.
_UNREADABLE = (pa.ArrowException, OSError, KeyError, TypeError, ValueError, OverflowError)


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

    rewritten: the text or its tokens differ. relabelled: only labels differ. amended: anything else does.
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


@dataclass(frozen=True, slots=True)
class Reason:
    bump: Bump
    text: str


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
            "bump": self.bump,
            "least_version": str(self.least),
            "honest": self.honest,
        }
        return json.dumps(body, ensure_ascii=False, indent=1) + "\n"

    def text(self) -> str:
        """For a person: the step, why, and the rows of each split."""
        lines = [f"{self.old_version} -> {self.new_version}: at least a {self.bump} step, to {self.least}"]
        lines += [f"  {reason.bump}: {reason.text}" for reason in self.reasons]
        if not self.reasons:
            lines.append("  no row says anything new")
        for config, change in self.configs.items():
            rows = ", ".join(
                f"{split} {one.old_rows} -> {one.new_rows}" for split, one in change.splits.items()
            )
            lines.append(f"  {config}: {rows}")
        return "\n".join(lines)


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
        change = _config_change(old, one, new, other)
        configs[config] = change
        if one is None:
            reasons.append(Reason("minor", f"config {config} is new"))
        elif other is None:
            reasons.append(Reason("major", f"config {config} is gone"))
        else:
            reasons += _reasons(config, change, frozenset(after.held_out))
    return Comparison(before.version, after.version, configs, tuple(reasons))


def release_order(release: Path) -> dict[str, dict[str, list[str]]]:
    """The keys of each config and split in the order of the files: what the next release appends to."""
    manifest = read_manifest(release)
    return {
        config: {
            split: list(dict.fromkeys(str(row[entry.key]) for row in _rows(release, manifest, config, split)))
            for split in entry.splits
        }
        for config, entry in manifest.configs.items()
    }


def _rows(release: Path, manifest: Manifest, config: str, split: str) -> Iterator[dict[str, object]]:
    entry = manifest.configs[config]
    return rows_of((release / path for path in entry.splits[split].files), [entry.key])


def _config_change(old: Path, one: ConfigEntry | None, new: Path, other: ConfigEntry | None) -> ConfigChange:
    splits = {
        split: _split_change(one, other, split)
        for split in dict.fromkeys((*(one.splits if one else ()), *(other.splits if other else ())))
    }
    if one is None or other is None:
        return ConfigChange(splits)
    before, after = _columns(old, one), _columns(new, other)
    common = [column for column in before if column in after]
    alike = {split for split, change in splits.items() if change.old_sha256 == change.new_sha256}
    left, right = _said(old, one, common, alike), _said(new, other, common, alike)
    kinds: dict[str, list[str]] = {"rewritten": [], "relabelled": [], "amended": []}
    moved = []
    for name in sorted(left.keys() & right.keys()):
        (was, *said_before), (now, *said_after) = left[name], right[name]
        if was != now:
            moved.append(Move(name, was, now))
        differing = [kind for kind, a, b in zip(kinds, said_before, said_after, strict=True) if a != b]
        if differing:
            kinds[differing[0]].append(name)
    added = sorted(right.keys() - left.keys())
    return ConfigChange(
        splits,
        added=tuple(added),
        removed=tuple(sorted(left.keys() - right.keys())),
        moved=tuple(moved),
        **{kind: tuple(names) for kind, names in kinds.items()},
        test_added=tuple(name for name in added if right[name][0] == "test" and "test" in one.splits),
        columns_added=tuple(column for column in after if column not in before),
        columns_removed=tuple(column for column in before if column not in after),
        columns_changed=tuple(column for column in common if before[column] != after[column]),
    )


def _split_change(one: ConfigEntry | None, other: ConfigEntry | None, split: str) -> SplitChange:
    was = one.splits.get(split) if one else None
    now = other.splits.get(split) if other else None
    return SplitChange(
        was.rows if was else 0,
        now.rows if now else 0,
        was.logical_sha256 if was else None,
        now.logical_sha256 if now else None,
    )


def _columns(release: Path, entry: ConfigEntry) -> dict[str, str]:
    """Column to its type and class names, as the first file's own metadata state them."""
    try:
        first = next(path for split in entry.splits.values() for path in split.files)
        schema = pq.read_schema(release / first)
        stated = json.loads(schema.metadata[b"huggingface"])["info"]["features"]
        return {name: json.dumps(feature, sort_keys=True) for name, feature in stated.items()}
    except (*_UNREADABLE, StopIteration, AttributeError, RecursionError) as error:
        raise _no_release(release, "states no features of its columns") from error


def _said(
    release: Path, entry: ConfigEntry, columns: list[str], alike: set[str]
) -> dict[str, tuple[str, bytes, bytes, bytes]]:
    """For each key its split, and digests of its text, its labels and the rest; nothing of the splits `alike`."""
    groups = (
        [column for column in columns if column in _TEXT],
        [column for column in columns if column in _LABELS],
        [column for column in columns if column not in _TEXT | _LABELS],
    )
    said: dict[str, tuple[str, bytes, bytes, bytes]] = {}
    for split, stated in entry.splits.items():
        if split in alike:
            continue
        try:
            for row in rows_of((release / path for path in stated.files), columns):
                name = str(row[entry.key])
                parts = [row_digest({column: row[column] for column in group}) for group in groups]
                if name in said:  # the next sentence of the same article
                    parts = [
                        hashlib.blake2b(a + b, digest_size=16).digest()
                        for a, b in zip(said[name][1:], parts, strict=True)
                    ]
                said[name] = (split, parts[0], parts[1], parts[2])
        except _UNREADABLE as error:
            raise _no_release(release, f"has rows in {split} that cannot be read") from error
    return said


def _no_release(release: Path, what: str) -> DataError:
    return DataError(
        f"{release.name} {what}", hint="Copy it again from where it was published, or build it again"
    )


def _reasons(config: str, change: ConfigChange, held: frozenset[str]) -> Iterator[Reason]:
    for names, what in (
        (change.columns_removed, "columns gone"),
        (change.columns_changed, "columns with another type or other labels"),
        (tuple(name for name in change.removed if name not in held), "ids gone"),
        (
            tuple(name for name in change.removed if name in held),
            "ids held out, their cluster crosses splits",
        ),
        (tuple(move.id for move in change.moved), "ids moved to another split"),
        (change.rewritten, "ids rewritten"),
        (change.relabelled, "ids relabelled"),
        (change.amended, "ids amended"),
        (change.test_added, "ids new in the test split"),
    ):
        if names:
            yield Reason("major", f"{config}: {_listed(names, what)}")
    for names, what in ((change.added, "ids new"), (change.columns_added, "columns new")):
        if names:
            yield Reason("minor", f"{config}: {_listed(names, what)}")


def _listed(names: tuple[str, ...], what: str) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"{len(names)} {what} ({', '.join(names[:_SHOWN])}{more})"

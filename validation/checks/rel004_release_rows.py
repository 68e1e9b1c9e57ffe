"""REL004: the rows and ids of a release add up."""

from collections.abc import Iterable, Iterator

import polars as pl
import pyarrow.parquet as pq

from schemas.keys import key_of
from schemas.release.columns import FAULTS, frames
from schemas.release.manifest import ConfigEntry, Manifest
from schemas.visible import quoted
from validation.check import Flaw, Setting, WholeCheck
from validation.engine.whole import Whole
from validation.releases.found import Release

_NAMED = 3
# A count of the manifest, and the config whose rows it counts.
_COUNTED = (
    (("articles", "teasers"), "articles"),
    (("labelled",), "entities"),
    (("annotations",), "annotations"),
)


def _find(whole: Whole, _setting: Setting) -> Iterable[Flaw]:
    for release in whole.releases:
        if release.manifest is not None:
            said = [*_rows(release, release.manifest), *_counts(release.manifest)]
            said += [] if said else _ids(release, release.manifest)
            yield from (
                Flaw(f"{place} of {release.tag} {what}", table="releases", record_id=f"{release.tag} {place}")
                for place, what in said
            )


def _rows(release: Release, manifest: Manifest) -> Iterator[tuple[str, str]]:
    listed = {entry.path for entry in manifest.files}
    for config, entry in manifest.configs.items():
        if not entry.splits:
            yield quoted(config), "has no split"
        for split, stated in entry.splits.items():
            place = quoted(f"{config}/{split}")
            strange = [file for file in stated.files if file not in listed]
            if strange:
                yield place, f"names {quoted(strange[0], 100)}, which is not among the listed files"
            if any(file not in release.sound for file in stated.files):
                continue  # told by REL003, or above
            try:
                rows = sum(pq.read_metadata(release.sound[file]).num_rows for file in stated.files)
            except FAULTS:
                yield place, "is no Parquet"
            else:
                if rows != stated.rows or not stated.files:
                    yield place, f"has {rows:,} rows in {len(stated.files)} files; {stated.rows:,} are listed"


def _counts(manifest: Manifest) -> Iterator[tuple[str, str]]:
    for names, config in _COUNTED:
        entry = manifest.configs.get(config)
        rows = sum(split.rows for split in entry.splits.values()) if entry else 0
        if all(name in manifest.counts for name in names):
            counted = sum(manifest.counts[name] for name in names)
            if counted != rows:
                yield (
                    quoted(config),
                    f"has {rows:,} rows; the manifest counts {counted:,} {' and '.join(names)}",
                )


def _ids(release: Release, manifest: Manifest) -> list[tuple[str, str]]:
    """Ids of the other configs that are no article's, and those that stand in two splits."""
    said: list[tuple[str, str]] = []
    articles = manifest.configs.get("articles")
    known: pl.DataFrame | None = None
    for config, entry in sorted(manifest.configs.items(), key=lambda item: item[0] != "articles"):
        try:
            held = _held(release, config, entry)
        except FAULTS:
            said.append((quoted(config), "is no Parquet"))
            continue
        if held is None:
            said.append((quoted(config), "has no column id of text"))
            continue
        if config == "articles":
            known = held
        elif known is not None and articles is not None:
            lost = held.join(known, on="key", how="anti")
            if len(lost):
                said.append((quoted(config), f"has labels of no article: {_listed(lost)}"))
        twice = held.group_by("key").agg(pl.col("id").first(), pl.len()).filter(pl.col("len") > 1)
        if len(twice):
            said.append((quoted(config), f"has ids in two splits: {_listed(twice)}"))
    return said


def _held(release: Release, config: str, entry: ConfigEntry) -> pl.DataFrame | None:
    """`key`, `id` and `split`, once for each id in each split; None where a file has no ids."""
    parts = [pl.DataFrame(schema={"id": pl.String, "key": pl.UInt64, "split": pl.String})]
    assert release.manifest is not None
    for split in entry.splits:
        for frame in frames(release.manifest, release.sound, config, split, ["id"]):
            if frame.schema != {"id": pl.String}:
                return None
            once = frame.unique(maintain_order=True)
            parts.append(once.with_columns(key_of(pl.col("id")).alias("key"), pl.lit(split).alias("split")))
    return pl.concat(parts).unique(maintain_order=True)


def _listed(frame: pl.DataFrame) -> str:
    ids = frame["id"].sort()
    more = f" and {len(ids) - _NAMED:,} more" if len(ids) > _NAMED else ""
    return ", ".join(map(quoted, ids.head(_NAMED))) + more


CHECK = WholeCheck(
    id="REL004",
    title="A release's rows add up",
    scope="workspace",
    tables=("releases",),
    meaning="Each split has as many rows as manifest.json says, labels and annotations are of articles that the "
    "release holds, and no id stands in two splits of a config.",
    example="entities/train of v1.0.0 has 411 rows; 412 are listed.",
    fix="Copy the release again from where it was published. If it never was, remove the folder and run tinbai "
    "release; a release that tinbai wrote was found right before it was put in place.",
    requires=("releases",),
    find=_find,
)

"""The release without text, made from the one with text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dataset.release.build import Dress, built_aside, compared, finish
from dataset.release.check import check_release
from dataset.release.model import Release, ReleaseInfo, ReleaseTables
from dataset.withheld.digest import key_of
from dataset.withheld.full_schema import schema_without
from dataset.withheld.rows import Row, withheld
from dataset.withheld.write_split import write_split
from schemas.contract import Contract
from schemas.errors import DataError, UsageError
from schemas.files import file_sha256
from schemas.ner import Dropped
from schemas.progress import Progress
from schemas.release.compare import Comparison
from schemas.release.digest import rows_of
from schemas.release.manifest import (
    MANIFEST,
    ConfigEntry,
    FullRelease,
    Manifest,
    SplitEntry,
    WithoutText,
    previous_of,
    read_manifest,
)
from schemas.release.versions import parse_version
from schemas.without_text import TEXT, withheld_columns, without_text

_EVERY = 1_000


def build_without_text(
    full: Path,
    tables: ReleaseTables,
    contract: Contract,
    *,
    folder: Path,
    info: ReleaseInfo,
    progress: Progress,
) -> Release:
    """Write `folder/vX.Y.Z` from the release in `full`. The same inputs give the same bytes.

    Where one stands that was made from this very release, nothing is written.

    Args:
        tables: those that `full` was built from, for the card.
        folder: where releases without text stand beside one another.
        info: `previous` is the one of them that comes before.

    Raises:
        UsageError: another release of this version stands there, or the version is too small a step from
            the one before it.
        DataError: `full` does not hold, or has other columns than the contract.
        StorageError: the disk is full, read-only or broken. Nothing is left half written.
    """
    stated = read_manifest(full)
    made_from = FullRelease(
        manifest_sha256=file_sha256(full / MANIFEST),
        logical_sha256={
            config: {split: one.logical_sha256 for split, one in entry.splits.items()}
            for config, entry in stated.configs.items()
        },
    )
    number = parse_version(stated.version)
    there = folder / number.tag
    if (there / MANIFEST).exists():
        same = read_manifest(there)
        if same.without_text is not None and same.without_text.full == made_from:
            return Release(there, str(number), same, None, written=False)
        raise UsageError(
            f"{there} was made from another release {number} than {full}: a release never changes",
            hint="Release the next version, or remove the folder if it was never published",
        )
    if stated.without_text is not None or stated.attached is not None:
        raise UsageError(
            f"{full} is not a release as it was built with its text", hint="Give the folder of one"
        )
    problems = check_release(full)
    if problems:
        raise DataError(f"{full} does not hold: {problems[0]}", hint="Build the release again")
    making = _Making(full, stated, tables, contract, info, progress)
    return built_aside(folder, number, lambda building: making.fill(building, made_from))


@dataclass(frozen=True, slots=True)
class _Making:
    full: Path
    stated: Manifest
    tables: ReleaseTables
    contract: Contract
    info: ReleaseInfo
    progress: Progress

    def fill(self, building: Path, made_from: FullRelease) -> tuple[Manifest, Comparison | None]:
        lean = without_text(self.contract)
        keys = self._keys()
        total = 2 + sum(one.rows for entry in self.stated.configs.values() for one in entry.splits.values())
        done = 0
        configs: dict[str, ConfigEntry] = {}
        for config, entry in self.stated.configs.items():
            schema = schema_without(lean, config, self._schema(config, entry))
            splits: dict[str, SplitEntry] = {}
            for split, one in entry.splits.items():
                rows = self._rows(config, one, keys)
                made = write_split(building, config, split, self._told(rows, done, total), schema)
                assert made is not None, "a split of a release has rows"
                splits[split] = made
                done += one.rows
            configs[config] = ConfigEntry(key=entry.key, splits=splits)
        manifest = self.stated.model_copy(
            update={
                "previous": previous_of(self.info.previous),
                "configs": configs,
                "removed_ids": (),
                "files": (),
                "without_text": WithoutText(
                    full=made_from,
                    columns={config: withheld_columns(self.contract.table(config)) for config in configs},
                ),
            }
        )
        counts = self.stated.counts
        dropped = Dropped(counts.get("ner_dropped_nested", 0), counts.get("ner_dropped_unaligned", 0))
        manifest, comparison = compared(building, manifest, self.info)
        self.progress(total - 1, total)
        held = pc.is_in(self.tables.gold["id"], pa.array(self.stated.held_out, pa.string()))
        tables = replace(self.tables, gold=self.tables.gold.filter(pc.invert(held)))
        manifest = finish(building, manifest, comparison, Dress(tables, lean, self.info, dropped))
        self.progress(total, total)
        return manifest, comparison

    def _schema(self, config: str, entry: ConfigEntry) -> pa.Schema:
        """Refuse columns that the contract does not know: nobody has said whether they carry text."""
        schema = pq.read_schema(self.full / next(path for one in entry.splits.values() for path in one.files))
        if schema.names != [field.name for field in self.contract.table(config).fields]:
            raise DataError(
                f"{config} of {self.full} does not have the columns of contract {self.contract.contract_version}, "
                "which says what carries text",
                hint="Release again with this version of tinbai",
            )
        return schema

    def _rows(self, config: str, split: SplitEntry, keys: Mapping[str, tuple[str, bytes]]) -> Iterator[Row]:
        fields = self.contract.table(config).fields
        for row in rows_of(self.full / path for path in split.files):
            if isinstance(row.get(TEXT), str):
                key = key_of(str(row[TEXT]))
            else:
                text_sha256, key = keys[str(row["id"])]
                if row.get("text_sha256", text_sha256) != text_sha256:
                    raise DataError(
                        f"an annotation of {row['id']} belongs to another text than the article has, so nobody "
                        "could check its spans without text",
                        hint="Run pull, then release again",
                    )
            yield withheld(row, fields, key)

    def _keys(self) -> dict[str, tuple[str, bytes]]:
        """Of articles with rows that do not hold the text themselves, its sha256 and the key that it makes."""
        lone = {
            str(row["id"])
            for config, entry in self.stated.configs.items()
            if TEXT not in {field.name for field in self.contract.table(config).fields}
            for split in entry.splits.values()
            for row in rows_of((self.full / path for path in split.files), ["id"])
        }
        articles = self.stated.configs["articles"].splits.values()
        files = (self.full / path for split in articles for path in split.files)
        return {
            str(row["id"]): (str(row["text_sha256"]), key_of(str(row[TEXT])))
            for row in rows_of(files, ["id", TEXT, "text_sha256"])
            if row["id"] in lone
        }

    def _told(self, rows: Iterator[Row], done: int, total: int) -> Iterator[Row]:
        for number, row in enumerate(rows, done):
            if number % _EVERY == 0:
                self.progress(number, total)
            yield row

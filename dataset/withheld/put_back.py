"""The rows of a release without text, with the text that a crawl has; what it has not is listed."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import TextIO

import pyarrow as pa

from dataset.withheld.find import Missing, differs, find, found_at
from dataset.withheld.full_schema import full_schema
from dataset.withheld.rows import Row, attached, contradiction
from dataset.withheld.store import Store
from dataset.withheld.write_split import write_split
from schemas.progress import Progress
from schemas.release.digest import rows_of
from schemas.release.manifest import ConfigEntry, Manifest, SplitEntry

UNATTACHED = "unattached.jsonl"
ARTICLES = "articles"
_EVERY = 100


@dataclass(frozen=True, slots=True)
class WrittenRows:
    """Files are below the folder that was given. `sizes` are the bytes of each config's; configs without rows are absent.

    Of `articles` the text was put back, of `by_text` among them from pages with other ids. `unattached` counts what was
    not, by the reason, as UNATTACHED lists it: an article once, whatever rows went with it.
    """

    configs: Mapping[str, ConfigEntry]
    schemas: Mapping[str, pa.Schema]
    sizes: Mapping[str, int]
    articles: int
    by_text: int
    unattached: Mapping[str, int]


def write_rows(
    release: Path, manifest: Manifest, store: Store, building: Path, progress: Progress
) -> WrittenRows:
    """Write the Parquet files of all configs, and UNATTACHED where it has a line, below `building`."""
    configs: dict[str, ConfigEntry] = {}
    schemas: dict[str, pa.Schema] = {}
    sizes: Counter[str] = Counter()
    report = building / UNATTACHED
    with report.open("w", encoding="utf-8", newline="\n") as out:
        run = _PutBack(release, store, out, progress, _total(manifest))
        # Articles decide for the other configs.
        for config in sorted(manifest.configs, key=lambda name: name != ARTICLES):
            entry = manifest.configs[config]
            schema = full_schema(release / next(iter(entry.splits.values())).files[0])
            splits: dict[str, SplitEntry] = {}
            for split, stated in entry.splits.items():
                rows = run.rows(config, entry.key, stated, schema.names)
                if (made := write_split(building, config, split, rows, schema)) is not None:
                    splits[split] = made
                    sizes[config] += sum((building / name).stat().st_size for name in made.files)
            if splits:
                configs[config], schemas[config] = ConfigEntry(key=entry.key, splits=splits), schema
    if not run.unattached:
        report.unlink()
    unattached = dict(sorted(run.unattached.items()))
    ordered = {config: configs[config] for config in manifest.configs if config in configs}
    return WrittenRows(ordered, schemas, sizes, len(run.chosen), run.by_text, unattached)


def _total(manifest: Manifest) -> int:
    return sum(one.rows for entry in manifest.configs.values() for one in entry.splits.values())


@dataclass(slots=True)
class _PutBack:
    """`chosen` gives each article that was found its row in the store."""

    release: Path
    store: Store
    out: TextIO
    progress: Progress
    total: int
    chosen: dict[str, int] = field(default_factory=dict)
    unattached: Counter[str] = field(default_factory=Counter)
    by_text: int = 0
    done: int = 0

    def rows(self, config: str, key: str, split: SplitEntry, columns: list[str]) -> Iterator[Row]:
        """The rows of a split that the text could be put back into, in order."""
        files = (self.release / path for path in split.files)
        rows = self._told(rows_of(files))
        if config == ARTICLES:
            yield from self._articles(rows, columns)
        else:
            yield from self._labelled(config, key, rows, columns)

    def _articles(self, rows: Iterator[Row], columns: list[str]) -> Iterator[Row]:
        for row in rows:
            name = str(row["id"])
            places = find(row, self.store)
            if isinstance(places, Missing):
                self._list(ARTICLES, name, places.reason, places.detail)
                continue
            found = found_at(places, self.store)
            if (odd := contradiction(row, found)) is not None:
                self._list(ARTICLES, name, odd.reason, odd.detail)
                continue
            self.chosen[name] = places[0]
            self.by_text += self.store.value(places[0], "id") != name
            made, lost = attached(row, columns, found)
            for column in lost:
                self._list(ARTICLES, name, differs(column), "")
            yield made

    def _labelled(self, config: str, key: str, rows: Iterator[Row], columns: list[str]) -> Iterator[Row]:
        for name, group in groupby(rows, lambda row: str(row["id"])):
            if name not in self.chosen:
                continue
            found = found_at([self.chosen[name]], self.store)
            for row in group:
                if (odd := contradiction(row, found)) is not None:
                    self._list(config, str(row[key]), odd.reason, odd.detail)
                else:
                    yield attached(row, columns, found)[0]

    def _list(self, config: str, name: str, reason: str, detail: str) -> None:
        self.unattached[reason] += 1
        line = {"config": config, "id": name, "reason": reason, "detail": detail}
        self.out.write(json.dumps(line, ensure_ascii=False) + "\n")

    def _told(self, rows: Iterator[Row]) -> Iterator[Row]:
        for row in rows:
            if self.done % _EVERY == 0:
                self.progress(self.done, self.total)
            self.done += 1
            yield row

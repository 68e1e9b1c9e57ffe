"""Read a release with the library of this environment and say what came, as JSON: way of reading to `ok` or to what failed.

Run by `benchmarks.releases.readers` as a file, in environments without tinbai: what a row says is digested
here again, as `schemas/release/digest.py` does it.
"""

import hashlib
import importlib.metadata
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

Row = dict[str, Any]
NOT_OFFERED = "not offered"


class WrongError(Exception):
    """It read something, and not what the manifest says."""


def logical_sha256(rows: Iterable[Row]) -> tuple[int, str]:
    digests = []
    for row in rows:
        body = json.dumps(
            row, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=lambda v: v.isoformat()
        )
        digests.append(hashlib.blake2b(body.encode(), digest_size=16).digest())
    return len(digests), hashlib.sha256(b"".join(sorted(digests))).hexdigest()


class Stated:
    """The release's own word: its manifest and, for names, the features in its files."""

    def __init__(self, release: Path) -> None:
        self.release = release
        self.configs: dict[str, Any] = json.loads((release / "manifest.json").read_text(encoding="utf-8"))[
            "configs"
        ]

    def splits(self) -> Iterator[tuple[str, str]]:
        for config, entry in self.configs.items():
            for split in entry["splits"]:
                yield config, split

    def files(self, config: str, split: str) -> list[str]:
        return [str(self.release / path) for path in self.configs[config]["splits"][split]["files"]]

    def check(self, config: str, split: str, rows: Iterable[Row]) -> None:
        entry = self.configs[config]["splits"][split]
        count, digest = logical_sha256(rows)
        if count != entry["rows"]:
            raise WrongError(f"{config}/{split}: {count} rows, not {entry['rows']}")
        if digest != entry["logical_sha256"]:
            raise WrongError(f"{config}/{split}: the rows say something else")

    def schema(self, config: str) -> Any:
        import pyarrow.parquet as pq

        return pq.read_schema(self.files(config, next(iter(self.configs[config]["splits"])))[0])

    def columns(self, config: str) -> list[str]:
        """Two columns: the id and the last."""
        return ["id", self.schema(config).names[-1]]

    def names(self, config: str) -> dict[str, list[str]]:
        features = json.loads(self.schema(config).metadata[b"huggingface"])["info"]["features"]
        return dict(_stated_names("", features))

    def one(self, config: str, split: str) -> tuple[str, int]:
        """The id of the middle row, and how many rows have it."""
        import pyarrow.parquet as pq

        ids = [
            name
            for file in self.files(config, split)
            for name in pq.read_table(file, columns=["id"])["id"].to_pylist()
        ]
        return ids[len(ids) // 2], ids.count(ids[len(ids) // 2])


def _stated_names(path: str, feature: Any) -> Iterator[tuple[str, list[str]]]:
    if isinstance(feature, list):
        yield from _stated_names(f"{path}[]", feature[0])
    elif feature.get("_type") == "List":
        yield from _stated_names(f"{path}[]", feature["feature"])
    elif feature.get("_type") == "ClassLabel":
        yield path, feature["names"]
    elif "_type" not in feature:
        for name, member in feature.items():
            yield from _stated_names(f"{path}.{name}", member)


def _found_names(path: str, feature: Any) -> Iterator[tuple[str, list[str]]]:
    """The same of features as `datasets` has them, whichever way its version writes a list."""
    if isinstance(feature, dict):
        for name, member in feature.items():
            yield from _found_names(f"{path}.{name}", member)
    elif isinstance(feature, list):
        yield from _found_names(f"{path}[]", feature[0])
    elif hasattr(feature, "names"):
        yield path, feature.names
    elif hasattr(feature, "feature"):
        yield from _found_names(f"{path}[]", feature.feature)


def with_datasets(stated: Stated) -> dict[str, Callable[[], None]]:
    import datasets

    datasets.disable_progress_bars()
    release = str(stated.release)

    def load(config: str, **options: Any) -> Any:
        return datasets.load_dataset(release, config, **options)

    def plain() -> None:
        for config, split in stated.splits():
            stated.check(config, split, load(config, split=split))

    def streamed() -> None:
        for config, split in stated.splits():
            stated.check(config, split, load(config, split=split, streaming=True))

    def columns() -> None:
        for config, split in stated.splits():
            table = load(config, split=split, columns=stated.columns(config))
            if table.column_names != stated.columns(config):
                raise WrongError(f"{config}/{split}: {table.column_names}")

    def columns_streamed() -> None:
        for config, split in stated.splits():
            rows = list(load(config, split=split, streaming=True).select_columns(stated.columns(config)))
            if any(sorted(row) != sorted(stated.columns(config)) for row in rows):
                raise WrongError(f"{config}/{split}: {sorted(rows[0])}")

    def filtered() -> None:
        for config, split in stated.splits():
            name, count = stated.one(config, split)
            # The card counts the rows of the whole split, which a check would hold against what is left.
            table = load(config, split=split, filters=[("id", "==", name)], verification_mode="no_checks")
            rows = list(table)
            if [row["id"] for row in rows] != [name] * count:
                raise WrongError(f"{config}/{split}: {len(rows)} rows of {name}, not {count}")

    def filtered_stream() -> None:
        for config, split in stated.splits():
            name, count = stated.one(config, split)
            rows = list(load(config, split=split, streaming=True, filters=[("id", "==", name)]))
            if [row["id"] for row in rows] != [name] * count:
                raise WrongError(f"{config}/{split}: {len(rows)} rows of {name}, not {count}")

    def names() -> None:
        for config, split in stated.splits():
            table = load(config, split=split)
            if dict(_found_names("", dict(table.features))) != stated.names(config):
                raise WrongError(f"{config}/{split}: {table.features}")

    def alone() -> None:
        for config, split in stated.splits():
            table = datasets.load_dataset("parquet", data_files=stated.files(config, split), split="train")
            stated.check(config, split, table)
            if dict(_found_names("", dict(table.features))) != stated.names(config):
                raise WrongError(f"{config}/{split}: {table.features}")

    return {
        "plain": plain,
        "streamed": streamed,
        "columns": columns,
        "columns of a stream": columns_streamed,
        "filter by id": filtered,
        "filter of a stream": filtered_stream,
        "names of labels": names,
        "a file alone": alone,
    }


def with_pandas(stated: Stated) -> dict[str, Callable[[], None]]:
    import pandas as pd
    import pyarrow as pa

    def plain() -> None:
        for config, split in stated.splits():
            frame = pd.concat(
                [pd.read_parquet(file, dtype_backend="pyarrow") for file in stated.files(config, split)],
                ignore_index=True,
            )
            stated.check(config, split, pa.Table.from_pandas(frame, preserve_index=False).to_pylist())

    def columns() -> None:
        for config, split in stated.splits():
            for file in stated.files(config, split):
                if list(pd.read_parquet(file, columns=stated.columns(config)).columns) != stated.columns(
                    config
                ):
                    raise WrongError(file)

    def filtered() -> None:
        for config, split in stated.splits():
            name, count = stated.one(config, split)
            frames = [
                pd.read_parquet(file, filters=[("id", "==", name)]) for file in stated.files(config, split)
            ]
            if [one for frame in frames for one in frame["id"]] != [name] * count:
                raise WrongError(f"{config}/{split}: not {count} rows of {name}")

    return {"plain": plain, "columns": columns, "filter by id": filtered}


def with_polars(stated: Stated) -> dict[str, Callable[[], None]]:
    import polars as pl

    def plain() -> None:
        for config, split in stated.splits():
            stated.check(config, split, pl.read_parquet(stated.files(config, split)).to_dicts())

    def streamed() -> None:
        for config, split in stated.splits():
            lazy = pl.scan_parquet(stated.files(config, split))
            stated.check(config, split, lazy.collect(engine="streaming").to_dicts())

    def columns() -> None:
        for config, split in stated.splits():
            frame = pl.scan_parquet(stated.files(config, split)).select(stated.columns(config)).collect()
            if frame.columns != stated.columns(config):
                raise WrongError(f"{config}/{split}: {frame.columns}")

    def filtered() -> None:
        for config, split in stated.splits():
            name, count = stated.one(config, split)
            frame = pl.scan_parquet(stated.files(config, split)).filter(pl.col("id") == name).collect()
            if frame["id"].to_list() != [name] * count:
                raise WrongError(f"{config}/{split}: {frame.height} rows of {name}, not {count}")

    return {"plain": plain, "streamed": streamed, "columns": columns, "filter by id": filtered}


def with_duckdb(stated: Stated) -> dict[str, Callable[[], None]]:
    import duckdb

    def ask(config: str, split: str, what: str, where: str = "true") -> list[Row]:
        with duckdb.connect() as base:
            base.execute("SET TimeZone = 'UTC'")
            files = stated.files(config, split)
            rows: list[Row] = (
                base.sql(f"SELECT {what} FROM read_parquet({files}) WHERE {where}")
                .to_arrow_table()
                .to_pylist()
            )
            return rows

    def plain() -> None:
        for config, split in stated.splits():
            stated.check(config, split, ask(config, split, "*"))

    def columns() -> None:
        for config, split in stated.splits():
            wanted = stated.columns(config)
            rows = ask(config, split, ", ".join(f'"{name}"' for name in wanted))
            if list(rows[0]) != wanted:
                raise WrongError(f"{config}/{split}: {list(rows[0])}")

    def filtered() -> None:
        for config, split in stated.splits():
            name, count = stated.one(config, split)
            rows = ask(config, split, "id", f"id = '{name}'")
            if [row["id"] for row in rows] != [name] * count:
                raise WrongError(f"{config}/{split}: {len(rows)} rows of {name}, not {count}")

    return {"plain": plain, "columns": columns, "filter by id": filtered}


READERS = {"datasets": with_datasets, "pandas": with_pandas, "polars": with_polars, "duckdb": with_duckdb}


def main(reader: str, release: str) -> None:
    told: dict[str, str] = {}
    for way, read in READERS[reader](Stated(Path(release))).items():
        try:
            read()
            told[way] = "ok"
        except Exception as error:  # noqa: BLE001  (whatever a library raises is what the table says)
            unknown = "unexpected keyword" in str(error) or "doesn't have a" in str(error)
            told[way] = (
                NOT_OFFERED if unknown else f"{type(error).__name__}: {' '.join(str(error).split())[:300]}"
            )
    print(
        json.dumps(
            {
                "version": importlib.metadata.version(reader),
                "pyarrow": importlib.metadata.version("pyarrow"),
                "told": told,
            }
        ),
        flush=True,
    )
    os._exit(
        0
    )  # a stream dropped halfway can hang the interpreter's exit: datasets 5.2 with pyarrow 24 to 26


if __name__ == "__main__":
    main(*sys.argv[1:])

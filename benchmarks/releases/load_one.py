"""Do one thing to the config `articles` of a dataset, in a folder or on the Hub, and print the seconds it took.

Run by `benchmarks.releases.loading` as a file, in a process of its own with an empty cache: imports are over
when the clock starts.
"""

import os
import sys
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

COLUMN = "title"
RELEASED = "newsroom/"


@dataclass(frozen=True)
class Asked:
    """A folder or a repository, the files of the config in it, and the id that is looked for."""

    where: str
    files: tuple[str, ...]
    name: str

    @property
    def on_hub(self) -> bool:
        return self.where.startswith(RELEASED)

    @property
    def paths(self) -> list[str]:
        if self.on_hub:
            return [
                f"{os.environ['HF_ENDPOINT']}/datasets/{self.where}/resolve/main/{file}"
                for file in self.files
            ]
        return [f"{self.where}/{file}" for file in self.files]


def dataset(asked: Asked, **options: Any) -> Any:
    import datasets

    datasets.disable_progress_bars()
    return datasets.load_dataset(asked.where, "articles", split="train", **options)


def bytes_alone(asked: Asked) -> int:
    size = 0
    for path in asked.paths:
        with urllib.request.urlopen(path) if asked.on_hub else Path(path).open("rb") as file:
            while piece := file.read(1 << 20):
                size += len(piece)
    return size


def cold(asked: Asked) -> int:
    return len(dataset(asked)[0])


def first(asked: Asked) -> int:
    return len(next(iter(dataset(asked, streaming=True))))


def column(asked: Asked) -> int:
    stream = dataset(asked, streaming=True, columns=[COLUMN])
    return sum(len(batch[COLUMN]) for batch in stream.iter(batch_size=1_000))


def one(asked: Asked) -> int:
    return len(list(dataset(asked, streaming=True, filters=[("id", "==", asked.name)])))


def _arrow(asked: Asked, **options: Any) -> int:
    import pyarrow.parquet as pq

    if asked.on_hub:
        from huggingface_hub import HfFileSystem

        system = HfFileSystem()
        opened = [f"datasets/{asked.where}/{file}" for file in asked.files]
        return sum(pq.read_table(path, filesystem=system, **options).num_rows for path in opened)
    return sum(pq.read_table(path, **options).num_rows for path in asked.paths)


def column_pyarrow(asked: Asked) -> int:
    return _arrow(asked, columns=[COLUMN])


def one_pyarrow(asked: Asked) -> int:
    return _arrow(asked, filters=[("id", "==", asked.name)])


def column_polars(asked: Asked) -> int:
    import polars as pl

    return pl.scan_parquet(asked.paths).select(COLUMN).collect().height


def one_polars(asked: Asked) -> int:
    import polars as pl

    return pl.scan_parquet(asked.paths).filter(pl.col("id") == asked.name).collect().height


def _duckdb(asked: Asked, query: str) -> int:
    import duckdb

    return len(duckdb.connect().execute(query, [asked.paths]).fetchall())


def column_duckdb(asked: Asked) -> int:
    return _duckdb(asked, f"SELECT {COLUMN} FROM read_parquet(?)")


def one_duckdb(asked: Asked) -> int:
    return _duckdb(asked, f"SELECT * FROM read_parquet(?) WHERE id = '{asked.name}'")


WORKS: dict[str, tuple[str, Callable[[Asked], int]]] = {
    "bytes": ("urllib.request", bytes_alone),
    "cold": ("datasets", cold),
    "first": ("datasets", first),
    "column": ("datasets", column),
    "column_pyarrow": ("pyarrow.parquet", column_pyarrow),
    "column_polars": ("polars", column_polars),
    "column_duckdb": ("duckdb", column_duckdb),
    "one": ("datasets", one),
    "one_pyarrow": ("pyarrow.dataset", one_pyarrow),
    "one_polars": ("polars", one_polars),
    "one_duckdb": ("duckdb", one_duckdb),
}


def main(work: str, where: str, name: str, *files: str) -> None:
    needs, run = WORKS[work]
    __import__(needs)
    begun = time.perf_counter()
    found = run(Asked(where, files, name))
    print(time.perf_counter() - begun, found, flush=True)
    os._exit(
        0
    )  # a stream dropped halfway can hang the interpreter's exit: datasets 5.2 with pyarrow 24 to 26


if __name__ == "__main__":
    main(*sys.argv[1:])

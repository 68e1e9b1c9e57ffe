"""Run as a program of its own, since a stream that is dropped halfway can hang the interpreter's exit:
load a release in every way a researcher would and print what came, as JSON."""

import json
import sys
from pathlib import Path
from typing import Any

import datasets
import pandas as pd
import polars as pl


def main(release: str) -> None:
    told: dict[str, Any] = {}
    for config in sys.argv[2:]:
        loaded = datasets.load_dataset(release, config)
        streamed = datasets.load_dataset(release, config, streaming=True)
        told[config] = {}
        for split, table in loaded.items():
            files = sorted(str(path) for path in (Path(release) / "data" / config).glob(f"{split}-*"))
            told[config][split] = {
                "rows": table.num_rows,
                "version": str(table.info.version),
                "features": repr(table.features),
                "same_streamed": list(streamed[split]) == list(table),
                "polars_ids": pl.read_parquet(files).get_column("id").to_list() == list(table["id"]),
                "alone": repr(_alone(files)),
                "of_a_column": datasets.load_dataset(
                    release, config, split=split, columns=["id"]
                ).column_names,
                "filtered": _filtered(release, config, split, table["id"][-1]) == table["id"][-1],
                "pandas_rows": sum(len(pd.read_parquet(file)) for file in files),
            }
            if config == "entities":
                label = table.features["entities"].feature["label"]
                told[config][split]["spans"] = {
                    row["id"]: [
                        [
                            span["start"],
                            span["end"],
                            label.int2str(span["label"]),
                            row["text"][span["start"] : span["end"]],
                        ]
                        for span in row["entities"]
                    ]
                    for row in table
                }
    default = datasets.load_dataset(release)
    told["default_columns"] = default["train"].column_names
    print(json.dumps(told))


def _alone(files: list[str]) -> datasets.Features:
    """What the files say of themselves, without the card."""
    return datasets.load_dataset("parquet", data_files=files, split="train").features


def _filtered(release: str, config: str, split: str, name: str) -> str | None:
    """The id of all rows that a filter by id leaves of a stream."""
    wanted = [("id", "==", name)]
    stream = datasets.load_dataset(release, config, split=split, streaming=True, filters=wanted)
    found = {row["id"] for row in stream}
    return found.pop() if len(found) == 1 else None


if __name__ == "__main__":
    main(sys.argv[1])

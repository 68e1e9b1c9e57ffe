"""The same rows as files, in our layout and in the one that `Dataset.push_to_hub` makes.

The latter is made by `push_to_hub` itself, which pushes to the Hub's stand-in of the tests: shards of at most
500 MB, row groups of 100 MB before compression, snappy, a dictionary for every column, content-defined
chunks of 256 KiB to 1 MiB and a page index (datasets 5.2).
"""

import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa

from dataset.release.shards import write_shards
from tests.hub.stand_in import TOKEN, StandIn, stand_in

Tables = Mapping[str, Mapping[str, pa.Table]]
"""Config to split to its table."""


@contextmanager
def hub() -> Iterator[StandIn]:
    """The stand-in, and the clients of this process told of it: before `datasets` is imported."""
    with stand_in() as served:
        os.environ |= {
            "HF_ENDPOINT": served.endpoint,
            "HF_HUB_DISABLE_XET": "1",
            "HF_HUB_DISABLE_PROGRESS_BARS": "1",
        }
        yield served


def ours(folder: Path, tables: Tables) -> None:
    for config, splits in tables.items():
        for split, table in splits.items():
            write_shards(folder, config, split, table)


def pushed(folder: Path, tables: Tables, served: StandIn) -> None:
    """What a repository holds after `push_to_hub` of every config, its README and files, below `folder`."""
    name = "newsroom/of-a-moment"
    push(name, tables)
    for path, blob in served.repositories.pop(name).commits[-1].tree.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(blob.data)
    served.stored.clear()


def push(name: str, tables: Tables) -> None:
    """`push_to_hub` of every config to the repository `name`."""
    import datasets

    datasets.disable_progress_bars()
    logging.getLogger("datasets").setLevel(logging.ERROR)  # it says of each split that it has one shard
    for config, splits in tables.items():
        made = {}
        for split, table in splits.items():
            features = datasets.Features.from_arrow_schema(table.schema)
            made[split] = datasets.Dataset(table.cast(features.arrow_schema))
        datasets.DatasetDict(made).push_to_hub(name, config, token=TOKEN)

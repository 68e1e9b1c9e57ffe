"""The rows of a few chosen keys, with names in the place of class ids."""

from collections.abc import Collection, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from schemas.release.manifest import ConfigEntry
from schemas.release.stated import UNREADABLE, Feature, named_value, no_release

Row = dict[str, object]
_BATCH = 1_000


def rows_of_keys(
    release: Path, entry: ConfigEntry, keys: Collection[str], features: Mapping[str, Feature], apart: Collection[str]
) -> dict[str, tuple[str, list[Row]]]:  # fmt: skip
    """Each key's split and rows, in the order of the files, out of the splits `apart`. The keys are looked for first, and
    other columns read of those row groups alone that hold one.

    Raises:
        DataError: a file cannot be read.
    """
    found: dict[str, tuple[str, list[Row]]] = {}
    wanted = pa.array(sorted(keys), pa.string())
    if not keys:
        return found
    for split, stated in entry.splits.items():
        if split not in apart:
            continue
        try:
            for name in stated.files:
                for row in _rows(release / name, entry.key, wanted):
                    plain = {
                        column: named_value(value, features.get(column)) for column, value in row.items()
                    }
                    found.setdefault(str(row[entry.key]), (split, []))[1].append(plain)
        except UNREADABLE as error:
            raise no_release(release, f"has rows in {split} that cannot be read") from error
    return found


def _rows(path: Path, key: str, wanted: pa.Array) -> list[Row]:
    rows: list[Row] = []
    with pq.ParquetFile(path) as file:
        for group in range(file.num_row_groups):
            keys = file.read_row_group(group, columns=[key])[key].cast(pa.string())
            if not pc.any(pc.is_in(keys, value_set=wanted)).as_py():
                continue
            for batch in file.iter_batches(_BATCH, row_groups=[group]):
                chosen = pc.is_in(batch.column(key).cast(pa.string()), value_set=wanted)
                rows += batch.filter(chosen).to_pylist()
    return rows

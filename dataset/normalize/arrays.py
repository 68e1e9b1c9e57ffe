"""Arrow arrays without pandas, which `pa.array` imports before anything else: a quarter of a second a process."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

_OLDEST = pl.CompatLevel.oldest()


def from_numpy(values: npt.NDArray[np.generic]) -> pa.Array:
    """Numbers where they lie; no flags, which Arrow packs as bits."""
    values = np.ascontiguousarray(values)
    kind = pa.from_numpy_dtype(values.dtype)
    return pa.Array.from_buffers(kind, len(values), [None, pa.py_buffer(values)])


def to_numpy(column: pa.ChunkedArray | pa.Array) -> npt.NDArray[Any]:
    """Numbers of a column, none of them null."""
    return pl.Series(column).to_numpy()


def begins_of(values: npt.NDArray[np.generic]) -> npt.NDArray[np.int64]:
    """Where runs of equal values begin."""
    return np.flatnonzero(np.append(True, values[1:] != values[:-1])[: len(values)])


def whole(column: pa.ChunkedArray) -> pa.Array:
    """A column in one piece, where it lies if it is that already."""
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def from_values(values: Sequence[object], kind: pa.DataType) -> pa.Array:
    """Python's strings, whole numbers and days, None where there is none; or lists of such, none of them None."""
    if values and values[0] is None and values.count(None) == len(values):
        return pa.nulls(len(values), kind)
    if not pa.types.is_list(kind):
        return pl.Series(values, dtype=_TYPES[str(kind)]).to_arrow(compat_level=_OLDEST).cast(kind)
    lists = [tuple(value) for value in values if isinstance(value, list | tuple)]
    offsets = np.cumsum([0, *map(len, lists)], dtype=np.int32)
    inner = from_values([one for some in lists for one in some], kind.value_type)
    return pa.ListArray.from_arrays(from_numpy(offsets), inner).cast(kind)


_TYPES: dict[str, pl.DataType] = {
    "string": pl.String(),
    "large_string": pl.String(),
    "int64": pl.Int64(),
    "date32[day]": pl.Date(),
}

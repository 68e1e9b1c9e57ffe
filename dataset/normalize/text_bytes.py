"""A column of texts as kernels read it: all bytes in one piece."""

import numpy as np
import numpy.typing as npt
import polars as pl

Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]


def text_bytes(texts: pl.Series) -> tuple[Bytes, Places]:
    """The bytes of all texts, and the place where each begins, and the end. A null is empty."""
    array = texts.rechunk().to_arrow(compat_level=pl.CompatLevel.oldest())
    _, offsets, data = array.buffers()
    first = np.frombuffer(offsets, np.int64)[array.offset : array.offset + len(array) + 1]
    return np.frombuffer(data or b"", np.uint8), first

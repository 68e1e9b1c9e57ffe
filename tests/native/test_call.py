"""A kernel gets what its header declares, or nothing."""

import numpy as np
import pytest

from dataset import native
from schemas.errors import ConfigError


def test_arrays_of_another_type_or_shape_are_refused() -> None:
    keys, starts, last = np.zeros(3, np.uint64), np.array([0, 3]), np.zeros(3, np.int64)
    assert native.call("last_of_same", keys, starts, 1, last) == 0
    with pytest.raises(TypeError, match="key is int64, not an unbroken array of uint64"):
        native.call("last_of_same", keys.astype(np.int64), starts, 1, last)
    with pytest.raises(TypeError, match="key is uint64, not an unbroken"):
        native.call("last_of_same", np.zeros(6, np.uint64)[::2], starts, 1, last)
    last.flags.writeable = False
    with pytest.raises(TypeError, match="last is written to"):
        native.call("last_of_same", keys, starts, 1, last)


def test_what_was_not_built_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(native, "LIBRARY", native.LIBRARY.with_name("absent.so"))
    native._library.cache_clear()
    try:
        with pytest.raises(ConfigError, match="was not built"):
            native.call("last_of_same", np.zeros(0, np.uint64), np.array([0]), 0, np.zeros(0, np.int64))
    finally:
        native._library.cache_clear()

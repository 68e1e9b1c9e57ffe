"""Which allocators serve a run: what Polars and Arrow do with freed memory is told in time, or not at all."""

import os
import subprocess
import sys

import pytest

from dataset.engine.local import LocalEngine

_KEPT = "dirty_decay_ms:5000,muzzy_decay_ms:0"


def _pool_name() -> str:
    import pyarrow as pa

    return str(pa.default_memory_pool().backend_name)


def test_arrow_takes_the_memory_that_malloc_keeps() -> None:
    assert list(LocalEngine(1).run(_pool_name, [()])) == [(0, "system")]


@pytest.mark.parametrize("first", ["dataset.normalize", "tinbai.cli", "dataset.normalize.run"])
def test_polars_is_told_before_it_is_imported(first: str) -> None:
    """Polars puts its own defaults before what it was told, and what comes last counts."""
    told = f"import {first}, dataset, polars, os; print(os.environ['_RJEM_MALLOC_CONF'])"
    environment = {name: value for name, value in os.environ.items() if name != "_RJEM_MALLOC_CONF"}
    found = subprocess.run(
        [sys.executable, "-c", told], env=environment, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip().endswith(_KEPT)
    assert found.stdout.strip() != _KEPT

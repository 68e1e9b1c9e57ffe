import gc
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def collected() -> Iterator[None]:
    """What a test of this folder leaves is collected before another test is blamed for it."""
    yield
    gc.collect()

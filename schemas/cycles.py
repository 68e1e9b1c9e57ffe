"""Work that makes many objects and hardly a cycle, done without looking for cycles."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_search_for_cycles() -> Iterator[None]:
    """Python's search for cycles, off for a block or, as a decorator, for a function.

    The search looks at every object again and again while their number grows: a third and more of the time of
    whatever reads a large table of lists into objects. What is dropped meanwhile is freed as ever, but for cycles.
    """
    looked = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looked:
            gc.enable()

"""Choosing an engine by name."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dataset.engine.engine import Engine
from dataset.engine.local import local_engine
from schemas.errors import UsageError

ENGINES = ("local", "dask")


@contextmanager
def open_engine(
    name: str = "local", *, jobs: int = 1, scheduler: str | None = None, folder: Path | None = None
) -> Iterator[Engine]:
    """An engine for the time of a block.

    `jobs` counts the processes of this machine; a cluster at the address `scheduler` has its own. `folder`
    is where units read and write: every worker of a cluster must see it.

    Raises:
        UsageError: no such engine, Dask is not installed, or a worker does not see `folder`.
        ServiceError: the scheduler cannot be reached, or has no workers.
    """
    if name not in ENGINES:
        raise UsageError(f"there is no engine {name!r}", hint=f"Choose one of {', '.join(ENGINES)}")
    if name == "local":
        if scheduler is not None:
            raise UsageError("--scheduler is for a Dask cluster", hint="Add --engine dask, or leave it out")
        with local_engine(jobs) as engine:
            yield engine
        return
    # Dask takes half a second to load: only who asks for it waits.
    from dataset.engine.dask import dask_engine

    with dask_engine(jobs, scheduler, folder) as engine:
        yield engine

"""Which engine a verb's units of work run on, as its options and the project's configuration say."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from dataset.engine import Engine
from tinbai.workspace import Workspace


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """`jobs` processes of this machine, or the Dask cluster at `scheduler`."""

    name: str = "local"
    scheduler: str | None = None
    jobs: int | None = None


LOCAL = EngineChoice()


@contextmanager
def engine_for(workspace: Workspace, choice: EngineChoice) -> Iterator[Engine]:
    """The engine for the time of a block. Raises as `dataset.engine.open_engine`."""
    from dataset.engine import open_engine

    jobs = choice.jobs or workspace.config.normalize.jobs or os.cpu_count() or 1
    with open_engine(choice.name, jobs=jobs, scheduler=choice.scheduler, folder=workspace.root) as engine:
        yield engine

"""Processes of this machine."""

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import TypeVar

import pyarrow as pa

from dataset.native import call
from schemas.cycles import no_search_for_cycles
from schemas.errors import ServiceError

R = TypeVar("R")
# Bytes of freed memory that a process keeps.
_KEPT = 1 << 28


class LocalEngine:
    """A pool of processes, started when there is more than one task for them and kept for the next run."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._pool: ProcessPoolExecutor | None = None

    def run(self, function: Callable[..., R], tasks: Sequence[tuple[object, ...]]) -> Iterator[tuple[int, R]]:
        """See `Engine.run`. One task, or one job, runs in this very process."""
        if self._jobs <= 1 or len(tasks) <= 1:
            for number, task in enumerate(tasks):
                yield number, _run(function, task)
            return
        futures: dict[Future[R], int] = {}
        try:
            for number, task in enumerate(tasks):
                futures[self._open().submit(_run, function, task)] = number
            for future in as_completed(futures):
                yield futures[future], future.result()
        except BrokenProcessPool as error:
            raise ServiceError(
                "a process at work was killed, perhaps for want of memory",
                hint="Run the same command again, with --jobs 1 if it happens again; nothing was changed",
            ) from error
        finally:
            # After an error or Ctrl-C nobody waits for what has not begun.
            for future in futures:
                future.cancel()

    def _open(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # Every core has a process: threads for small products of matrices cost five times the work. What
            # spawns inherits this; Dask sets it for its workers.
            os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
            # Spawned, not forked: threads of Arrow and of progress bars do not survive a fork.
            spawn = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self._jobs, mp_context=spawn, initializer=_end_with_parent)
        return self._pool

    def close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


def _run(function: Callable[..., R], task: tuple[object, ...]) -> R:
    """Run a task without Python's search for cycles: a shard makes many objects and hardly a cycle, and looking for
    some took a twentieth of its time. As much went into memory that was given back and asked for again, and Arrow's
    own allocator would keep a tenth more beside what malloc keeps."""
    call("keep_memory", _KEPT)
    pa.set_memory_pool(pa.system_memory_pool())
    with no_search_for_cycles():
        return function(*task)


def _end_with_parent() -> None:
    """A process whose parent was killed would wait for tasks for ever, and finish the one it has for nobody."""
    parent = multiprocessing.parent_process()
    assert parent is not None

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


@contextmanager
def local_engine(jobs: int) -> Iterator[LocalEngine]:
    engine = LocalEngine(jobs)
    try:
        yield engine
    finally:
        engine.close()

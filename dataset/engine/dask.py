"""Dask: workers of a cluster that is already there, or of a small one on this machine alone."""

import logging
import os
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

from schemas.errors import ServiceError, UsageError
from schemas.files import disk_faults

R = TypeVar("R")

_PATIENCE = "20s"
_SETTINGS = {
    # A page that may hang is read in a process of its own, and daemons may start none.
    "distributed.worker.daemon": False,
    # The clock of a busy machine is no fault to tell about.
    "distributed.admin.tick.limit": "60s",
    "distributed.comm.timeouts.connect": _PATIENCE,
}
# Nobody but this machine is listened to, and nothing is shown in a browser.
_HOST = "127.0.0.1"
_NO_PAGE = "127.0.0.1:0"


class DaskEngine:
    """Hands every task to a cluster. A task that was lost with its worker runs again on another."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def run(self, function: Callable[..., R], tasks: Sequence[tuple[object, ...]]) -> Iterator[tuple[int, R]]:
        """See `Engine.run`."""
        from distributed import CancelledError, KilledWorker, as_completed

        # pure=False: a unit writes files, so what a like one once returned does not stand for it.
        numbers = {
            self._client.submit(function, *task, pure=False): number for number, task in enumerate(tasks)
        }
        try:
            for future in as_completed(list(numbers), loop=self._client.loop):
                yield numbers[future], future.result()
        except KilledWorker as error:
            raise ServiceError(
                "Dask workers were killed again and again over one task, perhaps for want of memory",
                hint="Give the workers more memory and run the same command again; nothing was changed",
            ) from error
        except (CancelledError, OSError) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise  # the disk's fault, not the connection's
            raise ServiceError(
                "the Dask scheduler was lost", hint="Run the same command again; nothing was changed"
            ) from error
        finally:
            self._client.cancel(list(numbers))


@contextmanager
def dask_engine(jobs: int, scheduler: str | None, folder: Path | None) -> Iterator[DaskEngine]:
    """Dask at `scheduler`, or else `jobs` worker processes that only this machine can reach.

    Raises:
        UsageError: Dask is not installed, or a worker does not see `folder` or has another tinbai.
        ServiceError: the scheduler cannot be reached, or has no workers.
    """
    try:
        import dask.config
        import distributed
    except ModuleNotFoundError as error:
        raise UsageError(
            "--engine dask needs Dask", hint="Install it: uv pip install 'tinbai[dask]'"
        ) from error
    with dask.config.set(_SETTINGS), _quiet():
        if scheduler is None:
            with (
                distributed.LocalCluster(
                    n_workers=jobs,
                    threads_per_worker=1,
                    host=_HOST,
                    dashboard_address=_NO_PAGE,
                    worker_dashboard_address=_NO_PAGE,
                    memory_limit=0,
                    security=True,  # others on this machine have no key
                    silence_logs=logging.CRITICAL,
                ) as cluster,
                distributed.Client(cluster) as client,
            ):
                yield DaskEngine(client)
            return
        with _connected(scheduler) as client:
            if folder is not None:
                _require_workers(client, scheduler, folder)
            yield DaskEngine(client)


@contextmanager
def _connected(scheduler: str) -> Iterator[Any]:
    from distributed import Client

    try:
        client = Client(scheduler, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ServiceError(
            f"no Dask scheduler answers at {scheduler}",
            hint="Start one (dask scheduler) and workers (dask worker ADDRESS), or leave --scheduler out",
        ) from error
    with client:
        yield client


def _require_workers(client: Any, scheduler: str, folder: Path) -> None:
    """Every worker must have this tinbai and see the workspace at the same path."""
    folder.mkdir(parents=True, exist_ok=True)
    mark = folder / f".dask.{os.getpid()}.part"
    token = secrets.token_hex(8)
    try:
        with disk_faults(mark):
            mark.write_text(token, encoding="ascii")
        found: Mapping[str, tuple[str, str]] = client.run(_look, str(mark))
    except (ModuleNotFoundError, AttributeError) as error:
        raise UsageError(
            f"the workers at {scheduler} cannot load tinbai: {error}",
            hint=f"Install tinbai {version('tinbai')} in the workers' environment and restart them",
        ) from error
    finally:
        mark.unlink(missing_ok=True)
    if not found:
        raise ServiceError(
            f"the Dask scheduler at {scheduler} has no workers", hint=f"Start one: dask worker {scheduler}"
        )
    for worker, (seen, theirs) in sorted(found.items()):
        if seen != token:
            raise UsageError(
                f"the worker {worker} does not see {folder}",
                hint="Workspace and pages must lie on a file system that all workers share, at one path",
            )
        if theirs != version("tinbai"):
            raise UsageError(
                f"the worker {worker} has tinbai {theirs}, not {version('tinbai')}",
                hint="Install the same version on all workers and restart them",
            )


def _look(mark: str) -> tuple[str, str]:
    """What a worker reads at the path, and its tinbai's version."""
    path = Path(mark)
    return path.read_text(encoding="ascii") if path.exists() else "", version("tinbai")


@contextmanager
def _quiet() -> Iterator[None]:
    """A worker that died and came back is no news for whoever waits for the result."""
    logger = logging.getLogger("distributed")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)

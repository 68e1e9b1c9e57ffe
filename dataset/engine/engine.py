"""What a stage knows of whoever runs its units of work."""

from collections.abc import Callable, Iterator, Sequence
from typing import ParamSpec, Protocol, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class Engine(Protocol):
    """Runs one function over many tasks."""

    def run(self, function: Callable[..., R], tasks: Sequence[tuple[object, ...]]) -> Iterator[tuple[int, R]]:
        """Call `function(*task)` for every task; yield (the task's number, its result) as each is done.

        `function` is importable by name, its tasks and results can be pickled. It may be run twice over one
        task, so it writes whole files or none, and the same ones each time. An error that it raises is
        raised here; what has not begun then never does.

        Raises:
            ServiceError: a process was killed, or the cluster is lost.
        """
        ...

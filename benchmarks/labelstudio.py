"""Time push and pull against the bare calls of Label Studio's own API, on a real local server.

    .venv/bin/python -m benchmarks.labelstudio [ARTICLES]

Makes ARTICLES articles (10,000) of 1.2 kB with 17 suggested spans each, starts the server on SQLite in a
temporary folder, and prints seconds and ratios:

- the bare `import_tasks` call, in the same batches of 500 into a project of its own, before and behind a
  push of the same articles (a machine has slow minutes, so the mean of both is what push is held against:
  at most 1.15);
- a second push, which adds nothing: at most a tenth of the first;
- a full pull, with two people's annotations on every task; then 20 of these are changed, and pulled: at most
  a tenth of the full one's time. A full pull behind it must give the same table, byte for byte.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import pyarrow as pa

from annotation.client import Connection, connect, once
from annotation.project import ensure_project
from annotation.pull import pull
from annotation.push import build_tasks, push
from annotation.server.install import default_cache
from annotation.server.local import Server, running
from schemas.contract import default_contract
from schemas.label_config import label_config
from tests.labelstudio.sample import TEXT, article, articles, suggestions

BATCH = 500
CHANGES = 20
CONTRACT = default_contract()
T = TypeVar("T")


def timed(what: str, work: Callable[[], T]) -> tuple[float, T]:
    start = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - start
    print(f"{what:<48} {seconds:8.2f} s", flush=True)
    return seconds, result


def bare(connection: Connection, folder: Path, tasks: Sequence[dict[str, object]], title: str) -> None:
    project = ensure_project(connection, folder, title=title, label_config=label_config(CONTRACT), role=title)
    for first in range(0, len(tasks), BATCH):
        connection.client.projects.import_tasks(
            project.id,
            request=list(tasks[first : first + BATCH]),
            return_task_ids=True,
            request_options=once(),
        )


def labelled(tasks: Sequence[dict[str, object]], people: Sequence[int]) -> list[dict[str, object]]:
    """The tasks with everybody's annotation: what was suggested."""
    made = []
    for task in tasks:
        predictions = task["predictions"]
        assert isinstance(predictions, list)
        said = [{"completed_by": person, "result": predictions[0]["result"]} for person in people]
        made.append({**task, "annotations": said})
    return made


def measure(server: Server, folder: Path, number: int) -> None:
    connection = connect(server.url, server.api_key)
    table = articles(CONTRACT, [article(f"{TEXT}\n\nBài số {n}.", f"Bài {n}") for n in range(number)])
    suggested = suggestions(CONTRACT, table)
    tasks = build_tasks(table, suggested, CONTRACT)

    def pushing() -> int:
        return push(connection, table, suggested, CONTRACT, folder=folder / "a", title="Đo lường").added

    before, _ = timed("bare import_tasks", lambda: bare(connection, folder / "b", tasks, "bare-1"))
    first, added = timed("push", pushing)
    behind, _ = timed("bare import_tasks", lambda: bare(connection, folder / "c", tasks, "bare-2"))
    second, none = timed("second push", pushing)
    assert (added, none) == (number, 0)
    print(f"push: {number / first:.0f} tasks/s, {2 * first / (before + behind):.2f} of the bare calls")
    print(f"second push: {second / first:.3f} of the first")

    people = [connect(server.url, account.api_key).user_id for account in server.accounts]
    again = folder / "d"
    project = ensure_project(connection, again, title="Đo kéo về", label_config=label_config(CONTRACT))
    for at in range(0, number, BATCH):
        connection.client.projects.import_tasks(
            project.id, request=labelled(tasks[at : at + BATCH], people), request_options=once()
        )

    def pulling(*, full: bool) -> pa.Table:
        return pull(connection, table, CONTRACT, folder=again, title="Đo kéo về", full=full).annotations

    whole, labels = timed("full pull", lambda: pulling(full=True))
    step = max(1, labels.num_rows // CHANGES)
    for key in labels["annotation_id"].to_pylist()[::step][:CHANGES]:
        connection.client.annotations.update(id=int(key.split("-")[1]), result=[])
    changed, labels = timed(f"pull of {CHANGES} changes", lambda: pulling(full=False))
    print(f"pull of changes: {changed / whole:.3f} of a full one ({labels.num_rows:,} annotations)")
    assert labels.equals(pulling(full=True)), "a full pull gives another table"


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with running(folder / "server", default_cache(), annotators=["lan", "minh"]) as server:
            measure(server, folder, number)


if __name__ == "__main__":
    main()

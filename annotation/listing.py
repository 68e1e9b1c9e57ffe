"""What a project holds now, asked of the server: tasks one by one, or how many there are.

Listing costs about a millisecond a task, whatever of it is asked for; counting thousands of them takes a few
hundredths of a second. So what is known is verified by counting, and listed only where counts disagree.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from annotation.client import Connection, server_faults
from annotation.project import Project

if TYPE_CHECKING:
    from label_studio_sdk.types.paginated_role_based_task_list import PaginatedRoleBasedTaskList
    from label_studio_sdk.types.role_based_task import RoleBasedTask

BATCH = 500
# Counting costs as much as listing so few.
_FEW = 30
# Label Studio's own format; of microseconds, as its database keeps them.
_MOMENT = "%Y-%m-%dT%H:%M:%S.%fZ"

Where = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Count:
    """How many tasks, and how many annotations that were submitted and not skipped."""

    tasks: int
    annotations: int


def of_articles(ids: Sequence[str]) -> Where:
    """Tasks of these articles, whatever the state of the text."""
    return _filter("data.id", "in_list", "List", list(ids))


def numbered_between(first: int, last: int) -> Where:
    """Tasks with these numbers, both included."""
    return _filter("id", "in", "Number", {"min": first, "max": last})


def numbered_above(number: int) -> Where:
    return _filter("id", "greater", "Number", number)


def updated_between(first: datetime, last: datetime) -> Where:
    """Tasks that changed, or whose annotations did, between these moments, both included."""
    return _filter("updated_at", "in", "Datetime", {"min": _moment(first), "max": _moment(last)})


def updated_after(moment: datetime) -> Where:
    return _filter("updated_at", "greater", "Datetime", _moment(moment))


def with_drafts() -> Where:
    """Tasks that somebody began and did not submit."""
    return _filter("draft_exists", "equal", "Boolean", "true")


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime(_MOMENT)


def _filter(column: str, operator: str, kind: str, value: object) -> Where:
    return {"filter": f"filter:tasks:{column}", "operator": operator, "type": kind, "value": value}


def list_tasks(
    connection: Connection,
    project: Project,
    *,
    where: Sequence[Where] = (),
    include: str | None = None,
    full: bool = False,
) -> Iterator["RoleBasedTask"]:
    """The project's tasks by their number; with `full`, their annotations, drafts and predictions too.

    Each page begins behind the last one's highest number, not at a count of rows: a task that somebody
    deletes meanwhile would otherwise move another one onto the page that is read already.
    """
    last = 0
    while True:
        here = [*where, numbered_above(last)] if last else where
        items = _ask(connection, project, here, size=BATCH, include=include, full=full).tasks
        yield from items
        if len(items) < BATCH:
            return
        last = int(items[-1].id or 0)


def count_tasks(connection: Connection, project: Project, where: Sequence[Where] = ()) -> Count:
    """How many tasks there are, without fetching them."""
    answer = _ask(connection, project, where, size=1, include="id")
    return Count(answer.total, answer.total_annotations)


def surviving(connection: Connection, project: Project, numbers: Collection[int]) -> set[int]:
    """Which of these task numbers the project still has.

    A gapless run of numbers whose count is its length is whole; one that is not is halved.
    """
    runs = list(_runs(sorted(numbers)))
    if len(runs) > _FEW and len(runs) * _FEW > len(numbers):
        return {int(task.id or 0) for task in list_tasks(connection, project, include="id")} & set(numbers)
    there: set[int] = set()
    while runs:
        first, last = runs.pop()
        where = numbered_between(first, last)
        count = count_tasks(connection, project, [where]).tasks
        if count == last - first + 1:
            there.update(range(first, last + 1))
        elif count and last - first < _FEW:
            listed = list_tasks(connection, project, where=[where], include="id")
            there.update(int(task.id or 0) for task in listed)
        elif count:
            middle = (first + last) // 2
            runs += [(first, middle), (middle + 1, last)]
    return there


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last of each stretch of sorted numbers without a gap."""
    start = 0
    for position in range(1, len(numbers) + 1):
        if position == len(numbers) or numbers[position] != numbers[position - 1] + 1:
            yield numbers[start], numbers[position - 1]
            start = position


def _ask(
    connection: Connection,
    project: Project,
    where: Sequence[Where],
    *,
    size: int,
    include: str | None = None,
    full: bool = False,
) -> "PaginatedRoleBasedTaskList":
    query: dict[str, object] = {"ordering": ["tasks:id"]}
    if where:
        query["filters"] = {"conjunction": "and", "items": list(where)}
    with server_faults(connection.url):
        page: PaginatedRoleBasedTaskList = connection.client.tasks.list(
            project=project.id,
            page=1,
            page_size=size,
            fields="all" if full else "task_only",
            include=include,
            query=json.dumps(query),
            resolve_uri=False,
        ).response
    return page

"""The project as the last pull saw it, kept so that the next one asks only for what changed.

It holds what the server told, not what we made of it: the tables are made anew from it each time, so they are
what a full pull gives, whatever has changed meanwhile in the articles, the contract or people's names.
Annotators stand in it by their numbers, never by a name or an e-mail.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from annotation.project import Project
from schemas.files import whole_file

_FORMAT = b"1"
_SCHEMA = pa.schema(
    [
        ("number", pa.int64()),
        ("updated_at", pa.timestamp("us", tz="UTC")),
        ("id", pa.string()),
        ("text_sha256", pa.string()),
        ("text", pa.large_string()),
        ("meta", pa.string()),
        ("annotations", pa.large_string()),
    ]
)
_KEPT = ("start", "end", "text", "labels", "choices", "taxonomy")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class PulledTask:
    """A task as the server tells it, without what we do not read. `data` has id, text_sha256 and text."""

    number: int
    data: Mapping[str, object]
    meta: Mapping[str, object]
    annotations: tuple[Mapping[str, object], ...]
    updated_at: datetime = _EPOCH

    @property
    def answers(self) -> int:
        """Annotations that were not skipped, as the server counts them."""
        return sum(not annotation.get("was_cancelled") for annotation in self.annotations)


@dataclass(frozen=True, slots=True)
class LastPull:
    """Tasks by their number, how many pulls in a row asked for changes only, and the file's table."""

    tasks: Mapping[int, PulledTask]
    pulls: int
    table: pa.Table


def last_pull_path(folder: Path, project: Project) -> Path:
    """Another database counts projects from 1 again, so the name holds when the project was made."""
    return folder / f"pulled-{project.role}-{project.id}-{project.made:%Y%m%dT%H%M%S}.parquet"


def pulled_task(body: Mapping[str, object]) -> PulledTask:
    """A task from the server's JSON, reduced to what pulling reads."""
    data, meta, annotations = body.get("data"), body.get("meta"), body.get("annotations")
    assert isinstance(data, Mapping)
    return PulledTask(
        number=int(str(body["id"])),
        data={name: data.get(name) for name in ("id", "text_sha256", "text")},
        meta=dict(meta) if isinstance(meta, Mapping) else {},
        annotations=tuple(map(_annotation, annotations if isinstance(annotations, Sequence) else ())),
        updated_at=moment(body["updated_at"]),
    )


def moment(value: object) -> datetime:
    parsed = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return parsed.astimezone(UTC)


def _annotation(told: Mapping[str, object]) -> dict[str, object]:
    who = told.get("completed_by")
    results = told.get("result")
    return {
        "id": told["id"],
        "completed_by": who.get("id") if isinstance(who, Mapping) else who,
        "created_at": moment(told["created_at"]).isoformat(),
        "updated_at": moment(told["updated_at"]).isoformat(),
        "lead_time": told.get("lead_time"),
        "was_cancelled": bool(told.get("was_cancelled")),
        "result": [_result(result) for result in results if isinstance(result, Mapping)]
        if isinstance(results, Sequence)
        else [],
    }


def _result(told: Mapping[str, object]) -> dict[str, object]:
    value = told.get("value")
    return {
        "from_name": told.get("from_name"),
        "origin": told.get("origin"),
        "value": {name: value[name] for name in _KEPT if name in value}
        if isinstance(value, Mapping)
        else None,
    }


def read_last_pull(path: Path) -> LastPull | None:
    """What `write_last_pull` wrote; None where there is nothing that can be used, so that all is pulled."""
    try:
        table = pq.read_table(path)
    except (OSError, pa.ArrowInvalid):
        return None
    kept = table.schema.metadata or {}
    if kept.get(b"format") != _FORMAT or not table.schema.equals(_SCHEMA, check_metadata=False):
        return None
    tasks = {
        row["number"]: PulledTask(
            number=row["number"],
            data={name: row[name] for name in ("id", "text_sha256", "text")},
            meta=json.loads(row["meta"]),
            annotations=tuple(json.loads(row["annotations"])),
            updated_at=row["updated_at"],
        )
        for row in table.to_pylist()
    }
    return LastPull(tasks, int(kept[b"pulls"]), table)


def write_last_pull(
    path: Path, tasks: Iterable[PulledTask], pulls: int, last: LastPull | None = None
) -> None:
    """Keep the tasks for the next pull, whole or not at all; those of `last` as they stand in its table."""
    before: Mapping[int, PulledTask] = last.tasks if last else {}
    kept, fresh = set[int](), []
    for task in tasks:
        if before.get(task.number) is task:
            kept.add(task.number)
        else:
            fresh.append(task)
    rows = [
        {
            "number": task.number,
            "updated_at": task.updated_at,
            **task.data,
            "meta": json.dumps(task.meta, ensure_ascii=False),
            "annotations": json.dumps(task.annotations, ensure_ascii=False),
        }
        for task in fresh
    ]
    table = pa.Table.from_pylist(rows, schema=_SCHEMA)
    if last:
        old = last.table.filter(pa.array([number in kept for number in last.table["number"].to_pylist()]))
        table = pa.concat_tables([old.cast(_SCHEMA), table]).sort_by("number")
    schema = _SCHEMA.with_metadata({b"format": _FORMAT, b"pulls": str(pulls).encode()})
    with whole_file(path) as part:
        pq.write_table(table.cast(schema), part, compression="zstd")

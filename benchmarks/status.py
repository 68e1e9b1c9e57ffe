"""Time `tinbai status` on a workspace of many annotations.

    .venv/bin/python -m benchmarks.status [ANNOTATIONS]

Makes a workspace where two of five annotators labelled each article with 20 spans, ANNOTATIONS (100,000) in all.
They took nine of ten suggestions as they are, changed a few, and added their own. The words are made up; offsets are
right, texts short, since status reads none. Times, in seconds of CPU in user mode, the best of the rounds: the whole
command, the tables read and not counted, read and counted in a process that is up (the first turn of `--watch`), and
a turn at which nothing changed.
"""

import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.machine import machine
from schemas.arrow import arrow_schema
from schemas.contract import Contract, default_contract
from schemas.tables import write_table
from tests.tables import annotator, articles_of
from tinbai.init import init_workspace
from tinbai.status.live import ask
from tinbai.status.memory import Memory
from tinbai.status.picture import Painter
from tinbai.workspace import Workspace

SPANS = 20
ROUNDS = 5
NOW = datetime(2024, 3, 1, 12, tzinfo=UTC)


def make(folder: Path, annotations: int, contract: Contract, seed: int = 0) -> Workspace:
    """Write articles, suggestions, annotations and a ledger."""
    init_workspace(folder, "many")
    workspace = Workspace(folder)
    texts = {f"a{number:06d}": f"Bài số {number}." for number in range(annotations // 2)}
    articles = articles_of(contract, texts)
    write_table(workspace.articles / "part-00000.parquet", articles)
    ids, digests = articles["id"].to_pylist(), articles["text_sha256"].to_pylist()
    ledger = "\n".join(
        json.dumps({"id": id_, "text_sha256": digest, "task": number})
        for number, (id_, digest) in enumerate(zip(ids, digests, strict=True), start=1)
    )
    workspace.labelstudio.mkdir(parents=True)
    (workspace.labelstudio / "labeling-1-20240101T000000.jsonl").write_text(ledger + "\n", encoding="utf-8")
    generator = np.random.default_rng(seed)
    suggested = _spans(generator, contract, len(ids), ("source", "score"))
    _write(
        workspace.suggestions,
        contract,
        "suggestions",
        {
            "id": ids,
            "text_sha256": digests,
            "entities": suggested,
            "topics": pa.array([[]] * len(ids), pa.list_(pa.field("element", pa.string(), nullable=False))),
            "primary_topic": pa.nulls(len(ids), pa.string()),
            "arm": ["rules"] * len(ids),
            "suggester_version": ["1"] * len(ids),
        },
    )
    rows = 2 * len(ids)
    both = pa.array(np.repeat(np.arange(len(ids)), 2))
    moments = [NOW - timedelta(minutes=int(minute)) for minute in generator.integers(0, 40 * 24 * 60, rows)]
    codes = contract.topic_codes[:5]
    topics = [[codes[place]] for place in generator.integers(0, 5, rows)]
    _write(
        workspace.annotations / "part-00000.parquet",
        contract,
        "annotations",
        {
            "annotation_id": [f"1-{number}" for number in range(rows)],
            "id": pa.array(ids).take(both),
            "text_sha256": pa.array(digests).take(both),
            "migrated_from": pa.nulls(len(both), pa.string()),
            "annotator": [annotator((number // 2 + number % 2) % 5) for number in range(rows)],
            "created_at": moments,
            "updated_at": moments,
            "lead_time_s": generator.lognormal(4, 0.7, rows),
            "entities": _edited(generator, contract, suggested.take(both)),
            "topics": topics,
            "primary_topic": [chosen[0] for chosen in topics],
            "was_skipped": generator.random(rows) < 0.01,
            "suggestion_arm": ["rules"] * rows,
            "guideline_version": ["1.0.0"] * rows,
            "contract_version": ["1.0.0"] * rows,
        },
    )
    return workspace


def _spans(generator: np.random.Generator, contract: Contract, count: int, more: tuple[str, ...]) -> pa.Array:
    total = count * SPANS
    start = np.tile(np.arange(SPANS) * 30, count).astype(np.int32)
    words = np.array([f"Tên {number}" for number in range(2_000)])
    columns = {
        "start": start,
        "end": start + generator.integers(4, 20, total),
        "label": np.array(contract.entity_names)[generator.integers(0, len(contract.entity_names), total)],
        "text": words[generator.integers(0, len(words), total)],
    }
    if "source" in more:
        columns["source"] = np.array(["people", "places", "dates"])[generator.integers(0, 3, total)]
        columns["score"] = np.full(total, 0.9)
    struct = pa.StructArray.from_arrays(
        [pa.array(values.tolist()) for values in columns.values()], list(columns)
    )
    return pa.ListArray.from_arrays(np.arange(0, total + 1, SPANS, dtype=np.int32), struct)


def _edited(generator: np.random.Generator, contract: Contract, spans: pa.Array) -> pa.Array:
    flat = spans.flatten()
    draw = generator.random(len(flat))
    end = flat.field("end").to_numpy() + (draw < 0.03)
    labels = np.asarray(flat.field("label").to_pylist())
    labels = np.where((draw > 0.03) & (draw < 0.06), contract.entity_names[0], labels)
    origin = np.where(draw < 0.06, "prediction-changed", np.where(draw < 0.1, "manual", "prediction"))
    struct = pa.StructArray.from_arrays(
        [
            flat.field("start"),
            pa.array(end.astype(np.int32)),
            pa.array(labels.tolist()),
            flat.field("text"),
            pa.array(origin.tolist()),
        ],
        ["start", "end", "label", "text", "origin"],
    )
    return pa.ListArray.from_arrays(spans.offsets, struct)


def _write(path: Path, contract: Contract, name: str, columns: dict[str, object]) -> None:
    schema = arrow_schema(contract, name)
    arrays = [pa.array(columns[field.name]).cast(field.type) for field in schema]
    write_table(path, pa.table(arrays, schema=schema))


def user_seconds(who: int, work: Callable[[], object]) -> float:
    """In all threads of this process (`resource.RUSAGE_SELF`) or in what it started (`RUSAGE_CHILDREN`)."""
    begin = resource.getrusage(who).ru_utime
    work()
    return resource.getrusage(who).ru_utime - begin


def main() -> None:
    count = int((sys.argv[1:] or ["100000"])[0])
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        workspace = make(Path(folder) / "many", count, default_contract())
        tables = [workspace.articles, workspace.annotations, workspace.suggestions]
        command = [sys.executable, "-m", "tinbai", "status", "--workspace", str(workspace.root)]
        took: dict[str, list[float]] = {}
        for _ in range(ROUNDS):
            painter = Painter(workspace, Memory())
            for what, who, work in (
                (
                    "the whole command",
                    resource.RUSAGE_CHILDREN,
                    lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL),
                ),
                ("read alone", resource.RUSAGE_SELF, lambda: [pq.read_table(path) for path in tables]),
                (
                    "read and counted",
                    resource.RUSAGE_SELF,
                    lambda painter=painter: painter.paint(NOW, ask(workspace)),
                ),
                (
                    "nothing changed",
                    resource.RUSAGE_SELF,
                    lambda painter=painter: painter.paint(NOW, ask(workspace)),
                ),
            ):
                took.setdefault(what, []).append(user_seconds(who, work))
    for what, times in took.items():
        print(f"{what}: {min(times):.2f} s of CPU in user mode, the best of {ROUNDS}")


if __name__ == "__main__":
    main()

"""Writes `gx/`, a Great Expectations project that its users can open with the library itself.

    gx/great_expectations.yml          the project; made where it is absent
    gx/.gitignore                      made where it is absent: what is written anew at every run
    gx/expectations/tinbai-*.json      the contract's suites, and copies of the project's own with ids
    gx/validation_definitions/tinbai-*.json
    gx/checkpoints/tinbai.json         runs them all: context.checkpoints.get("tinbai").run()
    gx/uncommitted/facts/*.parquet     the facts frames that they look at
    gx/uncommitted/validations/        what came out, of the last runs

Every file is written whole or not at all, and each before the one that names it, so that a kill leaves a project
that opens. Files that are not called tinbai-* are the project's own: none is changed or deleted, but for the data
source in the first. Ids are made from names, so the same contract gives the same bytes.
"""

import json
import shutil
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schemas.errors import ConfigError
from schemas.files import disk_faults, sweep_parts, whole_file, write_text
from validation.expectations.project_file import BATCH, NAME, SOURCE, project_file, stable_id
from validation.expectations.suites import GENERATED, PlannedSuite

if TYPE_CHECKING:
    import polars as pl

CHECKPOINT = "tinbai"
RUN = "tinbai"
"""Name of our runs: it is a folder of the stored results, beside which a project may keep runs of its own."""
KEPT_RUNS = 10
EXAMPLES = 5
_FOLDERS = (
    "expectations",
    "checkpoints",
    "validation_definitions",
    "plugins",
    "uncommitted",
    "uncommitted/validations",
    "uncommitted/data_docs",  # stays empty: without it Great Expectations takes the project for a new one
    "uncommitted/facts",
)
_GITIGNORE = f"""\
# Made anew by every tinbai validate. The rest of gx/ is yours: commit it.
uncommitted/
{NAME}
expectations/{GENERATED}*.json
validation_definitions/{GENERATED}*.json
checkpoints/{CHECKPOINT}.json
"""


def write_project(gx: Path, facts: "Mapping[str, pl.DataFrame]", suites: Sequence[PlannedSuite]) -> None:
    """Bring `gx` up to date with these suites and frames. The Checkpoint runs those whose frame is there.

    Raises:
        ConfigError: `gx/great_expectations.yml` cannot be used.
        StorageError: the disk is full, read-only or broken.
    """
    import polars as pl

    for folder in (gx, *(gx / name for name in _FOLDERS)):
        if folder.exists() and not folder.is_dir():
            raise ConfigError(f"{folder} is not a folder", hint="Move it away")
        with disk_faults(folder):
            folder.mkdir(parents=True, exist_ok=True)
        sweep_parts(folder, deep=False)
    if not (gx / ".gitignore").exists():
        write_text(gx / ".gitignore", _GITIGNORE)
    if not (gx / "uncommitted" / "config_variables.yml").exists():
        write_text(
            gx / "uncommitted" / "config_variables.yml",
            "# Secrets of this project, for $NAME in the configuration\n{}\n",
        )
    _put(gx / NAME, project_file(gx))
    for name, frame in facts.items():
        with whole_file(gx / "uncommitted" / "facts" / f"{name}.parquet") as part:
            # By way of memory: of a full disk Polars says a ComputeError of Thrift, Python an OSError.
            held = BytesIO()
            frame.with_columns(pl.col(pl.Categorical).cast(pl.String)).write_parquet(held)
            part.write_bytes(held.getbuffer())
    for suite in suites:
        _put(gx / "expectations" / f"{suite.stored_name}.json", _json(stored_suite(suite)))
    running = runnable(facts, suites)
    for suite in running:
        _put(gx / "validation_definitions" / f"{suite.stored_name}.json", _json(_definition(suite)))
    checkpoint = gx / "checkpoints" / f"{CHECKPOINT}.json"
    if running:
        _put(checkpoint, _json(_checkpoint(running)))
    else:
        with disk_faults(checkpoint):
            checkpoint.unlink(missing_ok=True)
    _sweep(gx, facts, suites)


def runnable(facts: "Mapping[str, pl.DataFrame]", suites: Sequence[PlannedSuite]) -> list[PlannedSuite]:
    """The suites that have something to look at."""
    return [suite for suite in suites if suite.frame in facts and suite.body["expectations"]]


def stored_suite(suite: PlannedSuite) -> dict[str, Any]:
    """The suite as Great Expectations keeps it: itself and each expectation with an id, `expectation_ids`'s."""
    listed = suite.body["expectations"]
    assert isinstance(listed, list)
    numbered = [{**one, "id": name} for one, name in zip(listed, expectation_ids(suite), strict=True)]
    meta = suite.body.get("meta") or {"frame": suite.frame, "copy_of": suite.name}
    return {
        "name": suite.stored_name,
        "id": stable_id("suite", suite.stored_name),
        "expectations": [{"meta": {}, "severity": "critical", **one} for one in numbered],
        "meta": meta,
        "notes": None,
    }


def expectation_ids(suite: PlannedSuite) -> list[str]:
    """An id for each expectation, by its place."""
    listed = suite.body["expectations"]
    assert isinstance(listed, list)
    return [stable_id("suite", suite.stored_name, str(place)) for place in range(len(listed))]


def prune_results(gx: Path) -> None:
    """Keep the results of our last runs that are whole; a kill leaves half a file, and nobody else clears up."""
    for runs in sorted((gx / "uncommitted" / "validations").glob(f"{GENERATED}*/**/{RUN}")):
        whole = [
            run for run in sorted(runs.iterdir()) if run.is_dir() and all(map(_whole, run.rglob("*.json")))
        ]
        for run in set(runs.iterdir()) - set(whole[-KEPT_RUNS:]):
            with disk_faults(run):
                shutil.rmtree(run) if run.is_dir() else run.unlink()


def _whole(file: Path) -> bool:
    try:
        json.loads(file.read_bytes())
    except ValueError:
        return False
    return True


def _definition(suite: PlannedSuite) -> dict[str, object]:
    frame = suite.frame
    return {
        "name": suite.stored_name,
        "id": stable_id("validation", suite.stored_name),
        "data": {
            "datasource": {"name": SOURCE, "id": stable_id("facts")},
            "asset": {"name": frame, "id": stable_id("facts", frame)},
            "batch_definition": {"name": BATCH, "id": stable_id("facts", frame, BATCH)},
        },
        "suite": {"name": suite.stored_name, "id": stable_id("suite", suite.stored_name)},
    }


def _checkpoint(suites: Sequence[PlannedSuite]) -> dict[str, object]:
    return {
        "name": CHECKPOINT,
        "id": stable_id("checkpoint"),
        "actions": [],
        # Its own search for the rows behind a failure takes 46 us a row: 4 s where every row fails.
        "result_format": {"result_format": "BASIC", "partial_unexpected_count": EXAMPLES},
        "validation_definitions": [
            {"name": suite.stored_name, "id": stable_id("validation", suite.stored_name)} for suite in suites
        ],
    }


def _sweep(gx: Path, facts: "Mapping[str, pl.DataFrame]", suites: Sequence[PlannedSuite]) -> None:
    """What an earlier run made of suites or frames that are no more."""
    known = {f"{suite.stored_name}.json" for suite in suites}
    run = {f"{suite.stored_name}.json" for suite in runnable(facts, suites)}
    made = f"{GENERATED}*.json"
    stale = [
        *(file for file in (gx / "validation_definitions").glob(made) if file.name not in run),
        *(file for file in (gx / "expectations").glob(made) if file.name not in known),
        *(file for file in (gx / "uncommitted" / "facts").glob("*.parquet") if file.stem not in facts),
    ]
    for file in stale:
        with disk_faults(file):
            file.unlink()


def _put(path: Path, text: str) -> None:
    """Write it where it is not so already: times of change then say something, and a run costs less."""
    with disk_faults(path):
        same = path.is_file() and path.read_bytes() == text.encode()
    if not same:
        write_text(path, text)


def _json(body: dict[str, object]) -> str:
    return json.dumps(body, ensure_ascii=False, indent=2, sort_keys=True) + "\n"

"""Runs the suites as a real Great Expectations Checkpoint: the one that is stored in `gx/`.

Great Expectations sees the narrow facts frames alone: on the full frame it copies and hashes the text per
check (24 times our own pass over 100k articles), and its Data Docs would run scripts that stand in titles,
so they are not built. A metric that crashes shows as `success: false`; it is told apart here.
"""

import json
import logging
import os
import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from schemas.contract import Severity
from schemas.errors import ConfigError
from schemas.files import disk_faults
from schemas.visible import quoted, visible
from validation.expectations.project import (
    CHECKPOINT,
    EXAMPLES,
    RUN,
    expectation_ids,
    prune_results,
    runnable,
    stored_suite,
    write_project,
)
from validation.expectations.project_file import NAME
from validation.expectations.suites import PlannedSuite
from validation.verdict import ExpectationOutcome

if TYPE_CHECKING:
    import polars as pl

_SEVERITY: dict[str, Severity] = {"critical": "error", "warning": "warning", "info": "warning"}


def run_checkpoint(
    facts: "Mapping[str, pl.DataFrame]", suites: Sequence[PlannedSuite], folder: Path
) -> tuple[ExpectationOutcome, ...]:
    """Write the project into `folder` (a workspace's `gx/`) and run its Checkpoint over the facts frames.

    Each suite is validated whose frame is there; results in the order of the suites.

    Raises:
        ConfigError: one of the project's own suites asks for an expectation that does not exist, or the project
            in `folder` cannot be opened.
        StorageError: nothing can be written there.
    """
    with _quiet():
        for suite in suites:
            _refuse_unknown(suite)
        write_project(folder, facts, suites)
        prune_results(folder)
        found = _run(folder) if runnable(facts, suites) else {}
        prune_results(folder)
    if isinstance(found, str):
        return tuple(_crashed(suite, found) for suite in runnable(facts, suites))
    return tuple(
        _outcome(suite, found[name], facts[suite.frame])
        for suite in runnable(facts, suites)
        for name in expectation_ids(suite)
    )


@contextmanager
def _quiet() -> Iterator[None]:
    """No analytics, no progress bars; the library's own deprecations are nobody's concern here."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    logger = logging.getLogger("great_expectations")
    level = logger.level
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logger.setLevel(logging.CRITICAL)
        try:
            yield
        finally:
            logger.setLevel(level)


def _run(folder: Path) -> dict[str, Mapping[str, object]] | str:
    """The result of each expectation by its id, or why the Checkpoint came to nothing."""
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig
    from great_expectations.exceptions.exceptions import GreatExpectationsError

    path = list(sys.path)
    try:
        context = gx.get_context(mode="file", project_root_dir=folder.parent)
        context.variables.progress_bars = ProgressBarsConfig(globally=False)
        checkpoint = context.checkpoints.get(CHECKPOINT)
    except (GreatExpectationsError, ValueError, TypeError, KeyError, AttributeError, ImportError) as error:
        raise ConfigError(
            f"Great Expectations cannot open {folder / NAME}: {_line(error)}",
            hint="Correct it, or move it away: tinbai then writes one that works",
        ) from error
    finally:
        # The project's plugins folder: whatever lies in it is not ours to import.
        sys.path[:] = path
    try:
        with disk_faults(folder / "uncommitted" / "validations"):
            run = checkpoint.run(run_id=gx.RunIdentifier(run_name=RUN))
    except GreatExpectationsError as error:
        return _line(error)
    results = [one.to_json_dict() for result in run.run_results.values() for one in result.results]
    return {str(_part(one, "expectation_config")["id"]): one for one in results}


def _line(error: Exception) -> str:
    return visible(" ".join(str(error).split())[:200])


def _refuse_unknown(planned: PlannedSuite) -> None:
    """The library only logs an expectation that it does not know, and drops it."""
    import great_expectations as gx

    body = stored_suite(planned)
    try:
        suite = gx.ExpectationSuite(**body)
    except ValueError as error:
        raise ConfigError(
            f"the suite {planned.name} cannot be read: {_line(error)}",
            hint="Correct its file in gx/expectations/",
        ) from error
    kept = {one.id for one in suite.expectations}
    dropped = [str(one["type"]) for one in body["expectations"] if one["id"] not in kept]
    if dropped:
        raise ConfigError(
            f"the suite {planned.name} asks for what Great Expectations does not take: {', '.join(dropped)}",
            hint="Correct its file in gx/expectations/; severity is critical, warning or info",
        )


def _crashed(planned: PlannedSuite, fault: str) -> ExpectationOutcome:
    return ExpectationOutcome(
        suite=planned.name,
        frame=planned.frame,
        type="checkpoint",
        arguments="{}",
        severity="error",
        status="crashed",
        observed=fault,
        examples=(),
        check=None,
        own=planned.own,
    )


def _part(result: Mapping[str, object], name: str) -> dict[str, object]:
    part = result[name]
    assert isinstance(part, dict)
    return part


def _outcome(
    planned: PlannedSuite, result: Mapping[str, object], frame: "pl.DataFrame"
) -> ExpectationOutcome:
    config, found = _part(result, "expectation_config"), _part(result, "result")
    meta, raised = _part(config, "meta"), result["exception_info"]
    fault = _fault(raised)
    kwargs = {key: value for key, value in _part(config, "kwargs").items() if key != "batch_id"}
    return ExpectationOutcome(
        suite=planned.name,
        frame=planned.frame,
        type=str(config["type"]),
        arguments=visible(json.dumps(kwargs, ensure_ascii=False, sort_keys=True)),
        severity=_SEVERITY[str(config.get("severity") or "critical")],
        status="crashed" if fault else "passed" if result["success"] else "failed",
        observed=fault or _observed(found),
        examples=_examples(frame, kwargs.get("column"), found.get("partial_unexpected_list")),
        check=str(meta["check"]) if "check" in meta else None,
        own=planned.own,
    )


def _fault(raised: object) -> str:
    """The exception's message; it stands at the top, or below each metric that crashed."""
    if not isinstance(raised, dict):
        return ""
    told = [raised] if "raised_exception" in raised else list(raised.values())
    messages = [str(one.get("exception_message")) for one in told if one.get("raised_exception")]
    return visible(" ".join(messages[0].split())[:200]) if messages else ""


def _observed(found: dict[str, object]) -> str:
    if "unexpected_count" in found:
        count, total = found["unexpected_count"], found["element_count"]
        values = found.get("partial_unexpected_list")
        shown = [quoted(value, 40) for value in values[:3]] if isinstance(values, list) else []
        few = f": {', '.join(shown)}" if shown else ""
        return f"{count} of {total} rows{few}"
    return visible(str(found.get("observed_value", ""))[:200])


def _examples(frame: "pl.DataFrame", column: object, values: object) -> tuple[str, ...]:
    """Ids of the first records that hold one of the values that broke an expectation."""
    import polars as pl

    if (
        not isinstance(column, str)
        or column not in frame.columns
        or not isinstance(values, list)
        or not values
    ):
        return ()
    known = pl.Series([value for value in values if value is not None], strict=False)
    found = frame[column].cast(pl.String) if frame.schema[column] == pl.Categorical else frame[column]
    broken = found.is_in(known.cast(found.dtype, strict=False).drop_nulls().implode())
    if None in values:
        broken = broken | found.is_null()
    name = "record_id" if "record_id" in frame.columns else "id"
    return tuple(str(one) for one in frame.filter(broken)[name].head(EXAMPLES))

"""Runs the suites as a real Great Expectations Checkpoint.

Great Expectations sees the narrow facts frames alone: on the full frame it copies and hashes the text per
check (24 times our own pass over 100k articles), and its Data Docs would run scripts that stand in titles,
so they are not built. A metric that crashes shows as `success: false`; it is told apart here.
"""

import json
import logging
import os
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from schemas.contract import Severity
from schemas.errors import ConfigError
from validation.expectations.suites import PlannedSuite
from validation.verdict import ExpectationOutcome
from validation.visible import quoted, visible

if TYPE_CHECKING:
    import great_expectations as gx
    import polars as pl

_EXAMPLES = 5
_SEVERITY: dict[str, Severity] = {"critical": "error", "warning": "warning", "info": "warning"}


def run_checkpoint(
    facts: "Mapping[str, pl.DataFrame]", suites: Sequence[PlannedSuite]
) -> tuple[ExpectationOutcome, ...]:
    """Validate each suite's facts frame where it is there; results in the order of the suites.

    Raises:
        ConfigError: one of the project's own suites asks for an expectation that does not exist.
    """
    wanted = [suite for suite in suites if suite.frame in facts and suite.body["expectations"]]
    outcomes: list[ExpectationOutcome] = []
    with _quiet():
        for suite in wanted:
            outcomes += _run(suite, facts[suite.frame])
    return tuple(outcomes)


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


def _run(planned: PlannedSuite, frame: "pl.DataFrame") -> Iterable[ExpectationOutcome]:
    import great_expectations as gx
    import polars as pl
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    asset = context.data_sources.add_pandas("facts").add_dataframe_asset(planned.frame)
    suite = _suite(planned)
    definition = context.validation_definitions.add(
        gx.ValidationDefinition(
            name=planned.name,
            data=asset.add_batch_definition_whole_dataframe("whole"),
            suite=context.suites.add(suite),
        )
    )
    checkpoint = context.checkpoints.add(
        gx.Checkpoint(
            name=planned.name,
            validation_definitions=[definition],
            # Its own search for the rows behind a failure takes 46 us a row: 4 s where every row fails.
            result_format={"result_format": "BASIC", "partial_unexpected_count": _EXAMPLES},
        )
    )
    plain = frame.with_columns(pl.col(pl.Categorical).cast(pl.String))
    run = checkpoint.run(batch_parameters={"dataframe": plain.to_pandas()})
    results = [one.to_json_dict() for result in run.run_results.values() for one in result.results]
    placed = [(_part(_part(one, "expectation_config"), "meta")["place"], one) for one in results]
    ordered = sorted(
        placed, key=lambda pair: str(pair[0]).zfill(9)
    )  # crashed ones come first from the library
    return [_outcome(planned, one, plain) for _, one in ordered]


def _suite(planned: PlannedSuite) -> "gx.ExpectationSuite":
    """The suite, each expectation numbered. The library only logs one that it does not know, and drops it."""
    import great_expectations as gx

    listed = planned.body["expectations"]
    assert isinstance(listed, list)
    numbered = [one | {"meta": {**one.get("meta", {}), "place": place}} for place, one in enumerate(listed)]
    try:
        suite = gx.ExpectationSuite(name=planned.name, expectations=numbered)
    except ValueError as error:
        raise ConfigError(
            f"the suite {planned.name} cannot be read: {' '.join(str(error).split())[:200]}",
            hint="Correct its file in expectations/",
        ) from error
    kept = {one.meta["place"] for one in suite.expectations if one.meta}
    dropped = [str(one["type"]) for place, one in enumerate(listed) if place not in kept]
    if dropped:
        raise ConfigError(
            f"the suite {planned.name} asks for what Great Expectations does not take: {', '.join(dropped)}",
            hint="Correct its file in expectations/; severity is critical, warning or info",
        )
    return suite


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
    broken = frame[column].is_in(known.cast(frame.schema[column], strict=False).drop_nulls().implode())
    if None in values:
        broken = broken | frame[column].is_null()
    name = "record_id" if "record_id" in frame.columns else "id"
    return tuple(str(one) for one in frame.filter(broken)[name].head(_EXAMPLES))

"""One peer of `benchmarks.validate`, run in an environment that has it: `PYTHON -P validate_peers.py NAME FOLDER`.

FOLDER holds Parquet files of the table articles. The peer reads them whole into the frame that its users would hand it, and
runs the same twenty checks, those that all of them can say. Prints one line of JSON: seconds of CPU from files to verdict,
peak memory in MB, its version, how many checks failed. Needs nothing of tinbai.
"""

import datetime
import importlib.metadata
import json
import logging
import os
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import polars as pl

LETTER, SHA256, ID = r"[\p{L}\p{N}]", r"^[0-9a-f]{64}$", r"^[a-z0-9][a-z0-9._:-]{0,127}$"
CONTROL = "[\\x00-\\x08\\x0b-\\x1f\\x7f]"
FIRST, LAST = datetime.date(1997, 1, 1), datetime.date(2030, 1, 1)
KINDS, PRECISIONS = ["article", "teaser"], ["unknown", "year", "month", "day"]
LANGUAGE, URL = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", r"^https?://"
REGEX = {"id": ID, "text_sha256": SHA256, "source_sha256": SHA256, "language": LANGUAGE, "url": URL}
NOT_NULL = ("id", "text", "text_sha256", "source", "source_path", "crawled_at", "norm_version", "title")
LENGTHS = (1, 200_000)


def expectations(folder: Path) -> int:
    """Great Expectations as its quickstart has it: a pandas frame, whole, in an ephemeral context."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations as gx
    import great_expectations.expectations as gxe
    import pandas as pd
    from great_expectations.data_context.types.base import ProgressBarsConfig

    begin()
    frame = pd.read_parquet(folder)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    batch = (
        context.data_sources.add_pandas("p")
        .add_dataframe_asset("a")
        .add_batch_definition_whole_dataframe("b")
    )
    suite = gx.ExpectationSuite(name="s")
    listed = [gxe.ExpectColumnValuesToNotBeNull(column=name) for name in NOT_NULL]
    listed += [gxe.ExpectColumnValuesToMatchRegex(column=name, regex=regex) for name, regex in REGEX.items()]
    listed += [
        gxe.ExpectColumnValuesToBeUnique(column="id"),
        gxe.ExpectColumnValuesToBeInSet(column="kind", value_set=KINDS),
        gxe.ExpectColumnValuesToBeInSet(column="published_precision", value_set=PRECISIONS),
        gxe.ExpectColumnValuesToMatchRegex(column="text", regex=r"\w"),
        gxe.ExpectColumnValuesToNotMatchRegex(column="text", regex=CONTROL),
        gxe.ExpectColumnValueLengthsToBeBetween(column="text", min_value=LENGTHS[0], max_value=LENGTHS[1]),
        gxe.ExpectColumnValuesToBeBetween(column="published_at", min_value=FIRST, max_value=LAST),
    ]
    assert len(listed) == 20
    for one in listed:
        suite.add_expectation(one)
    definition = context.validation_definitions.add(
        gx.ValidationDefinition(name="v", data=batch, suite=context.suites.add(suite))
    )
    result = definition.run(batch_parameters={"dataframe": frame})
    return sum(not one.success for one in result.results)


def pandera(folder: Path) -> int:
    """Pandera's Polars back end, all checks at once (`lazy=True`)."""
    import pandera.polars as pa

    begin()
    frame = pl.read_parquet(folder / "*.parquet")
    checks: dict[str, list[pa.Check]] = {name: [pa.Check.str_matches(regex)] for name, regex in REGEX.items()}
    checks["kind"] = [pa.Check.isin(KINDS)]
    checks["published_precision"] = [pa.Check.isin(PRECISIONS)]
    checks["published_at"] = [pa.Check.in_range(FIRST, LAST)]
    checks["text"] = [
        pa.Check.str_contains(LETTER),
        pa.Check(lambda data: data.lazyframe.select(~pl.col(data.key).str.contains(CONTROL))),
        pa.Check.str_length(*LENGTHS),
    ]
    columns = {
        name: pa.Column(checks=checks.get(name), nullable=name not in NOT_NULL, unique=name == "id")
        for name in dict.fromkeys((*NOT_NULL, *checks))
    }
    try:
        pa.DataFrameSchema(columns).validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        return len(error.schema_errors)
    return 0


def pointblank(folder: Path) -> int:
    """Pointblank over a Polars frame."""
    import pointblank as pb

    begin()
    steps = pb.Validate(pl.read_parquet(folder / "*.parquet"))
    for name in NOT_NULL:
        steps = steps.col_vals_not_null(columns=name)
    for name, regex in REGEX.items():
        steps = steps.col_vals_regex(columns=name, pattern=regex)
    steps = (
        steps.rows_distinct(columns_subset="id")
        .col_vals_in_set(columns="kind", set=KINDS)
        .col_vals_in_set(columns="published_precision", set=PRECISIONS)
        .col_vals_regex(columns="text", pattern=LETTER)
        .col_vals_expr(expr=~pl.col("text").str.contains(CONTROL))
        .col_vals_expr(expr=pl.col("text").str.len_chars().is_between(*LENGTHS))
        .col_vals_between(columns="published_at", left=FIRST, right=LAST)
    )
    done = steps.interrogate()
    failed = done.n_failed()
    assert len(failed) == 20
    return sum(count > 0 for count in failed.values())


PEERS: dict[str, tuple[Callable[[Path], int], str]] = {
    "expectations": (expectations, "great_expectations"),
    "pandera": (pandera, "pandera"),
    "pointblank": (pointblank, "pointblank"),
}
_begun: list[float] = []


def begin() -> None:
    """From here on it counts: imports are over, nothing is read."""
    _begun.append(time.process_time())


def main() -> None:
    name, folder = sys.argv[1:]
    run, package = PEERS[name]
    warnings.simplefilter("ignore")
    logging.disable()
    failed = run(Path(folder))
    seconds = time.process_time() - _begun[0]
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = int(status.split("VmHWM:")[1].split()[0]) / 1024
    version = f"{package} {importlib.metadata.version(package)}"
    print(json.dumps({"cpu": seconds, "peak": peak, "failed": failed, "version": version}))


if __name__ == "__main__":
    main()

"""One peer of `benchmarks.validate`, run in an environment that has it: `PYTHON -P validate_peers.py NAME FOLDER`.

FOLDER holds articles/*.parquet and suggestions.parquet. The peer reads them whole into the frame that its users would hand
it, and runs twenty checks: those of an article's columns that all of them can say. `spans` is Great Expectations with six of
them replaced by what our twenty check of spans, exploded to a frame of their own as its users would. Prints one line of JSON: seconds of CPU from files to verdict,
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
from typing import Any

import polars as pl

LETTER, SHA256, ID = r"[\p{L}\p{N}]", r"^[0-9a-f]{64}$", r"^[a-z0-9][a-z0-9._:-]{0,127}$"
CONTROL = "[\\x00-\\x08\\x0b-\\x1f\\x7f]"
FIRST, LAST = datetime.date(1997, 1, 1), datetime.date(2030, 1, 1)
KINDS, PRECISIONS = ["article", "teaser"], ["unknown", "year", "month", "day"]
LANGUAGE, URL = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", r"^https?://"
REGEX = {"id": ID, "text_sha256": SHA256, "source_sha256": SHA256, "language": LANGUAGE, "url": URL}
NOT_NULL = ("id", "text", "text_sha256", "source", "source_path", "crawled_at", "norm_version", "title")
LENGTHS = (1, 200_000)
LABELS = ["PER", "ORG", "GPE", "LOC", "EVENT", "DOC", "DATE", "MISC"]


def expectations(folder: Path) -> int:
    """Great Expectations as its quickstart has it: a pandas frame, whole, in an ephemeral context."""
    gx, frame, gxe = _great_expectations(folder)
    listed = _of_articles(gxe)
    assert len(listed) == 20
    return _checkpoint(gx, frame, listed)


def expectations_and_spans(folder: Path) -> int:
    """The same with spans: fourteen expectations of articles, six of a frame with a row per span."""
    import pandas as pd

    gx, frame, gxe = _great_expectations(folder)
    failed = _checkpoint(gx, frame, _of_articles(gxe)[:14])
    labels = pd.read_parquet(folder / "suggestions.parquet", columns=["id", "entities"])
    spans = labels.merge(frame[["id", "text"]], on="id").explode("entities", ignore_index=True)
    entities = pd.DataFrame(spans["entities"].tolist())
    spans = pd.concat([spans[["id", "text"]].rename(columns={"text": "article"}), entities], axis=1)
    rows = zip(spans["article"], spans["start"], spans["end"], strict=True)
    spans["found"] = [text[start:end] for text, start, end in rows]
    spans["chars"] = spans["article"].str.len()
    listed = [
        gxe.ExpectColumnValuesToBeBetween(column="start", min_value=0),
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(column_A="end", column_B="start"),
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(column_A="chars", column_B="end", or_equal=True),
        gxe.ExpectColumnPairValuesToBeEqual(column_A="text", column_B="found"),
        gxe.ExpectColumnValuesToBeInSet(column="label", value_set=LABELS),
        gxe.ExpectCompoundColumnsToBeUnique(column_list=["id", "start", "end", "label"]),
    ]
    return failed + _checkpoint(gx, spans, listed)


def _great_expectations(folder: Path) -> tuple[Any, Any, Any]:
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations as gx
    import great_expectations.expectations as gxe
    import pandas as pd

    begin()
    return gx, pd.read_parquet(folder / "articles"), gxe


def _of_articles(gxe: Any) -> list[Any]:
    listed = [gxe.ExpectColumnValuesToNotBeNull(column=name) for name in NOT_NULL[:6]]
    listed += [
        gxe.ExpectColumnValuesToMatchRegex(column=name, regex=REGEX[name]) for name in ("id", "language")
    ]
    return [
        *listed,
        gxe.ExpectColumnValuesToBeUnique(column="id"),
        gxe.ExpectColumnValuesToBeInSet(column="kind", value_set=KINDS),
        gxe.ExpectColumnValuesToMatchRegex(column="text", regex=r"\w"),
        gxe.ExpectColumnValuesToNotMatchRegex(column="text", regex=CONTROL),
        gxe.ExpectColumnValueLengthsToBeBetween(column="text", min_value=LENGTHS[0], max_value=LENGTHS[1]),
        gxe.ExpectColumnValuesToBeBetween(column="published_at", min_value=FIRST, max_value=LAST),
        gxe.ExpectColumnValuesToBeInSet(column="published_precision", value_set=PRECISIONS),
        *(gxe.ExpectColumnValuesToNotBeNull(column=name) for name in NOT_NULL[6:]),
        *(
            gxe.ExpectColumnValuesToMatchRegex(column=name, regex=REGEX[name])
            for name in ("text_sha256", "source_sha256", "url")
        ),
    ]


def _checkpoint(gx: Any, frame: Any, listed: list[Any]) -> int:
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    batch = (
        context.data_sources.add_pandas("p")
        .add_dataframe_asset("a")
        .add_batch_definition_whole_dataframe("b")
    )
    suite = gx.ExpectationSuite(name="s")
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
    frame = pl.read_parquet(folder / "articles" / "*.parquet")
    checks: dict[str, list[pa.Check]] = {name: [pa.Check.str_matches(regex)] for name, regex in REGEX.items()}
    checks["kind"] = [pa.Check.isin(KINDS)]
    checks["published_precision"] = [pa.Check.isin(PRECISIONS)]
    checks["published_at"] = [pa.Check.in_range(FIRST, LAST)]
    checks["text"] = [
        pa.Check(lambda data: data.lazyframe.select(pl.col(data.key).str.contains(LETTER))),
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
    steps = pb.Validate(pl.read_parquet(folder / "articles" / "*.parquet"))
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
    "spans": (expectations_and_spans, "great_expectations"),
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
    run(Path(folder))
    failed = run(Path(folder))
    seconds = time.process_time() - _begun[1]
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = int(status.split("VmHWM:")[1].split()[0]) / 1024
    version = f"{package} {importlib.metadata.version(package)}"
    print(json.dumps({"cpu": seconds, "peak": peak, "failed": failed, "version": version}))


if __name__ == "__main__":
    main()

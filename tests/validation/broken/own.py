"""What the project checks itself, Great Expectations' suites, and a report that no longer holds."""

import json
from collections.abc import Callable
from functools import partial

import pyarrow as pa
import pyarrow.parquet as pq

from tests.validation.cases.case import put
from tests.validation.mutation import CRASHED, REFUSED, RELEASE, Mutation
from tests.validation.own import write_checks, write_own
from validation.inputs import Inputs

GROUP, STALE = "the project's own checks", "a report that no longer holds"
SHOUTS = {
    "id": "OWN001",
    "title": "No headline shouts",
    "table": "articles",
    "severity": "error",
    "breach": 'pl.col("title").str.ends_with("!")',
    "message": "the headline shouts",
}


def _checks(**more: str) -> Callable[[Inputs], None]:
    return lambda inputs: write_checks(inputs, SHOUTS | more)


def _suite(kind: str, **kwargs: object) -> Callable[[Inputs], None]:
    return lambda inputs: write_own(inputs, "annotations-time", {"type": kind, "kwargs": kwargs})


def _suite_of(text: str) -> Callable[[Inputs], None]:
    def write(inputs: Inputs) -> None:
        file = inputs.gx / "expectations" / "gold.json"
        file.parent.mkdir(parents=True)
        file.write_text(text, encoding="utf-8")

    return write


def _surface(inputs: Inputs) -> None:
    """A surface of gold is another, in a file that is as whole as before."""
    file = inputs.gold / "part-00000.parquet"
    table = pq.read_table(file)
    spans = table["entities"].to_pylist()
    spans[2][1]["text"] = "ai đó"
    column = table.schema.get_field_index("entities")
    pq.write_table(
        table.set_column(column, "entities", pa.array(spans, table.schema.field(column).type)), file
    )


WHOLE = partial(Mutation, group=GROUP, seen_by="validation")
MUTATIONS = [
    Mutation(
        group=GROUP,
        what="checks.toml: what it forbids",
        told=("OWN001",),
        rows=put("articles", 2, title="Sốc!"),
        files=_checks(),
    ),
    WHOLE(what="checks.toml: a column that is not there", told=(REFUSED,), files=_checks(breach='pl.col("titel") == ""')),
    WHOLE(what="checks.toml: no TOML", told=(REFUSED,), files=lambda inputs: inputs.own_checks.write_text("[[check")),
    WHOLE(what="a suite that is no JSON", told=(REFUSED,), files=_suite_of("{")),
    WHOLE(what="a suite of no frame", told=(REFUSED,), files=_suite_of(json.dumps({"name": "gold", "expectations": [], "meta": {"frame": "golds"}}))),
    WHOLE(what="a negative time, which the contract's suite forbids", told=("GX001",), rows=put("annotations", 3, lead_time_s=-1.0)),
    WHOLE(what="a suite's bound on the median time", told=("GX002",), files=_suite("expect_column_median_to_be_between", column="lead_time_s", min_value=500, max_value=900)),
    WHOLE(what="a suite over a column that is not there", told=(CRASHED,), files=_suite("expect_column_max_to_be_between", column="nowhere", max_value=3)),
    Mutation(group=STALE, what="gold: a surface changed after a sound validation", told=(RELEASE, "SPAN004"), files=_surface, seen_by="release"),
]  # fmt: skip

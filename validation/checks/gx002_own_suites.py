"""GX002: the project's own Great Expectations suites hold. Found by validation/expectations/checkpoint.py."""

from validation.check import Check
from validation.inputs import LABELS

CHECK = Check(
    id="GX002",
    title="The project's own expectation suites hold",
    scope="expectation",
    tables=("articles", *LABELS),
    meaning="Suites that the project keeps in gx/expectations/ run over the same facts frames (docs/own-checks.md). "
    "critical counts as an error, warning and info as a warning.",
    example="expect_column_proportion_of_unique_values_to_be_between on source.",
    fix="See the expectation's row in the report.",
)

"""GX001: the generated Great Expectations suites hold. Found by validation/expectations/checkpoint.py."""

from validation.check import Check
from validation.inputs import LABELS

CHECK = Check(
    id="GX001",
    title="The contract's expectation suites hold",
    scope="expectation",
    tables=("articles", *LABELS),
    meaning="Great Expectations runs the suites that schemas/expectations.py makes from the contract over the "
    "facts frames: a row per record, without text. An expectation that repeats a check of this catalogue is "
    "counted there and not again.",
    example="expect_column_values_to_be_between on lead_time_s finds -3.",
    fix="See the expectation's row in the report.",
)

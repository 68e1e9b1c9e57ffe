"""Shorthand for tests: which checks find something in a workspace."""

from collections import defaultdict

import pyarrow as pa

from schemas.contract import Contract
from schemas.progress import silent
from validation.engine.scan import scan
from validation.inputs import Inputs
from validation.own.checks_file import own_checks
from validation.violations import violations_table

Found = dict[str, list[dict[str, object]]]


def violations(inputs: Inputs, contract: Contract) -> pa.Table:
    found = scan(inputs, contract, silent, own_checks(inputs.own_checks, contract))
    return violations_table(found.log.findings(), contract, found.whole.sources["splits"], found.checks)


def by_check(inputs: Inputs, contract: Contract) -> Found:
    """Violations by check, as plain rows, without Great Expectations."""
    found: Found = defaultdict(list)
    for row in violations(inputs, contract).to_pylist():
        found[row["check_id"]].append(row)
    return dict(found)

"""Which violations are waived or known, and which are new."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
import pyarrow as pa

from validation.baseline import Baseline
from validation.catalogue import NEVER
from validation.verdict import Compared, WaiverUse
from validation.waivers import Standing


@dataclass(frozen=True, slots=True)
class Excused:
    """The violations with their states, what each waiver did, and how they compare with a baseline."""

    violations: pa.Table
    waivers: tuple[WaiverUse, ...]
    compared: Compared | None


def excuse(
    violations: pa.Table,
    waivers: Sequence[Standing],
    baseline: Baseline | None,
    *,
    contract_sha256: str,
    ran: Collection[str],
) -> Excused:
    """Fill the columns `state` and `excuse` of the contract's table `violations`.

    A waiver comes before the baseline, and an earlier waiver before a later one. `ran` are the checks that ran: of
    the others nobody can say that what the baseline has of them is gone.
    """
    frame = pl.DataFrame(
        pl.from_arrow(violations.select(["check_id", "table", "record_id", "article_id", "fingerprint"]))
    )
    owner = np.full(len(frame), -1, dtype=np.int64)
    uses = tuple(_used(frame, owner, place, one) for place, one in enumerate(waivers))
    known = pl.Series(_known(frame, baseline), dtype=pl.Boolean)
    reasons = {place: one.waiver.reason for place, one in enumerate(waivers)}
    by = pl.Series(owner)
    states = pl.select(
        pl.when(by >= 0)
        .then(pl.lit("waived"))
        .when(known)
        .then(pl.lit("known"))
        .otherwise(pl.lit("new"))
        .alias("state"),
        by.replace_strict(reasons, default=None, return_dtype=pl.String).alias("excuse"),
    )
    for name in ("state", "excuse"):
        field = violations.schema.field(name)
        column = states[name].to_arrow().cast(field.type)
        violations = violations.set_column(violations.schema.get_field_index(name), field, column)
    compared = None
    if baseline is not None:
        here = set(frame["fingerprint"])
        gone = sum(len(listed - here) for check, listed in baseline.checks.items() if check in ran)
        compared = Compared(baseline.count, gone, baseline.contract_sha256 == contract_sha256)
    return Excused(violations, uses, compared)


def _used(frame: pl.DataFrame, owner: "np.typing.NDArray[np.int64]", place: int, one: Standing) -> WaiverUse:
    """Mark in `owner` what no earlier waiver has; an expired one marks nothing, and its count says what it would."""
    of = pl.col("check_id") == one.waiver.check
    for column, value in one.waiver.narrowed.items():
        of &= pl.col(column).eq_missing(pl.lit(value))
    free = frame.select(of).to_series().to_numpy() & (owner < 0)
    if one.state != "expired":
        owner[free] = place
    return WaiverUse(
        line=one.line,
        check=one.waiver.check,
        narrowed=tuple(one.waiver.narrowed.items()),
        reason=one.waiver.reason,
        by=one.waiver.by or "",
        expires=one.waiver.expires.isoformat(),
        state=one.state,
        count=int(free.sum()),
    )


def _known(frame: pl.DataFrame, baseline: Baseline | None) -> Iterator[bool]:
    checks = baseline.checks if baseline is not None else {}
    for check, fingerprint in frame.select("check_id", "fingerprint").iter_rows():
        yield check not in NEVER and fingerprint in checks.get(check, ())

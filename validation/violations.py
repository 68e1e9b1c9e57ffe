"""The typed table of everything that was found."""

from collections.abc import Sequence

import polars as pl
import pyarrow as pa

from schemas.arrow import arrow_schema
from schemas.contract import Contract
from validation.catalogue import CATALOGUE, setting
from validation.check import Check
from validation.engine.source import Source
from validation.fingerprint import fingerprints
from validation.inputs import TABLES


def violations_table(
    findings: pl.DataFrame, contract: Contract, splits: Source, checks: Sequence[Check] = CATALOGUE
) -> pa.Table:
    """The contract's table `violations`, by check, table, row, span and place.

    `findings` has the columns of engine/log.py's FINDING and may have a `severity` of its own.
    """
    rules = {check.id: setting(contract, check, "").rule.severity for check in checks}
    order = {check.id: place for place, check in enumerate(checks)}
    if "severity" not in findings.columns:
        findings = findings.with_columns(pl.lit(None, pl.String).alias("severity"))
    tables = {name: place for place, name in enumerate((*TABLES, "manifests"))}
    frame = findings.with_columns(
        pl.col("severity").fill_null(pl.col("check_id").replace_strict(rules)),
        pl.col("check_id").replace_strict(order).alias("by_check"),
        pl.col("table").replace_strict(tables, default=len(tables)).alias("by_table"),
        _splits(findings, splits),
    ).sort("by_check", "by_table", "row", "span", "start", "message", nulls_last=False, maintain_order=True)
    frame = frame.with_columns(
        fingerprints(frame), pl.lit("new").alias("state"), pl.lit(None, pl.String).alias("excuse")
    ).select(arrow_schema(contract, "violations").names)
    return frame.to_arrow().cast(arrow_schema(contract, "violations"))


def _splits(findings: pl.DataFrame, splits: Source) -> pl.Series:
    """The split of each finding's article, where it is in one."""
    ids = findings["article_id"].drop_nulls().unique()
    known: dict[str, str] = {}
    if len(ids) and {"id", "split"} <= splits.columns:
        for frame in splits.batches(["id", "split"]):
            known |= dict(frame.select("id", "split").filter(pl.col("id").is_in(ids.to_list())).iter_rows())
    return findings["article_id"].replace_strict(known, default=None, return_dtype=pl.String).alias("split")

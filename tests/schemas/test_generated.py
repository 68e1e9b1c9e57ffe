"""What is generated from the contract agrees with it and with its golden files."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from jsonschema import Draft202012Validator

from schemas.arrow import arrow_schema
from schemas.contract import Contract
from schemas.errors import DataError
from schemas.json_schema import json_schema
from schemas.tables import read_table, table_of, write_table
from tests.rewrite_golden import DOCS, GOLDEN, generated, pages

CLUSTER = {
    "id": "a",
    "cluster_id": "a",
    "tier": "single",
    "nearest_id": None,
    "jaccard": None,
    "containment": None,
}


@pytest.mark.parametrize("name", sorted(generated()))
def test_golden(name: str) -> None:
    want = (GOLDEN / name).read_text(encoding="utf-8")
    assert generated()[name] == want, "the contract's output changed: look at it, then run `make golden`"


@pytest.mark.parametrize("name", sorted(pages()))
def test_pages_of_docs_are_of_this_code(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == pages()[name], "run `make golden`"


def test_no_golden_file_is_left_over() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == set(generated())


def test_every_table_has_a_valid_json_schema(contract: Contract) -> None:
    for table in contract.tables:
        Draft202012Validator.check_schema(json_schema(contract, table.name))


def test_json_schema_closes_labels(contract: Contract) -> None:
    validator = Draft202012Validator(json_schema(contract, "clusters"))
    assert validator.is_valid(CLUSTER)
    assert not validator.is_valid({**CLUSTER, "tier": "close"})
    assert not validator.is_valid({**CLUSTER, "id": None})
    assert not validator.is_valid({**CLUSTER, "more": 1})


def test_a_table_comes_back_as_it_was_written(tmp_path: Path, contract: Contract) -> None:
    table = table_of(contract, "clusters", [CLUSTER])
    write_table(tmp_path / "clusters.parquet", table)
    back = read_table(tmp_path / "clusters.parquet", contract, "clusters")
    assert back.equals(table)
    assert (
        pq.read_schema(tmp_path / "clusters.parquet").metadata[b"tinbai.contract_sha256"].decode()
        == contract.sha256
    )


def test_of_a_table_the_columns_that_are_asked_for(tmp_path: Path, contract: Contract) -> None:
    table = table_of(contract, "clusters", [CLUSTER])
    write_table(tmp_path / "clusters.parquet", table)
    columns = ["tier", "id"]
    there = read_table(tmp_path / "clusters.parquet", contract, "clusters", columns)
    assert there.equals(table.select(columns))
    absent = read_table(tmp_path / "none.parquet", contract, "clusters", columns)
    assert absent.schema.equals(there.schema, check_metadata=True)


def test_an_absent_table_is_empty(tmp_path: Path, contract: Contract) -> None:
    table = read_table(tmp_path / "none.parquet", contract, "gold")
    assert table.num_rows == 0
    assert table.schema.equals(arrow_schema(contract, "gold"))


def test_a_null_where_none_may_be(contract: Contract) -> None:
    with pytest.raises(ValueError, match="tier holds nulls"):
        table_of(contract, "clusters", [{**CLUSTER, "tier": None}])
    with pytest.raises(ValueError, match="missing or extra columns"):
        table_of(contract, "clusters", [{"id": "a"}])


def test_a_file_with_other_columns_is_refused(tmp_path: Path, contract: Contract) -> None:
    pq.write_table(pa.table({"id": [1]}), tmp_path / "clusters.parquet")
    with pytest.raises(DataError, match="does not have the columns of clusters"):
        read_table(tmp_path / "clusters.parquet", contract, "clusters")
    (tmp_path / "clusters.parquet").write_bytes(b"PAR1 rubbish")
    with pytest.raises(DataError, match="not a readable Parquet file"):
        read_table(tmp_path / "clusters.parquet", contract, "clusters")

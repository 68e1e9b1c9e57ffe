"""Tables between the stages: Parquet that is whole or absent and always has the contract's schema."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from schemas.arrow import arrow_schema
from schemas.contract import Contract
from schemas.errors import DataError
from schemas.files import whole_file

ROW_GROUP = 5_000


def table_of(contract: Contract, name: str, rows: Iterable[Mapping[str, object]]) -> pa.Table:
    """Build a table from plain rows. A missing or extra key, or a null where none may be, is our fault: it raises."""
    schema = arrow_schema(contract, name)
    listed = list(rows)
    for row in listed:
        if row.keys() != set(schema.names):
            odd = sorted(row.keys() ^ set(schema.names))
            raise ValueError(f"{name}: a row has missing or extra columns {odd}")
    table = pa.Table.from_pylist(listed, schema=schema)
    for field in schema:
        if not field.nullable and table.column(field.name).null_count:
            raise ValueError(f"{name}: column {field.name} holds nulls and may not")
    return table


def write_table(path: Path, table: pa.Table) -> None:
    """Write one Parquet file, whole or not at all; the same rows give the same bytes."""
    with whole_file(path) as part:
        pq.write_table(table, part, compression="zstd", compression_level=3, row_group_size=ROW_GROUP)


def read_table(path: Path, contract: Contract, name: str, columns: Sequence[str] | None = None) -> pa.Table:
    """Read `path`, or all `*.parquet` in it when it is a folder (by name), as the contract's table.

    An absent path is an empty table. With `columns`, those alone are read, in their order.

    Raises:
        DataError: the file is no Parquet, or its columns are not the contract's.
    """
    schema = arrow_schema(contract, name)
    wanted = schema if columns is None else pa.schema(map(schema.field, columns), metadata=schema.metadata)
    files = sorted(path.glob("*.parquet")) if path.is_dir() else [path] if path.exists() else []
    tables: list[pa.Table] = []
    for file in files:
        try:
            # Not `pq.read_table`, whose module for many files imports pandas for a third of a second. By row group,
            # as that does: lists of texts beyond 2 GB fit no single chunk.
            with pq.ParquetFile(file) as opened:
                same = opened.schema_arrow.equals(schema, check_metadata=False)
                if same:
                    groups = range(opened.num_row_groups)
                    tables += [opened.read_row_group(group, wanted.names) for group in groups]
        except (pa.ArrowInvalid, OSError) as error:
            raise DataError(
                f"{file} is not a readable Parquet file", hint=f"Remove it and make {name} again"
            ) from error
        if not same:
            raise DataError(
                f"{file} does not have the columns of {name} in contract {contract.contract_version}",
                hint="It was written by another version of tinbai or of the contract: make it again",
            )
    chosen = [table.select(wanted.names).replace_schema_metadata(schema.metadata) for table in tables]
    return pa.concat_tables(chosen) if chosen else pa.Table.from_batches([], wanted)

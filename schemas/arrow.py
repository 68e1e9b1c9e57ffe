"""Arrow schemas from the contract: the type authority, because Hugging Face features drop nullability."""

import pyarrow as pa

from schemas.contract import Contract, FieldType, TableField

_SCALARS = {
    "string": pa.string(),
    "large_string": pa.large_string(),
    "int32": pa.int32(),
    "int64": pa.int64(),
    "float64": pa.float64(),
    "bool": pa.bool_(),
    "date32": pa.date32(),
    "timestamp": pa.timestamp("us", tz="UTC"),
}


def arrow_schema(contract: Contract, table: str) -> pa.Schema:
    """The schema of a table, with the contract's version and hash as its metadata."""
    return arrow_schemas(contract, table)[0]


def arrow_schemas(contract: Contract, *tables: str) -> list[pa.Schema]:
    """The schemas of tables, in the order given."""
    about = {
        "tinbai.contract_version": contract.contract_version,
        "tinbai.contract_sha256": contract.sha256,
    }
    return [
        pa.schema(
            [_field(field) for field in contract.table(name).fields], metadata={"tinbai.table": name, **about}
        )
        for name in tables
    ]


def _field(field: TableField) -> pa.Field:
    return pa.field(field.name, _type(field.type), nullable=field.nullable)


def _type(kind: FieldType) -> pa.DataType:
    if kind.scalar is not None:
        return _SCALARS[kind.scalar]
    if kind.list is not None:
        return pa.list_(pa.field("element", _type(kind.list), nullable=False))
    assert kind.struct is not None
    return pa.struct([_field(member) for member in kind.struct])

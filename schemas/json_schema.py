"""JSON Schema (draft 2020-12) of a table's rows, for users of other languages and for JSON exports."""

from schemas.contract import Contract, FieldType, TableField

_SCALARS: dict[str, dict[str, object]] = {
    "string": {"type": "string"},
    "large_string": {"type": "string"},
    "int32": {"type": "integer", "minimum": -(2**31), "maximum": 2**31 - 1},
    "int64": {"type": "integer", "minimum": -(2**63), "maximum": 2**63 - 1},
    "float64": {"type": "number"},
    "bool": {"type": "boolean"},
    "date32": {"type": "string", "format": "date"},
    "timestamp": {"type": "string", "format": "date-time"},
}


def json_schema(contract: Contract, table: str) -> dict[str, object]:
    """The schema of one row of `table` as a JSON object."""
    stated = contract.table(table)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": stated.name,
        "description": stated.description,
        "$comment": f"tinbai contract {contract.contract_version}",
        **_struct(contract, stated.fields),
    }


def _struct(contract: Contract, fields: tuple[TableField, ...]) -> dict[str, object]:
    return {
        "type": "object",
        "properties": {field.name: _field(contract, field) for field in fields},
        "required": [field.name for field in fields],
        "additionalProperties": False,
    }


def _field(contract: Contract, field: TableField) -> dict[str, object]:
    schema = _type(contract, field.type)
    # A closed set on a list closes its elements.
    scalar = schema["items"] if field.type.list is not None else schema
    assert isinstance(scalar, dict)
    if (values := contract.values_of(field)) is not None:
        scalar["enum"] = list(values)
    if field.pattern is not None:
        scalar["pattern"] = field.pattern
    if field.nullable:
        schema = {"anyOf": [schema, {"type": "null"}]}
    return {**schema, "description": field.description}


def _type(contract: Contract, kind: FieldType) -> dict[str, object]:
    if kind.scalar is not None:
        return dict(_SCALARS[kind.scalar])
    if kind.list is not None:
        return {"type": "array", "items": _type(contract, kind.list)}
    assert kind.struct is not None
    return _struct(contract, kind.struct)

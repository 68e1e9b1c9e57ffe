"""The card's Markdown table of a released table's columns, from the contract."""

from collections.abc import Iterator

import pyarrow as pa

from schemas.contract import Contract, FieldType, TableField

_NAMED = {"entities": "label", "topics": "topic", "bio": "BIO tag"}


def field_table(contract: Contract, table: str, schema: pa.Schema | None = None) -> str:
    """A row per column, and one per member of a struct under its dotted name; of `schema`, those that it has."""
    present = set(dotted_names(schema)) if schema is not None else None
    rows = ["| column | type | null | meaning |", "| --- | --- | --- | --- |"]
    rows += [
        f"| `{name}` | {_type(field)} | {'yes' if field.nullable else 'no'} | {_cell(meaning(field))} |"
        for name, field in described(contract, table)
        if present is None or name in present
    ]
    return "\n".join(rows)


def described(contract: Contract, table: str) -> Iterator[tuple[str, TableField]]:
    """Every column, and every member of a struct, under its dotted name."""
    return _columns(contract.table(table).fields, "")


def dotted_names(schema: pa.Schema) -> Iterator[str]:
    """Every column of the schema, and every member of a struct or of a list of structs, under its dotted name."""
    for field in schema:
        yield from _dotted(field, "")


def _dotted(field: pa.Field, prefix: str) -> Iterator[str]:
    yield prefix + field.name
    kind = field.type.value_type if pa.types.is_list(field.type) else field.type
    if pa.types.is_struct(kind):
        for member in kind:
            yield from _dotted(member, f"{prefix}{field.name}.")


def _columns(fields: tuple[TableField, ...], prefix: str) -> Iterator[tuple[str, TableField]]:
    for field in fields:
        yield prefix + field.name, field
        members = field.type.struct or (field.type.list.struct if field.type.list else None)
        if members:
            yield from _columns(members, f"{prefix}{field.name}.")


def _type(field: TableField) -> str:
    if isinstance(field.values, str):
        name = f"class label ({_NAMED[field.values]})"
        return f"list of {name}" if field.type.list else name
    return _named(field.type)


def _named(kind: FieldType) -> str:
    if kind.list is not None:
        return f"list of {_named(kind.list)}"
    return "struct" if kind.struct is not None else str(kind.scalar)


def meaning(field: TableField) -> str:
    """What the contract says of a column, with its closed set of values where it lists one."""
    if isinstance(field.values, tuple):
        return f"{field.description} One of: {', '.join(field.values)}."
    return field.description


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")

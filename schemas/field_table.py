"""The card's Markdown table of a released table's columns, from the contract."""

from collections.abc import Iterator

from schemas.contract import Contract, FieldType, TableField

_NAMED = {"entities": "label", "topics": "topic", "bio": "BIO tag"}


def field_table(contract: Contract, table: str) -> str:
    """A row per column, and one per member of a struct under its dotted name."""
    rows = ["| column | type | null | meaning |", "| --- | --- | --- | --- |"]
    rows += [
        f"| `{name}` | {_type(field)} | {'yes' if field.nullable else 'no'} | {_cell(_meaning(field))} |"
        for name, field in _columns(contract.table(table).fields, "")
    ]
    return "\n".join(rows)


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


def _meaning(field: TableField) -> str:
    if isinstance(field.values, tuple):
        return f"{field.description} One of: {', '.join(field.values)}."
    return field.description


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")

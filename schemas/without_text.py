"""The contract of releases without text: what carries text gives its place to a digest.

The marks are `carries_text` of the contract's fields. The text itself gives its place to `text_sha256`, any other
marked column or member `NAME` to `NAME_digest`, which only who has the text can compute.
"""

from collections.abc import Iterator

from schemas.contract import Contract, FieldType, Table, TableField

TEXT = "text"
TEXT_SHA256 = "text_sha256"
DIGEST = "_digest"
DIGEST_SIZE = 8
"""Bytes of a digest, two hexadecimal digits each."""


def without_text(contract: Contract) -> Contract:
    """The contract whose released tables have no field that carries text."""
    tables = (_table(table) if table.released else table for table in contract.tables)
    return contract.model_copy(update={"tables": tuple(tables)})


def withheld_columns(table: Table) -> tuple[str, ...]:
    """The columns that carry text, members of structs under their dotted names."""
    return tuple(_withheld(table.fields, ""))


def members_of(field: TableField) -> tuple[TableField, ...]:
    """The members of a struct, or of the structs of a list; none for other types."""
    kind = field.type.list or field.type
    return kind.struct or ()


def _withheld(fields: tuple[TableField, ...], prefix: str) -> Iterator[str]:
    for field in fields:
        if field.carries_text:
            yield prefix + field.name
        yield from _withheld(members_of(field), f"{prefix}{field.name}.")


def _table(table: Table) -> Table:
    stated = {field.name for field in table.fields}
    fields: list[TableField] = []
    for field in table.fields:
        if field.name == TEXT and field.carries_text:
            if TEXT_SHA256 not in stated:
                fields.append(_text_sha256())
        else:
            fields.append(_field(field))
    return table.model_copy(update={"fields": tuple(fields)})


def _field(field: TableField) -> TableField:
    if field.carries_text:
        return TableField(
            name=field.name + DIGEST,
            type=FieldType(scalar="string"),
            nullable=field.nullable,
            description=f"Stands for {field.name}, which is withheld; tinbai attach checks by it what it puts back.",
            pattern=f"^[0-9a-f]{{{2 * DIGEST_SIZE}}}$",
        )
    members = members_of(field)
    if not any(member.carries_text for member in members):
        return field
    struct = FieldType(struct=tuple(map(_field, members)))
    kind = FieldType(list=struct) if field.type.list is not None else struct
    return field.model_copy(update={"type": kind})


def _text_sha256() -> TableField:
    return TableField(
        name=TEXT_SHA256,
        type=FieldType(scalar="string"),
        description="sha256 of the text in UTF-8, which is withheld.",
        pattern="^[0-9a-f]{64}$",
    )

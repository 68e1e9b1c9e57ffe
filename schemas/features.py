"""Hugging Face features and the Arrow schema of a released table, both from the contract.

A closed set that the contract names (entities, topics, bio) becomes a ClassLabel: an int64 in the file,
the place of the name in the contract's order. A set that a field lists itself stays readable text.
"""

import json
from typing import TYPE_CHECKING

import pyarrow as pa

from schemas.arrow import arrow_schema
from schemas.contract import Contract, FieldType, TableField

if TYPE_CHECKING:
    import datasets

REQUIRED = b"required"
_DTYPES = {"timestamp": "timestamp[us, tz=UTC]"}


def features(contract: Contract, table: str) -> "datasets.Features":
    """The features of a released table. They know nothing of nulls: `release_schema` does."""
    import datasets

    return datasets.Features(
        {field.name: _feature(contract, field) for field in contract.table(table).fields}
    )


def release_schema(contract: Contract, table: str) -> pa.Schema:
    """The Arrow schema of a released table's files: the contract's, with class ids for names.

    Its metadata carry the features under `huggingface`, so that a file alone is read rightly too: lists as `[...]`,
    which `datasets` reads from 2.21 on where it learnt `List` in 4. It takes a column's features from there
    only where the column may be null, all through; so one with class ids says in Arrow's own metadata that it
    is `REQUIRED`, and `may_be_null` reads both.
    """
    schema = arrow_schema(contract, table)
    stated = features(contract, table).to_dict()
    coded = [
        _loosened(coded) if _has_names(stated[field.name]) else coded
        for field, coded in (
            (field, _coded(field, plain))
            for field, plain in zip(contract.table(table).fields, schema, strict=True)
        )
    ]
    info = {"info": {"features": {name: _listed(feature) for name, feature in stated.items()}}}
    metadata = {**schema.metadata, b"huggingface": json.dumps(info, ensure_ascii=False).encode()}
    return pa.schema(coded, metadata=metadata)


def stated_features(schema: pa.Schema) -> "datasets.Features":
    """The features that a file's own schema states.

    Raises:
        KeyError: it states none.
    """
    import datasets

    return datasets.Features.from_dict(json.loads(schema.metadata[b"huggingface"])["info"]["features"])


def may_be_null(field: pa.Field) -> bool:
    return field.nullable and REQUIRED not in (field.metadata or {})


def _has_names(feature: object) -> bool:
    if not isinstance(feature, dict):
        return False
    return feature.get("_type") == "ClassLabel" or any(map(_has_names, feature.values()))


def _listed(feature: object) -> object:
    """A feature's dict with lists as `[...]`."""
    if not isinstance(feature, dict):
        return feature
    if feature.get("_type") == "List":
        return [_listed(feature["feature"])]
    return {name: _listed(inner) for name, inner in feature.items()}


def _loosened(field: pa.Field) -> pa.Field:
    kind = field.type
    if pa.types.is_list(kind):
        kind = pa.list_(_loosened(kind.value_field))
    elif pa.types.is_struct(kind):
        kind = pa.struct([_loosened(member) for member in kind])
    stated = None if field.nullable else {REQUIRED: b"true"}
    return pa.field(field.name, kind, nullable=True, metadata=stated)


def _feature(contract: Contract, field: TableField) -> object:
    names = contract.values_of(field) if isinstance(field.values, str) else None
    return _of_type(contract, field.type, names)


def _of_type(contract: Contract, kind: FieldType, names: tuple[str, ...] | None) -> object:
    import datasets

    if kind.list is not None:
        return datasets.List(_of_type(contract, kind.list, names))
    if kind.struct is not None:
        return {member.name: _feature(contract, member) for member in kind.struct}
    if names is not None:
        return datasets.ClassLabel(names=list(names))
    assert kind.scalar is not None
    return datasets.Value(_DTYPES.get(kind.scalar, kind.scalar))


def _coded(stated: TableField, field: pa.Field) -> pa.Field:
    return field.with_type(_coded_type(stated.type, field.type, isinstance(stated.values, str)))


def _coded_type(kind: FieldType, arrow: pa.DataType, named: bool) -> pa.DataType:
    if kind.list is not None:
        return pa.list_(arrow.value_field.with_type(_coded_type(kind.list, arrow.value_type, named)))
    if kind.struct is not None:
        return pa.struct([_coded(member, arrow.field(number)) for number, member in enumerate(kind.struct)])
    return pa.int64() if named else arrow

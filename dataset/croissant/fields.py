"""One column of a Parquet file as a Croissant field: its type, nested members, the classes of its ids."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

Json = dict[str, Any]
# Class names to the record set that lists them.
Enumerations = Mapping[tuple[str, ...], str]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the config `config`, or a member of one: `path` leads to it from the record set.

    `feature` is what the file states of it under `huggingface`; `meanings` what the contract says, by dotted name.
    """

    config: str
    path: tuple[str, ...]
    type: pa.DataType
    feature: Any
    meanings: Mapping[str, str]

    @property
    def id(self) -> str:
        return "/".join((self.config, *self.path))


def field_of(column: Column, enumerations: Enumerations) -> Json:
    """The `cr:Field`. A list of structs is an array of sub-fields; a class id names the list of its classes."""
    inner, feature = column.type, column.feature
    field: Json = {"@type": "cr:Field", "@id": column.id, "name": column.path[-1]}
    if said := column.meanings.get(".".join(column.path)):
        field["description"] = said
    if pa.types.is_list(inner):
        inner, feature = inner.value_type, feature["feature"]
        field |= {"isArray": True, "arrayShape": "-1"}
    if pa.types.is_struct(inner):
        members = [
            Column(
                column.config, (*column.path, member.name), member.type, feature[member.name], column.meanings
            )
            for member in inner
        ]
        labelled = any(_class_names(member.feature) for member in members)
        return (
            field
            | ({"dataType": "cr:Label"} if labelled else {})
            | {"subField": [field_of(member, enumerations) for member in members]}
        )
    names = _class_names(feature)
    if not names:
        return field | {"dataType": _atomic(inner), "source": _source(column)}
    classes = enumerations[names]
    field["description"] = (
        f"{field.get('description', '')} Ids of the classes in the record set {classes}.".strip()
    )
    if len(column.path) > 1:
        field |= {"dataType": "sc:Integer", "references": {"field": {"@id": f"{classes}/id"}}}
    else:
        # mlcroissant 1.1.1 joins whatever the fields of a record set refer to, lists too; with more than the splits to
        # join, it can no longer read one split alone.
        field["dataType"] = ["sc:Integer", "cr:Label"]
    return field | {"source": _source(column)}


def class_names(feature: Any) -> set[tuple[str, ...]]:
    """Every closed list of classes that a column's feature has somewhere in it."""
    if names := _class_names(feature):
        return {names}
    inner = feature.get("feature", feature)
    members = [inner] if inner is not feature else [one for one in feature.values() if isinstance(one, dict)]
    return {names for member in members for names in class_names(member)}


def _class_names(feature: Any) -> tuple[str, ...]:
    return tuple(feature["names"]) if feature.get("_type") == "ClassLabel" else ()


def _source(column: Column) -> Json:
    """Where the values lie. A member is reached through the column that it is in, one step at a time."""
    source: Json = {"fileSet": {"@id": files_of(column.config)}, "extract": {"column": column.path[0]}}
    steps = [{"jsonPath": name} for name in column.path[1:]]
    return source | ({"transform": steps if len(steps) > 1 else steps[0]} if steps else {})


def files_of(config: str) -> str:
    """The id of the file set of a config."""
    return f"files/{config}"


def _atomic(kind: pa.DataType) -> str:
    if pa.types.is_boolean(kind):
        return "sc:Boolean"
    if pa.types.is_integer(kind):
        return "sc:Integer"
    if pa.types.is_floating(kind):
        return "sc:Float"
    if pa.types.is_date(kind):
        return "sc:Date"
    if pa.types.is_timestamp(kind):
        return "sc:DateTime"
    return "sc:Text"

"""The record sets: one a config, the splits, and a list for every closed set of classes."""

from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa

from dataset.croissant.fields import Column, Enumerations, Json, class_names, field_of, files_of
from schemas.contract import Contract
from schemas.features import stated_features
from schemas.field_table import described, meaning
from schemas.release.manifest import Manifest

_ROLES = {"train": "cr:TrainingSplit", "validation": "cr:ValidationSplit", "test": "cr:TestSplit"}
# mlcroissant 1.1.1 applies it to a path and, where splits are joined, to its own answer again; its filters read it as
# a glob, for which the choices are written out.
_SPLIT_OF_FILE = r"^(?:data/{config}/)?({splits})(?:-.+parquet)?$"
_TOPICS_HOME = ("medtop:", "http://cv.iptc.org/newscodes/mediatopic/")


def record_sets(manifest: Manifest, schemas: Mapping[str, pa.Schema], contract: Contract) -> list[Json]:
    """Splits, classes, then the configs, in the manifest's order. Columns are those of the files."""
    features = {config: stated_features(schema).to_dict() for config, schema in schemas.items()}
    lists = _enumerations(features, contract)
    made = [_splits(manifest), *(_enumeration(name, names, contract) for names, name in lists.items())]
    for config, schema in schemas.items():
        made.append(_config(config, schema, features[config], contract, lists))
    return made


def _config(
    config: str, schema: pa.Schema, features: Mapping[str, Any], contract: Contract, lists: Enumerations
) -> Json:
    table = contract.table(config)
    meanings = {name: " ".join(meaning(field).split()) for name, field in described(contract, config)}
    key = [{"@id": f"{config}/{name}"} for name in table.key]
    split = {
        "@type": "cr:Field",
        "@id": f"{config}/split",
        "name": "split",
        "description": "The split that the row is in.",
        "dataType": "sc:Text",
        "source": {
            "fileSet": {"@id": files_of(config)},
            "extract": {"fileProperty": "fullpath"},
            "transform": {"regex": _SPLIT_OF_FILE.format(config=config, splits="|".join(_ROLES))},
        },
        "references": {"field": {"@id": "splits/name"}},
    }
    columns = [Column(config, (field.name,), field.type, features[field.name], meanings) for field in schema]
    return {
        "@type": "cr:RecordSet",
        "@id": config,
        "name": config,
        "description": table.description,
        **({"key": key} if key and set(table.key) <= set(schema.names) else {}),
        "field": [split, *(field_of(column, lists) for column in columns)],
    }


def _splits(manifest: Manifest) -> Json:
    seen = [split for entry in manifest.configs.values() for split in entry.splits]
    return _listed(
        "splits",
        "cr:Split",
        "What the splits are for.",
        key="name",
        fields={"name": "sc:Text", "url": "sc:URL"},
        data=[{"name": name, "url": role} for name, role in _ROLES.items() if name in seen],
    )


def _enumerations(features: Mapping[str, Any], contract: Contract) -> dict[tuple[str, ...], str]:
    """A name for each closed set of classes: the contract's own, or the place where it was met first."""
    known = {
        contract.entity_names: "entity_labels",
        contract.topic_codes: "topic_codes",
        contract.bio_names: "bio_tags",
    }
    found: dict[tuple[str, ...], str] = {}
    for config, columns in features.items():
        for column, feature in columns.items():
            for names in sorted(class_names(feature)):
                found.setdefault(names, known.get(names, f"{config}_{column}_classes"))
    return found


def _enumeration(name: str, names: tuple[str, ...], contract: Contract) -> Json:
    """Ids and names; what they mean, and where a topic is defined, where the contract says it."""
    said = {label.name: label.definition for label in contract.entities}
    said |= {topic.code: f"{topic.name_en}: {topic.definition}" for topic in contract.topics}
    fields = {"id": "sc:Integer", "name": "sc:Text"}
    data: list[Json] = [{"id": number, "name": one} for number, one in enumerate(names)]
    if all(one in said for one in names):
        fields["definition"] = "sc:Text"
        data = [{**row, "definition": said[row["name"]]} for row in data]
    short, home = _TOPICS_HOME
    if all(one.startswith(short) for one in names):
        fields["url"] = "sc:URL"
        data = [{**row, "url": home + row["name"].removeprefix(short)} for row in data]
    return _listed(name, "sc:Enumeration", "The classes, by their ids.", key="id", fields=fields, data=data)


def _listed(
    name: str, kind: str, description: str, *, key: str, fields: Mapping[str, str], data: list[Json]
) -> Json:
    """A record set whose rows stand in the description itself."""
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": description,
        "dataType": kind,
        "key": {"@id": f"{name}/{key}"},
        "field": list(_plain_fields(name, fields)),
        "data": [{f"{name}/{field}": value for field, value in row.items()} for row in data],
    }


def _plain_fields(name: str, fields: Mapping[str, str]) -> Iterator[Json]:
    for field, kind in fields.items():
        yield {"@type": "cr:Field", "@id": f"{name}/{field}", "name": field, "dataType": kind}

"""What a release must hold, read back from the disk. `load_dataset` would let most of it pass.

A shard that lacks a column loads as nulls, a class id of 99 loads, a wrong row count passes when
streaming: so every file is read here, by its own metadata and against manifest and card.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dataset.croissant.check import croissant_problems
from dataset.release.model import UNSPLIT
from schemas.features import may_be_null, stated_features
from schemas.files import text_sha256
from schemas.hub_vocabulary import metadata_problems
from schemas.release.digest import logical_sha256, rows_of
from schemas.release.manifest import MANIFEST, ConfigEntry, Manifest, all_files, file_entries, read_manifest

Features = Mapping[str, Any]


def check_release(release: Path) -> list[str]:
    """Everything wrong with the release in the folder, one line each; an empty list when it is sound.

    Raises:
        DataError: it has no readable manifest.
    """
    manifest = read_manifest(release)
    problems = list(_file_problems(release, manifest))
    if problems:
        return problems
    stated = {}
    for config, entry in manifest.configs.items():
        held = frozenset(() if config in UNSPLIT else manifest.held_out)
        found, features = _config_problems(release, config, entry, held, frozenset(manifest.taken_down))
        problems += found
        stated[config] = features
    problems += _leaks(manifest, stated)
    return problems or [
        *_card_problems(release, manifest, stated),
        *croissant_problems(release, manifest),
    ]


def table_problems(where: str, table: pa.Table, features: Features) -> Iterator[str]:
    """Nulls where none may be, and class ids outside the names."""
    for field in table.schema:
        for chunk in table.column(field.name).chunks:
            yield from _array_problems(f"{where}: {field.name}", field, chunk, features[field.name])


def _array_problems(where: str, field: pa.Field, array: pa.Array, feature: Any) -> Iterator[str]:
    if not may_be_null(field) and array.null_count:
        yield f"{where} holds {array.null_count} nulls and may hold none"
    if feature.get("_type") == "ClassLabel":
        bounds = pc.min_max(array).as_py()
        if bounds["min"] is not None and not 0 <= bounds["min"] <= bounds["max"] < len(feature["names"]):
            yield f"{where} holds class ids from {bounds['min']} to {bounds['max']} for {len(feature['names'])} names"
    if pa.types.is_list(field.type):
        yield from _array_problems(where, field.type.value_field, array.flatten(), feature["feature"])
    elif pa.types.is_struct(field.type):
        for member, values in zip(field.type, array.flatten(), strict=True):
            yield from _array_problems(f"{where}.{member.name}", member, values, feature[member.name])


def _file_problems(release: Path, manifest: Manifest) -> Iterator[str]:
    present = {path.relative_to(release).as_posix() for path in all_files(release)} - {MANIFEST}
    listed = {entry.path: entry for entry in manifest.files}
    yield from (f"{path} is listed in {MANIFEST} and not there" for path in sorted(listed.keys() - present))
    yield from (f"{path} is there and not listed in {MANIFEST}" for path in sorted(present - listed.keys()))
    for config, entry in manifest.configs.items():
        for split, stated in entry.splits.items():
            strange = [path for path in stated.files if path not in listed]
            yield from (f"{config}/{split} names {path}, which is no file of the release" for path in strange)
            if not stated.files:
                yield f"{config}/{split} has no file"
    for found in file_entries(release, [release / path for path in sorted(present & listed.keys())]):
        if found != listed[found.path]:
            yield f"{found.path} is not the file that {MANIFEST} lists: size or sha256 differ"


def _config_problems(
    release: Path, config: str, entry: ConfigEntry, held: frozenset[str], taken_down: frozenset[str]
) -> tuple[list[str], Features]:
    """`held`: ids that the config may not have, since their cluster crosses splits; `taken_down`: that no config may."""
    problems: list[str] = []
    owners: dict[str, str] = {}
    schema: pa.Schema | None = None
    features: Features = {}
    for split, stated in entry.splits.items():
        where = f"{config}/{split}"
        files = [release / path for path in stated.files]
        if schema is None:
            schema = pq.read_schema(files[0])
            features = _features(schema)
        misshapen = list(_shape_problems(release, files, schema, features))
        rows = sum(pq.read_metadata(file).num_rows for file in files)
        if rows != stated.rows:
            misshapen.append(f"{where} has {rows} rows and {stated.rows} are listed")
        problems += misshapen
        if misshapen:
            continue
        if logical_sha256(rows_of(files)) != stated.logical_sha256:
            problems.append(f"{where} does not say what its logical hash stands for")
        for row in rows_of(files):
            name = str(row[entry.key])
            if name in held and name not in owners:
                problems.append(f"{where} has {name}, which {MANIFEST} says is held out")
            if owners.setdefault(name, split) != split:
                problems.append(f"{config}: {name} is in {owners[name]} and in {split}")
            problems += (f"{where}: {name}: {problem}" for problem in _row_problems(row))
            named = taken_down.intersection((row.get("id"), row.get("parent_id")))
            problems += (f"{where}: {name} is of {one}, which was taken down" for one in named)
    return problems, features


def _shape_problems(release: Path, files: list[Path], schema: pa.Schema, features: Features) -> Iterator[str]:
    for path in files:
        name = path.relative_to(release).as_posix()
        with pq.ParquetFile(path) as file:
            if not file.schema_arrow.equals(schema, check_metadata=True):
                yield f"{name} does not have the columns of the config's first file"
            elif list(features) != schema.names:
                yield f"{name}: its columns are not those of its features"
            else:
                for group in range(file.num_row_groups):
                    yield from table_problems(name, file.read_row_group(group), features)


def _row_problems(row: dict[str, Any]) -> Iterator[str]:
    text = row.get("text")
    if isinstance(text, str):
        if "text_sha256" in row and text_sha256(text) != row["text_sha256"]:
            yield "text_sha256 is not that of the text"
        for span in row.get("entities", ()):
            if text[span["start"] : span["end"]] != span["text"]:
                yield f"span {span['start']}-{span['end']} is not {span['text']!r} in the text"
    lists = [row[name] for name in ("tokens", "ner_tags", "token_start", "token_end") if name in row]
    if len(set(map(len, lists))) > 1:
        yield "tokens, tags and offsets differ in number"


def _leaks(manifest: Manifest, stated: Mapping[str, Features]) -> Iterator[str]:
    """Columns that a release without text says it withholds, and holds."""
    if manifest.without_text is None:
        return
    for config, columns in manifest.without_text.columns.items():
        held = set(_dotted(stated.get(config, {}), ""))
        yield from (f"{config} holds {name}, which is to be withheld" for name in columns if name in held)


def _dotted(features: Features, prefix: str) -> Iterator[str]:
    for name, feature in features.items():
        yield prefix + name
        inner = feature.get("feature", feature) if "_type" in feature else feature
        if "_type" not in inner:
            yield from _dotted(inner, f"{prefix}{name}.")


def _features(schema: pa.Schema) -> Features:
    if b"huggingface" not in (schema.metadata or {}):
        return {}
    stated: Features = stated_features(schema).to_dict()
    return stated


def _card_problems(release: Path, manifest: Manifest, stated: Mapping[str, Features]) -> Iterator[str]:
    """The card wins over the files' metadata without a word where they differ, so they must not."""
    import datasets
    from huggingface_hub import DatasetCard

    card = DatasetCard.load(release / "README.md").data.to_dict()
    yield from (f"README.md: {problem}" for problem in metadata_problems(card))
    configs = {entry["config_name"]: entry for entry in card.get("configs", [])}
    infos = {entry["config_name"]: entry for entry in card.get("dataset_info", [])}
    if not configs.keys() == infos.keys() == manifest.configs.keys():
        yield f"README.md lists the configs {sorted(configs)} and manifest.json {sorted(manifest.configs)}"
        return
    for config, entry in manifest.configs.items():
        told = datasets.Features._from_yaml_list(infos[config]["features"])
        if told != datasets.Features.from_dict(dict(stated[config])):
            yield f"README.md and the files of {config} state different features"
        rows = {split["name"]: split["num_examples"] for split in infos[config]["splits"]}
        if rows != {split: one.rows for split, one in entry.splits.items()}:
            yield f"README.md and manifest.json count the rows of {config} differently"
        for files in configs[config]["data_files"]:
            found = {path.relative_to(release).as_posix() for path in release.glob(files["path"])}
            if found != set(entry.splits[files["split"]].files):
                yield f"README.md does not name the files of {config}/{files['split']}"

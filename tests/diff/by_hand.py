"""Releases changed by hand: nobody's checks hold any more, and a diff reads them all the same."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from schemas.release.digest import logical_sha256, table_rows
from schemas.release.manifest import MANIFEST

Rows = list[dict[str, Any]]


def restate(release: Path, change: Callable[[dict[str, Any]], object]) -> None:
    body = json.loads((release / MANIFEST).read_text(encoding="utf-8"))
    change(body)
    (release / MANIFEST).write_text(json.dumps(body), encoding="utf-8")


def rewrite(
    release: Path, config: str, split: str, change: Callable[[Rows], object], *, version: str | None = None,
    labels: Callable[[str], str] | None = None,
) -> None:  # fmt: skip
    """Change the rows of a split in place, what its features say as JSON, and the logical hash that goes with it."""
    (path,) = (release / "data" / config).glob(f"{split}-*.parquet")
    table = pq.read_table(path)
    rows = table.to_pylist()
    change(rows)
    metadata = dict(table.schema.metadata)
    if labels is not None:
        metadata[b"huggingface"] = labels(metadata[b"huggingface"].decode()).encode()
    _write(release, config, split, path, pa.Table.from_pylist(rows, schema=table.schema.with_metadata(metadata)))  # fmt: skip
    if version is not None:
        restate(release, lambda body: body.update(version=version))


def drop(release: Path, config: str, columns: list[str], *, within: list[str] | None = None) -> None:
    """Take columns out of every split, and members out of the entities."""
    for path in sorted((release / "data" / config).glob("*.parquet")):
        table = pq.read_table(path).drop_columns(columns)
        metadata = json.loads(table.schema.metadata[b"huggingface"])
        for column in columns:
            del metadata["info"]["features"][column]
        rows = table.to_pylist()
        fields = list(table.schema)
        for member in within or []:
            place = table.schema.get_field_index("entities")
            struct = fields[place].type.value_type
            kept = [one for one in struct if one.name != member]
            fields[place] = pa.field("entities", pa.list_(pa.struct(kept)))
            for row in rows:
                for span in row["entities"]:
                    del span[member]
            del metadata["info"]["features"]["entities"][0][member]
        schema = pa.schema(fields, metadata={b"huggingface": json.dumps(metadata).encode()})
        _write(release, config, path.name.split("-")[0], path, pa.Table.from_pylist(rows, schema=schema))


def _write(release: Path, config: str, split: str, path: Path, table: pa.Table) -> None:
    pq.write_table(table, path)
    stated = {"rows": table.num_rows, "logical_sha256": logical_sha256(table_rows(table))}
    restate(release, lambda body: body["configs"][config]["splits"][split].update(stated))

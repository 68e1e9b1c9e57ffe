"""The columns of the release with text, in the files of the release without: what `attach` writes."""

import base64
import binascii
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dataset.withheld.crawl import SAID
from dataset.withheld.rows import TOKENS
from schemas.contract import Contract
from schemas.errors import DataError
from schemas.features import release_schema
from schemas.without_text import DIGEST, TEXT, TEXT_SHA256

_NOTE = b"tinbai.full_schema"


def schema_without(contract: Contract, config: str, full: pa.Schema) -> pa.Schema:
    """The schema of a config without text, which remembers the `full` one; `contract` is without text, too."""
    made = release_schema(contract, config)
    kept = {name: value for name, value in full.metadata.items() if name != b"huggingface"}
    note = base64.b64encode(full.serialize().to_pybytes())
    return made.with_metadata({**kept, b"huggingface": made.metadata[b"huggingface"], _NOTE: note})


def full_schema(path: Path) -> pa.Schema:
    """The schema of the release with text, as a file of the release without remembers it.

    Raises:
        DataError: it remembers none, or one that does not go with its own columns.
    """
    lean = pq.read_schema(path)
    try:
        note = (lean.metadata or {})[_NOTE]
        full = pa.ipc.read_schema(pa.py_buffer(base64.b64decode(note, validate=True)))
    except (KeyError, binascii.Error, pa.ArrowException, OSError, ValueError):
        full = None
    if full is None or not _goes_with(full, lean):
        raise DataError(
            f"{path} does not say what its columns were with text", hint="Fetch the release again"
        )
    return full


def _goes_with(full: pa.Schema, lean: pa.Schema) -> bool:
    """Whether each column is there as it was, or what stands for it is."""
    if b"huggingface" not in (full.metadata or {}):
        return False
    for field in full:
        if field.name == TEXT:
            there = TEXT_SHA256 in lean.names
        elif field.name == "entities":
            there = field.name in lean.names and TEXT + DIGEST in _members(lean.field(field.name).type)
        elif field.name + DIGEST in lean.names:
            there = field.name in (TOKENS, *SAID)
        else:
            there = field.name in lean.names and lean.field(field.name).equals(field)
        if not there:
            return False
    return True


def _members(kind: pa.DataType) -> list[str]:
    inner = kind.value_type if pa.types.is_list(kind) else kind
    return [member.name for member in inner] if pa.types.is_struct(inner) else []

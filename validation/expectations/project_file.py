"""`gx/great_expectations.yml`: where it is absent we write one without Data Docs; a project's own keeps every word.

To theirs only our data source is added, in one line: Great Expectations itself would write the whole file anew, with
ids and times of its own, and a kill in the midst would leave half of it.
"""

import json
import re
import uuid
from collections.abc import Iterator
from pathlib import Path

import yaml

from schemas.errors import ConfigError
from schemas.expectations import FRAMES

NAME = "great_expectations.yml"
SOURCE = "tinbai"
BATCH = "whole"
_OURS = """\
# The Great Expectations project of this tinbai workspace; tinbai writes this file where it is absent.
# Data Docs are left out on purpose: their pages would run scripts that stand in the data.
config_version: 4
config_variables_file_path: uncommitted/config_variables.yml
analytics_enabled: false
data_docs_sites: {{}}
stores:
{stores}
expectations_store_name: expectations_store
validation_results_store_name: validation_results_store
checkpoint_store_name: checkpoint_store
fluent_datasources:
  tinbai: {source}
"""
_STORES = {
    "expectations_store": ("ExpectationsStore", "expectations/"),
    "validation_results_store": ("ValidationResultsStore", "uncommitted/validations/"),
    "checkpoint_store": ("CheckpointStore", "checkpoints/"),
    "validation_definition_store": ("ValidationDefinitionStore", "validation_definitions/"),
}
Source = dict[str, object]


def stable_id(*parts: str) -> str:
    """Great Expectations wants a UUID for everything; ours say the same in every run."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "tinbai:" + "/".join(parts)))


def project_file(gx: Path) -> str:
    """The text that `gx/great_expectations.yml` should have now.

    Our data source holds the facts' absolute path: Great Expectations would take a relative one from wherever
    the process happens to stand. So a workspace that was moved is put right by its next run.

    Raises:
        ConfigError: the file that is there is not YAML, not of a version that can be read, or would load code.
    """
    file = gx / NAME
    wanted = _source(gx / "uncommitted" / "facts")
    ours = _OURS.format(stores="\n".join(_stores()), source=json.dumps(wanted, ensure_ascii=False))
    if not file.exists():
        return ours
    try:
        text = file.read_text(encoding="utf-8")
        body = yaml.safe_load(text)
        json.dumps(body, default=str, skipkeys=True)  # an alias can make it hold itself
    except (OSError, yaml.YAMLError, ValueError, AttributeError, RecursionError) as error:
        # The loader lets through what Python says of 2024-02-30 or !!timestamp x.
        raise ConfigError(f"{file} is not YAML ({' '.join(str(error).split())[:200]})", hint=_HINT) from error
    if not isinstance(body, dict) or not isinstance(body.get("stores"), dict):
        raise ConfigError(f"{file} is no Great Expectations project: it names no stores", hint=_HINT)
    strange = next(_foreign_modules(body), None)
    if strange is not None:
        raise ConfigError(
            f"{file} loads the module {strange!r}, and tinbai runs no code that lies in a workspace",
            hint="Take it out, or keep that project in another folder",
        )
    sources = body.get("fluent_datasources")
    if isinstance(sources, dict) and _same(sources.get(SOURCE), wanted):
        return text
    merged = _with_source(text, sources, wanted) if isinstance(sources, dict | None) else None
    expected = body | {"fluent_datasources": {**(sources or {}), SOURCE: wanted}}
    if merged is None or not _says(merged, expected):
        line = f"{SOURCE}: {json.dumps(wanted, ensure_ascii=False)}"
        raise ConfigError(
            f"{file} has no data source {SOURCE!r} for {gx / 'uncommitted/facts'}",
            hint=f"Add below fluent_datasources: {line}",
        )
    return merged


_HINT = "Correct it, or move it away: tinbai then writes one that works"


def _stores() -> Iterator[str]:
    for name, (kind, folder) in _STORES.items():
        yield f"  {name}:"
        yield f"    class_name: {kind}"
        yield "    store_backend:"
        yield "      class_name: TupleFilesystemStoreBackend"
        yield "      suppress_store_backend_id: true"
        yield f"      base_directory: {folder}"


def _source(facts: Path) -> Source:
    return {
        "type": "pandas_filesystem",
        "id": stable_id("facts"),
        "base_directory": str(facts.absolute()),
        "assets": {
            frame: {
                "type": "parquet",
                "id": stable_id("facts", frame),
                "batch_definitions": {
                    BATCH: {
                        "id": stable_id("facts", frame, BATCH),
                        "partitioner": {"regex": rf"^{frame}\.parquet$", "param_names": []},
                    }
                },
            }
            for frame in FRAMES
        },
    }


def _says(text: str, expected: object) -> bool:
    try:
        return bool(yaml.safe_load(text) == expected)
    except yaml.YAMLError:
        return False


def _same(found: object, wanted: object) -> bool:
    """Great Expectations may add keys where it writes the file anew; what we said must still stand."""
    if isinstance(wanted, dict):
        return isinstance(found, dict) and all(_same(found.get(key), value) for key, value in wanted.items())
    return found == wanted


def _foreign_modules(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        for key, value in part.items():
            if key == "module_name" and not str(value).startswith("great_expectations."):
                yield str(value)
            yield from _foreign_modules(value)
    elif isinstance(part, list):
        for value in part:
            yield from _foreign_modules(value)


def _with_source(text: str, sources: Source | None, wanted: Source) -> str | None:
    """The text with our data source in place of the one that is there, if any; None where that is beyond us."""
    line = f"{SOURCE}: {json.dumps(wanted, ensure_ascii=False)}"
    head = re.compile(r"^fluent_datasources:.*\n?", re.MULTILINE)
    if not sources:
        rest = head.sub("", text).rstrip("\n")
        return f"{rest}\nfluent_datasources:\n  {line}\n"
    found = head.search(text)
    if found is None:
        return None
    below = text[found.end() :].splitlines(keepends=True)
    inside = next((n for n, one in enumerate(below) if re.match(r"[^\s#]", one)), len(below))
    shown = (one for one in below[:inside] if one.strip() and not one.lstrip().startswith("#"))
    depth = next((one[: len(one) - len(one.lstrip())] for one in shown), "  ")
    kept, ours = [], False
    for one in below[:inside]:
        if one.startswith(depth) and not one.startswith(depth + " ") and one.strip():
            ours = one.strip().startswith(f"{SOURCE}:")
        if not ours:
            kept.append(one)
    return text[: found.end()] + f"{depth}{line}\n" + "".join(kept) + "".join(below[inside:])

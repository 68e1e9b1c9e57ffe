"""The README of a release whose text was put back: enough for `load_dataset`, and what came of it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dataset.withheld.find import REASONS
from dataset.withheld.put_back import UNATTACHED, WrittenRows
from schemas.release.attached import told_of_full
from schemas.release.manifest import Manifest

KEPT = "without-text"
"""Where the files that lay around the rows of the release without text stand."""


def attached_card(release: Path, manifest: Manifest, rows: WrittenRows) -> str:
    """Markdown. `release` is the one without text, `manifest` that of the one with its text put back."""
    from huggingface_hub import DatasetCard, DatasetCardData

    said = DatasetCard.load(release / "README.md").data.to_dict()
    said.pop("size_categories", None)  # fewer rows may be here
    body = {
        **said,
        "configs": [_config(entry, manifest) for entry in said["configs"] if _is_there(entry, manifest)],
        "dataset_info": [
            _info(entry, manifest, rows) for entry in said["dataset_info"] if _is_there(entry, manifest)
        ],
    }
    name = said.get("pretty_name") or manifest.name
    lines = [
        f"# {name}, with its text",
        "",
        f"Version {manifest.version}. `tinbai attach` put the text of pages that lay at hand into the release without "
        f"text. Whose the texts are, how they were labelled and by whom stands in [its own card]({KEPT}/README.md).",
        "The text was withheld there for a reason: look before you hand this folder on.",
        "",
        *(f"{line[0].upper()}{line[1:]}." for line in told_of_full(manifest)[:1]),
        "",
    ]
    if unattached := (manifest.attached.unattached if manifest.attached else {}):
        lines += ["| not put back | meaning | count |", "| --- | --- | ---: |"]
        lines += [f"| {reason} | {REASONS[reason]} | {count:,} |" for reason, count in unattached.items()]
        lines += ["", f"Each stands in `{UNATTACHED}`.", ""]
    lines += ["| config | split | rows |", "| --- | --- | ---: |"]
    lines += [
        f"| `{config}` | {split} | {one.rows:,} |"
        for config, entry in manifest.configs.items()
        for split, one in entry.splits.items()
    ]
    return f"---\n{DatasetCardData(**body)}\n---\n\n" + "\n".join(lines) + "\n"


def _is_there(entry: Mapping[str, Any], manifest: Manifest) -> bool:
    return entry["config_name"] in manifest.configs


def _config(entry: Mapping[str, Any], manifest: Manifest) -> dict[str, Any]:
    splits = manifest.configs[entry["config_name"]].splits
    return {**entry, "data_files": [files for files in entry["data_files"] if files["split"] in splits]}


def _info(entry: Mapping[str, Any], manifest: Manifest, rows: WrittenRows) -> dict[str, Any]:
    import datasets

    config = entry["config_name"]
    stated = json.loads(rows.schemas[config].metadata[b"huggingface"])["info"]["features"]
    splits = manifest.configs[config].splits
    return {
        "config_name": config,
        "features": datasets.Features.from_dict(stated)._to_yaml_list(),
        "splits": [
            {"name": split, "num_bytes": one.num_bytes, "num_examples": one.rows}
            for split, one in splits.items()
        ],
        "download_size": rows.sizes[config],
        "dataset_size": sum(one.num_bytes for one in splits.values()),
    }

"""The YAML at the head of the card, in the Hub's words."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from dataset.release.model import DEFAULT_CONFIG, ReleaseInfo, ReleaseTables
from schemas.contract import Contract
from schemas.errors import ConfigError
from schemas.features import stated_features
from schemas.hub_vocabulary import hub_vocabulary, metadata_problems
from schemas.release.manifest import ConfigEntry, Manifest

_TASKS = {
    "token-classification": ("named-entity-recognition",),
    "text-classification": ("topic-classification", "multi-label-classification"),
}


def check_metadata(info: ReleaseInfo) -> None:
    """Refuse a licence or a kind of creator that the Hub does not know, with the nearest that it does.

    Raises:
        ConfigError: one of them is in none of the Hub's lists.
    """
    stated = {
        "license": info.license,
        "annotations_creators": info.annotations_creators,
        "language_creators": info.language_creators,
    }
    problem = next(metadata_problems(stated), None)
    if problem is not None:
        raise ConfigError(
            problem, hint="Correct [release] in tinbai.toml; the licence `other` goes with a name and a link"
        )


def license_page(info: ReleaseInfo) -> str | None:
    """Where the licence's words stand: what the user links to, else SPDX's page of it."""
    if info.license_link and re.match(r"https?://", info.license_link):
        return info.license_link
    return hub_vocabulary().license_url(info.license)


def metadata(
    tables: ReleaseTables,
    contract: Contract,
    info: ReleaseInfo,
    manifest: Manifest,
    folder: Path,
    schemas: Mapping[str, pa.Schema],
) -> Any:
    """A `DatasetCardData`. What is not known is left out; features are those that the files state."""
    from huggingface_hub import DatasetCardData

    labelled = tables.gold.num_rows > 0
    maybe: dict[str, Any] = {
        "license_name": info.license_name,
        "license_link": info.license_link,
        "annotations_creators": list(info.annotations_creators) if labelled else ["no-annotation"],
        "task_categories": list(_TASKS) if labelled else None,
        "task_ids": [subtask for subtasks in _TASKS.values() for subtask in subtasks] if labelled else None,
    }
    return DatasetCardData(
        language=[contract.language],
        license=info.license,
        pretty_name=info.pretty_name,
        language_creators=list(info.language_creators),
        multilinguality=["monolingual"],
        size_categories=[_size_category(tables.articles.num_rows)],
        source_datasets=["original"],
        **{name: value for name, value in maybe.items() if value},
        configs=[_config(config, entry, manifest.version) for config, entry in manifest.configs.items()],
        dataset_info=[
            {
                "config_name": config,
                "features": stated_features(schemas[config])._to_yaml_list(),
                "splits": [
                    {"name": split, "num_bytes": one.num_bytes, "num_examples": one.rows}
                    for split, one in entry.splits.items()
                ],
                "download_size": sum(
                    (folder / path).stat().st_size for one in entry.splits.values() for path in one.files
                ),
                "dataset_size": sum(one.num_bytes for one in entry.splits.values()),
            }
            for config, entry in manifest.configs.items()
        ],
    )


def _config(config: str, entry: ConfigEntry, version: str) -> dict[str, object]:
    default = {"default": True} if config == DEFAULT_CONFIG else {}
    files = [{"split": split, "path": f"data/{config}/{split}-*.parquet"} for split in entry.splits]
    return {"config_name": config, "version": version, **default, "data_files": files}


def _size_category(rows: int) -> str:
    for bound, name in ((10**3, "n<1K"), (10**4, "1K<n<10K"), (10**5, "10K<n<100K"), (10**6, "100K<n<1M")):
        if rows < bound:
            return name
    return "1M<n<10M" if rows < 10**7 else "10M<n<100M"

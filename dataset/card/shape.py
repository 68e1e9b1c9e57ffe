"""What the template says of the release's configs, splits and columns, as its files and manifest have them."""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from dataset.release.model import DEFAULT_CONFIG, ReleaseInfo
from schemas.contract import Contract
from schemas.field_table import field_table
from schemas.release.manifest import Manifest

_SHOWN_IN_USE = ("articles", "entities", "ner", "topics")


def shape(
    contract: Contract,
    info: ReleaseInfo,
    manifest: Manifest,
    schemas: Mapping[str, pa.Schema],
) -> dict[str, Any]:
    # A split that the contract has no more keeps its rows.
    seen = (split for entry in manifest.configs.values() for split in entry.splits)
    splits = list(dict.fromkeys((*(split.name for split in contract.splits), *seen)))
    return {
        "default": DEFAULT_CONFIG,
        # Only OWNER/NAME is an address on the Hub; anything else is read from its folder.
        "on_hub": "/" in info.name,
        "usage": [config for config in _SHOWN_IN_USE if config in manifest.configs],
        "sizes": [
            {
                "config": config,
                "rows": [_rows(manifest, config, split) for split in splits],
                "description": contract.table(config).description,
            }
            for config in manifest.configs
        ],
        "splits": splits,
        "absent": "; ".join(f"`{config}` ({', '.join(names)})" for config, names in manifest.absent.items()),
        "percents": ", ".join(f"{split.name} {split.percent}%" for split in contract.splits),
        "held_out": len(manifest.held_out),
        "tables": [
            {
                "name": config,
                "columns": len(schema.names),
                "fields": field_table(contract, config, schema),
            }
            for config, schema in schemas.items()
        ],
    }


def _rows(manifest: Manifest, config: str, split: str) -> str:
    """How many; nothing where the config is not divided."""
    one = manifest.configs[config].splits.get(split)
    if one is not None:
        return f"{one.rows:,}"
    return "0" if split in manifest.absent.get(config, ()) else ""

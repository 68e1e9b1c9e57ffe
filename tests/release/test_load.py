import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dataset.release import Release
from dataset.release.model import CONFIGS
from schemas.contract import Contract
from schemas.features import features
from tests.conftest import ROOT
from tests.release.samples import newsroom, release, tables_of

LOADER = Path(__file__).with_name("load_everything.py")


def load(built: Release, home: Path, *configs: str) -> dict[str, Any]:
    """What `load_dataset` gives, offline and in a fresh home."""
    result = subprocess.run(
        [sys.executable, LOADER, built.folder, *configs],
        env={**os.environ, "HF_HOME": str(home), "HF_HUB_OFFLINE": "1", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert result.returncode == 0, result.stderr[-3000:]
    told: dict[str, Any] = json.loads(result.stdout)
    return told


def test_every_config_loads_and_the_spans_are_the_gold(contract: Contract, tmp_path: Path) -> None:
    tables = newsroom(contract)
    built = release(contract, tmp_path / "releases", tables, "1.2.0")
    told = load(built, tmp_path / "home", *CONFIGS)

    assert told.pop("default_columns") == [field.name for field in contract.table("articles").fields]
    assert told.keys() == set(CONFIGS)
    for config, splits in told.items():
        assert splits.keys() == built.manifest.configs[config].splits.keys()
        for split, seen in splits.items():
            rows = built.manifest.configs[config].splits[split].rows
            assert (seen["rows"], seen["pandas_rows"]) == (rows, rows)
            assert seen["version"] == "1.2.0"
            assert seen["features"] == repr(features(contract, config))
            assert seen["alone"] == seen["features"]
            assert seen["of_a_column"] == ["id"]
            assert seen["filtered"]
            assert seen["same_streamed"]
            assert seen["polars_ids"]
    assert told["entities"].keys() == {"train", "validation", "test"}

    spans = {name: found for split in told["entities"].values() for name, found in split["spans"].items()}
    gold = {
        row["id"]: [[span["start"], span["end"], span["label"], span["text"]] for span in row["entities"]]
        for row in tables.gold.to_pylist()
    }
    assert spans == gold
    where = {name: split for split, seen in told["entities"].items() for name in seen["spans"]}
    stated = dict(
        zip(tables.splits.column("id").to_pylist(), tables.splits.column("split").to_pylist(), strict=True)
    )
    assert where == {name: stated[name] for name in gold}


def test_splits_and_configs_without_rows_are_left_out(contract: Contract, tmp_path: Path) -> None:
    """datasets 5.2 loads no empty split, whether its file has no row group or an empty one."""
    whole = newsroom(contract)
    train = set(
        whole.splits.filter([split == "train" for split in whole.splits.column("split").to_pylist()])
        .column("id")
        .to_pylist()
    )
    gold = [row for row in whole.gold.to_pylist() if row["id"] in train]
    some = tables_of(contract, whole.articles.to_pylist(), gold)
    built = release(contract, tmp_path / "some", some)
    assert built.manifest.absent["entities"] == ("validation", "test")
    assert "Left out because no row fell into them: `entities` (validation, test)" in (
        built.folder / "README.md"
    ).read_text(encoding="utf-8")
    assert load(built, tmp_path / "home", "entities")["entities"].keys() == {"train"}

    bare = release(contract, tmp_path / "bare", tables_of(contract, whole.articles.to_pylist(), []))
    assert list(bare.manifest.configs) == ["articles"]
    assert bare.manifest.absent["annotations"] == ("train",)
    assert load(bare, tmp_path / "home", "articles")["articles"]["train"]["rows"] == whole.articles.num_rows


@pytest.mark.parametrize("config", CONFIGS)
def test_features_and_files_agree_on_every_type(contract: Contract, config: str) -> None:
    """What datasets would write for these features is what our files hold, nullability apart."""
    from schemas.features import release_schema

    assert features(contract, config).arrow_schema.names == release_schema(contract, config).names
    ours = release_schema(contract, config).empty_table()
    assert ours.cast(features(contract, config).arrow_schema).num_rows == 0

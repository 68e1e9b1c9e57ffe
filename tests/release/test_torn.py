"""A cluster that comes to lie in two splits: the rows of one are held out, and everything says so."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from dataset.release import ReleaseTables, check_release
from dataset.release.rows import contents
from dataset.splits import assign_splits, remember
from schemas.contract import Contract
from schemas.errors import DataError
from schemas.release.manifest import MANIFEST
from schemas.tables import table_of
from tests.release import rows
from tests.release.samples import newsroom, release


def merged(tables: ReleaseTables, contract: Contract) -> tuple[ReleaseTables, str, str]:
    """The tables once a labelled article of train and one of test, given after them, tell one story."""
    split_of = {row["id"]: row["split"] for row in tables.splits.to_pylist()}
    labelled = sorted(tables.gold["id"].to_pylist())
    held = next(name for name in labelled if split_of[name] == "train")
    kept = next(name for name in labelled if split_of[name] == "test")
    known = remember(table_of(contract, "splits", []), tables.splits, labelled, contract)
    clusters = [
        row | {"cluster_id": held} if row["id"] == kept else row for row in tables.clusters.to_pylist()
    ]
    joined = table_of(contract, "clusters", clusters)
    return replace(tables, clusters=joined, splits=assign_splits(joined, known, contract)), held, kept


@pytest.fixture
def torn(contract: Contract) -> tuple[ReleaseTables, str, str]:
    return merged(newsroom(contract), contract)


def test_the_rows_of_one_split_are_held_out_and_the_release_says_which(
    contract: Contract, tmp_path: Path, torn: tuple[ReleaseTables, str, str]
) -> None:
    tables, held, kept = torn
    first = release(contract, tmp_path, newsroom(contract))
    second = release(contract, tmp_path, tables, "2.0.0", first.folder)
    before, said = rows.read(first.folder), rows.read(second.folder)
    assert second.manifest.held_out == (held,)
    assert rows.placed(said) == {name: split for name, split in rows.placed(before).items() if name != held}
    assert rows.placed(said)[kept] == "test"
    for config in ("articles", "annotations"):
        assert said[config] == before[config]
    assert second.comparison is not None
    assert [reason.text for reason in second.comparison.reasons] == [
        f"{config}: 1 id held out, their cluster crosses splits ({held})"
        for config in ("entities", "ner", "topics")
    ]
    assert second.comparison.bump == "major"
    assert second.manifest.counts["labelled"] == sum(map(len, said["topics"].values()))
    card = " ".join((second.folder / "README.md").read_text(encoding="utf-8").split())
    assert "no story lies in two splits: 1 labelled text is held out of this version." in card
    assert "held out" not in (first.folder / "README.md").read_text(encoding="utf-8")

    back = release(contract, tmp_path, newsroom(contract), "2.1.0", second.folder)
    assert back.comparison is not None
    assert back.comparison.bump == "minor"
    assert rows.placed(rows.read(back.folder)) == rows.placed(before)


def test_splits_of_other_clusters_are_refused(
    contract: Contract, tmp_path: Path, torn: tuple[ReleaseTables, str, str]
) -> None:
    """As when clusters were written anew and splits were not: what is torn could not be seen there."""
    tables, _, _ = torn
    with pytest.raises(DataError, match="splits are out of date"):
        release(contract, tmp_path, replace(tables, splits=newsroom(contract).splits))


def test_a_row_that_should_be_held_out_is_found(contract: Contract, tmp_path: Path) -> None:
    built = release(contract, tmp_path, newsroom(contract))
    manifest = json.loads((built.folder / MANIFEST).read_text(encoding="utf-8"))
    name, split = min(rows.placed(rows.read(built.folder)).items())
    (built.folder / MANIFEST).write_text(json.dumps({**manifest, "held_out": [name]}), encoding="utf-8")
    assert check_release(built.folder) == [
        f"{config}/{split} has {name}, which manifest.json says is held out"
        for config in ("entities", "ner", "topics")
    ]


def test_a_split_that_the_contract_has_no_more_keeps_its_rows(contract: Contract) -> None:
    tables = newsroom(contract)
    fewer = tuple(split for split in contract.splits if split.name != "validation")
    made = contents(tables, contract.model_copy(update={"splits": fewer}), {})
    assert made.tables["topics"].keys() == {"train", "test", "validation"}
    assert made.tables["topics"] == contents(tables, contract, {}).tables["topics"]

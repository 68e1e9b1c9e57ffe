"""Each breach that `load_dataset` lets pass, made on purpose in a sound release."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dataset.release import check_release
from schemas.contract import Contract
from schemas.files import file_sha256
from schemas.release.manifest import MANIFEST
from tests.release.samples import newsroom, release

SHARD = "data/entities/train-00000-of-00001.parquet"


@pytest.fixture(scope="module")
def sound(contract: Contract, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return release(contract, tmp_path_factory.mktemp("sound"), newsroom(contract)).folder


@pytest.fixture
def copy(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "copy"))


def relist(folder: Path) -> None:
    """Make the manifest's file list agree again, so that only the deeper checks can speak."""
    path = folder / MANIFEST
    body = json.loads(path.read_text(encoding="utf-8"))
    for entry in body["files"]:
        file = folder / entry["path"]
        entry["bytes"], entry["sha256"] = file.stat().st_size, file_sha256(file)
    path.write_text(json.dumps(body), encoding="utf-8")


def rewrite(folder: Path, change: Callable[[pa.Table], pa.Table]) -> None:
    pq.write_table(change(pq.read_table(folder / SHARD)), folder / SHARD)
    relist(folder)


def replaced(table: pa.Table, column: str, rows: list[object]) -> pa.Table:
    place = table.schema.get_field_index(column)
    field = table.schema.field(place)
    return table.set_column(place, field, pa.array(rows, field.type))


def edit(folder: Path, path: str, old: str, new: str) -> None:
    text = (folder / path).read_text(encoding="utf-8")
    assert old in text
    (folder / path).write_text(text.replace(old, new, 1), encoding="utf-8")


def spans_with(table: pa.Table, **changes: object) -> pa.Table:
    rows = table.column("entities").to_pylist()
    rows[0][0] |= changes
    return replaced(table, "entities", rows)


def test_a_sound_release_passes(sound: Path) -> None:
    assert check_release(sound) == []


def test_a_missing_file(copy: Path) -> None:
    (copy / SHARD).unlink()
    assert check_release(copy) == [f"{SHARD} is listed in manifest.json and not there"]


def test_an_extra_file(copy: Path) -> None:
    (copy / "data" / "entities" / "train-00001-of-00002.parquet").write_bytes(b"")
    assert "is there and not listed" in check_release(copy)[0]


def test_other_bytes_of_the_same_size(copy: Path) -> None:
    data = bytearray((copy / SHARD).read_bytes())
    data[100] ^= 1
    (copy / SHARD).write_bytes(data)
    assert check_release(copy) == [f"{SHARD} is not the file that manifest.json lists: size or sha256 differ"]


def test_a_shard_that_lacks_a_column(copy: Path) -> None:
    rewrite(copy, lambda table: table.drop_columns(["status"]))
    assert any("columns" in problem for problem in check_release(copy))


@pytest.mark.parametrize("number", [99, -1])
def test_a_class_id_without_a_name(copy: Path, number: int) -> None:
    rewrite(copy, lambda table: spans_with(table, label=number))
    assert any("class ids" in problem and str(number) in problem for problem in check_release(copy))


def test_a_relabelled_span_behind_the_manifests_back(copy: Path) -> None:
    rewrite(copy, lambda table: spans_with(table, label=7))
    assert check_release(copy) == ["entities/train does not say what its logical hash stands for"]


def test_a_shifted_span(copy: Path) -> None:
    rewrite(copy, lambda table: spans_with(table, start=6))
    assert any("span 6-" in problem for problem in check_release(copy))


def test_a_lost_row(copy: Path) -> None:
    rewrite(copy, lambda table: table.slice(1))
    assert any("rows and" in problem for problem in check_release(copy))


def test_an_id_in_two_splits(copy: Path) -> None:
    test = pq.read_table(copy / "data/entities/test-00000-of-00001.parquet")
    rewrite(copy, lambda table: pa.concat_tables([table.slice(1), test.slice(0, 1)]))
    assert any("is in train and in test" in problem for problem in check_release(copy))


def test_a_card_that_counts_other_rows(copy: Path) -> None:
    rows = json.loads((copy / MANIFEST).read_text(encoding="utf-8"))["configs"]["entities"]["splits"]["train"]
    edit(copy, "README.md", f"num_examples: {rows['rows']}\n", "num_examples: 7\n")
    relist(copy)
    assert check_release(copy) == ["README.md and manifest.json count the rows of entities differently"]


def test_a_card_that_names_the_labels_otherwise(copy: Path) -> None:
    edit(copy, "README.md", "'0': PER", "'0': ORG")
    edit(copy, "README.md", "'1': ORG", "'1': PER")
    relist(copy)
    assert check_release(copy) == ["README.md and the files of entities state different features"]


def test_a_card_that_forgets_a_config(copy: Path) -> None:
    edit(copy, "README.md", "config_name: topics", "config_name: themes")
    relist(copy)
    assert "README.md lists the configs" in check_release(copy)[0]


def test_a_card_that_says_what_the_hub_does_not_know(copy: Path) -> None:
    edit(copy, "README.md", "license: cc-by-4.0", "license: cc-by-4")
    relist(copy)
    (problem,) = check_release(copy)
    assert problem.startswith("README.md: the Hub knows no license 'cc-by-4'; nearest: cc-by-4.0")

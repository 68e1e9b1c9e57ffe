import json
import os
import random
import signal
import subprocess
import sys
from dataclasses import replace
from itertools import accumulate
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dataset.release import ReleaseTables, check_release
from dataset.release.build import build_release
from dataset.release.shards import row_groups
from schemas.contract import Contract
from schemas.errors import ConfigError, DataError, UsageError
from schemas.progress import silent
from schemas.release.manifest import MANIFEST, read_manifest
from schemas.tables import table_of
from tests.conftest import ROOT
from tests.release.samples import INFO, newsroom, release


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def shuffled(tables: ReleaseTables, seed: int) -> ReleaseTables:
    def mixed(table: pa.Table) -> pa.Table:
        order = list(range(table.num_rows))
        random.Random(seed).shuffle(order)
        return table.take(pa.array(order, pa.int64()))

    return replace(
        tables,
        articles=mixed(tables.articles),
        gold=mixed(tables.gold),
        annotations=mixed(tables.annotations),
        splits=mixed(tables.splits),
    )


def test_the_same_inputs_give_the_same_bytes(contract: Contract, tmp_path: Path) -> None:
    tables = newsroom(contract)
    one = release(contract, tmp_path / "one", tables)
    other = release(contract, tmp_path / "other", shuffled(tables, 1))
    assert bytes_of(one.folder) == bytes_of(other.folder)
    assert check_release(one.folder) == []


def test_doing_it_again_changes_nothing(contract: Contract, tmp_path: Path) -> None:
    tables = newsroom(contract)
    first = release(contract, tmp_path, tables)
    before = {path: path.stat().st_mtime_ns for path in first.folder.rglob("*")}
    again = release(contract, tmp_path, tables)
    assert (first.written, again.written) == (True, False)
    assert {path: path.stat().st_mtime_ns for path in first.folder.rglob("*")} == before
    assert [path.name for path in tmp_path.iterdir()] == ["v1.0.0"]


def test_a_release_never_changes(contract: Contract, tmp_path: Path) -> None:
    first = release(contract, tmp_path, newsroom(contract))
    before = bytes_of(first.folder)
    with pytest.raises(UsageError, match="exists and differs"):
        release(contract, tmp_path, newsroom(contract, extra=1))
    assert bytes_of(first.folder) == before


def test_killed_at_any_step_it_leaves_nothing_and_the_next_run_finishes(
    contract: Contract, tmp_path: Path
) -> None:
    script = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from dataset.release.build import build_release\n"
        "from schemas.contract import default_contract\n"
        "from tests.release.samples import INFO, newsroom\n"
        "def progress(done, total=None):\n"
        "    if done >= 5: os.kill(os.getpid(), signal.SIGKILL)\n"
        "c = default_contract()\n"
        "build_release(newsroom(c), c, version='1.0.0', folder=Path(sys.argv[1]), info=INFO, progress=progress)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", script, tmp_path / "killed"],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=120, check=False,
    )  # fmt: skip
    assert result.returncode == -signal.SIGKILL
    assert not (tmp_path / "killed" / "v1.0.0").exists()
    assert list((tmp_path / "killed").iterdir()), "the kill came in mid-work"
    finished = release(contract, tmp_path / "killed", newsroom(contract))
    undisturbed = release(contract, tmp_path / "undisturbed", newsroom(contract))
    assert bytes_of(finished.folder) == bytes_of(undisturbed.folder)
    assert [path.name for path in (tmp_path / "killed").iterdir()] == ["v1.0.0"]


def test_the_manifest_lists_everything(contract: Contract, tmp_path: Path) -> None:
    tables = newsroom(contract)
    built = release(contract, tmp_path, tables)
    manifest = read_manifest(built.folder)
    assert manifest == built.manifest
    assert {entry.path for entry in manifest.files} == bytes_of(built.folder).keys() - {MANIFEST}
    assert manifest.counts["articles"] == 61
    assert manifest.counts["teasers"] == 2
    assert manifest.counts["labelled"] == 61
    assert manifest.configs["annotations"].key == "annotation_id"
    assert manifest.norm_versions == ("1",)


def test_a_teaser_with_gold_is_among_the_labelled_and_one_without_is_not(
    contract: Contract, tmp_path: Path
) -> None:
    built = release(contract, tmp_path, newsroom(contract))
    ids = {
        name
        for split in built.manifest.configs["entities"].splits.values()
        for path in split.files
        for name in pq.read_table(built.folder / path).column("id").to_pylist()
    }
    assert f"{9001:032x}" in ids
    assert not ids & {f"{9002:032x}", f"{9003:032x}"}


def test_the_files_are_laid_out_for_streams_and_small_updates(contract: Contract, tmp_path: Path) -> None:
    built = release(contract, tmp_path, newsroom(contract))
    for path in built.folder.glob("data/*/*.parquet"):
        metadata = pq.read_metadata(path)
        for column in range(metadata.num_columns):
            chunk = metadata.row_group(0).column(column)
            assert chunk.compression == "ZSTD"
            assert chunk.has_offset_index
            assert chunk.has_column_index
            name = chunk.path_in_schema
            offsets = name.endswith((".start", ".end")) or name.startswith("token_")
            assert ("DELTA_BINARY_PACKED" in chunk.encodings) == offsets, name
            if name in {"text", "text_sha256"}:
                assert "RLE_DICTIONARY" not in chunk.encodings
        stated = json.loads(pq.read_schema(path).metadata[b"huggingface"])
        assert list(stated["info"]["features"]) == pq.read_schema(path).names


def test_large_configs_are_cut_into_shards_at_whole_row_groups(
    contract: Contract, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dataset.release.shards.GROUP_ROWS", 10)
    monkeypatch.setattr("dataset.release.shards.SHARD_BYTES", 9_000)
    tables = newsroom(contract)
    built = release(contract, tmp_path, tables)
    files = built.manifest.configs["articles"].splits["train"].files
    assert files[0] == f"data/articles/train-00000-of-{len(files):05d}.parquet"
    assert len(files) > 2
    ids = [pq.read_table(built.folder / path, columns=["id"]).column("id").to_pylist() for path in files]
    every = [name for shard in ids for name in shard]
    assert every == tables.articles.column("id").to_pylist()
    groups = list(row_groups(every, 10))
    ends = set(accumulate(groups))
    assert all(5 <= count <= 15 for count in groups[:-1])
    assert set(accumulate(map(len, ids))) <= ends


def test_a_row_group_ends_where_it_did_when_rows_come_or_go() -> None:
    ids = [f"{number * 2_654_435_761 % (1 << 32):08x}" for number in range(4_000)]
    ends = set(_begins(ids))
    assert len(ends) > 20
    for changed in ([*ids[:700], *ids[701:]], [*ids[:700], "new", *ids[700:]], [*ids, "a", "b"]):
        assert len(ends - set(_begins(changed))) <= 2

    torn = [name for name in ids[:1_000] for _ in range(3)]  # as the sentences of an article
    assert all(size % 3 == 0 for size in row_groups(torn, 100))
    assert list(row_groups(["one"], 100)) == [1]


def _begins(ids: list[str]) -> list[str]:
    """The ids that row groups begin with."""
    return [ids[end] for end in accumulate(row_groups(ids, 100)) if end < len(ids)]


def test_spans_that_tags_cannot_say_are_counted(contract: Contract, tmp_path: Path) -> None:
    tables = newsroom(contract)
    rows = tables.gold.to_pylist()
    text = tables.articles.to_pylist()[0]["text"]
    rows[0]["entities"].append({"start": 14, "end": 19, "label": "GPE", "text": text[14:19]})
    assert rows[0]["entities"][1]["start"] <= 14 < rows[0]["entities"][1]["end"]
    built = release(contract, tmp_path, replace(tables, gold=table_of(contract, "gold", rows)))
    assert built.manifest.counts["ner_dropped_nested"] == 1
    assert "1 of the spans (1 overlapping a longer span) could not be said in tags and is missing" in (
        built.folder / "README.md"
    ).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("id", "f" * 32, "belongs to no article"),
        ("text_sha256", "0" * 64, "belongs to another text"),
        ("primary_topic", "medtop:99", "no label or topic of the contract"),
    ],
)
def test_gold_that_does_not_fit_is_refused(
    contract: Contract, tmp_path: Path, column: str, value: str, said: str
) -> None:
    tables = newsroom(contract)
    rows = tables.gold.to_pylist()
    rows[3][column] = value
    with pytest.raises(DataError, match=said):
        release(contract, tmp_path, replace(tables, gold=table_of(contract, "gold", rows)))
    assert list(tmp_path.iterdir()) == []


def test_a_null_where_none_may_be_is_refused(contract: Contract, tmp_path: Path) -> None:
    """Arrow itself takes a null in a column that says it has none."""
    tables = newsroom(contract)
    place = tables.articles.schema.get_field_index("language")
    column = pa.array([None, *tables.articles.column("language").to_pylist()[1:]], pa.string())
    broken = tables.articles.set_column(place, tables.articles.schema.field(place), column)
    with pytest.raises(DataError, match="language holds 1 nulls"):
        release(contract, tmp_path, replace(tables, articles=broken))


def test_no_articles_no_release(contract: Contract, tmp_path: Path) -> None:
    tables = newsroom(contract)
    empty = {name: getattr(tables, name).slice(0, 0) for name in ("articles", "gold", "annotations")}
    with pytest.raises(DataError, match="no article"):
        release(contract, tmp_path, replace(tables, **empty))


def test_an_unknown_licence_is_refused_with_the_nearest(contract: Contract, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"cc-by-4\.0"):
        build_release(
            newsroom(contract), contract, version="1.0.0", folder=tmp_path,
            info=replace(INFO, license="cc-by-4"), progress=silent,
        )  # fmt: skip


@pytest.mark.parametrize("version", ["1.0", "1.0.0-rc1", "01.0.0", "", "v1.0.0.0", "１.0.0"])
def test_what_is_no_version_is_refused(contract: Contract, tmp_path: Path, version: str) -> None:
    with pytest.raises(UsageError, match="is no version"):
        release(contract, tmp_path, newsroom(contract), version)

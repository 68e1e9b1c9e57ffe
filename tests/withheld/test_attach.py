"""Text put back from pages: to the last byte where the crawl is the same, and row by row where it is not."""

import base64
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import datasets
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from huggingface_hub import constants

from dataset.publish.check_place import verify_against
from dataset.publish.place import Place
from dataset.release.verify import verify_folder
from dataset.withheld.work_folder import work_folder
from schemas.errors import DataError, UsageError
from schemas.files import file_sha256
from schemas.release.attached import against_published, told_of_full
from schemas.release.digest import logical_sha256, rows_of
from schemas.release.manifest import MANIFEST, all_files, read_manifest
from tests.conftest import ROOT
from tests.hub.stand_in import TOKEN, Blob, Repository, StandIn
from tests.release.test_build import bytes_of
from tests.withheld.corpus import PAGES, Corpus, put_back
from tinbai.console import Console
from tinbai.stages.attach import attach as stage
from tinbai.workspace import Workspace

Row = dict[str, Any]


def unattached(folder: Path) -> list[Row]:
    return [
        json.loads(line) for line in (folder / "unattached.jsonl").read_text(encoding="utf-8").splitlines()
    ]


def ids_of(folder: Path, config: str) -> list[str]:
    entry = read_manifest(folder).configs[config]
    return [
        str(row["id"])
        for one in entry.splits.values()
        for row in rows_of(folder / path for path in one.files)
    ]


def test_the_same_pages_give_the_release_to_the_last_byte(corpus: Corpus, tmp_path: Path) -> None:
    made = put_back(corpus.lean, [PAGES], tmp_path / "out", whole=True)
    assert (made.articles, made.of, made.by_text) == (26, 26, 0)
    assert (made.unattached, made.differing, made.contradicted) == ({}, (), False)
    full, out = bytes_of(corpus.full), bytes_of(tmp_path / "out")
    assert {path for path in full if out.get(path) != full[path]} == {
        "README.md",
        "croissant.json",
        MANIFEST,
    } | {path for path in full if path.startswith("plots/")}
    manifest = read_manifest(tmp_path / "out")
    assert manifest.counts == read_manifest(corpus.full).counts
    assert manifest.attached is not None
    assert manifest.attached.manifest_sha256 == file_sha256(corpus.lean / MANIFEST)
    assert verify_folder(tmp_path / "out").problems == ()
    assert "every row says what it says in the full release" in told_of_full(manifest)[0]
    full_manifest = read_manifest(corpus.full)
    assert against_published(manifest, full_manifest, file_sha256(corpus.full / MANIFEST)) == ()
    assert against_published(manifest, full_manifest, "0" * 64) is None
    for config, entry in manifest.configs.items():
        loaded = datasets.load_dataset(str(tmp_path / "out"), config, cache_dir=str(tmp_path / "cache"))
        there = datasets.load_dataset(str(corpus.full), config, cache_dir=str(tmp_path / "cache"))
        for split in entry.splits:
            assert loaded[split].features == there[split].features
            assert loaded[split].to_list() == there[split].to_list()


def changed(pages: Path) -> None:
    """A crawl of another day: pages gone, changed, renamed, copied, broken."""
    (pages / "18-cai-luong-my-tho.txt").unlink()
    (pages / "17-nuoc-sach-ben-tre.txt").write_bytes(b"\0\1\2\3" * 500)
    for name, old, new in (
        ("14-rung-ngap-man-ca-mau.txt", "rừng", "rừng rậm"),
        ("13-lu-quang-tri.txt", "Quảng Trị: Nước lũ rút chậm", "Quảng Trị: Nước lũ đã rút"),
        ("05-trien-lam-gom-bat-trang.txt", "vuốt gốm trên bàn xoay tại triển lãm", "xem gốm tại triển lãm"),
    ):
        text = (pages / name).read_text(encoding="utf-8")
        assert old in text
        (pages / name).write_text(text.replace(old, new, 1 if name[0:2] == "13" else -1), encoding="utf-8")
    (pages / "21-lua-dao-viec-lam.txt").rename(pages / "99-ten-khac.txt")
    shutil.copy(pages / "16-chung-ket-cup-song-huong.txt", pages / "00-ban-sao.txt")


def test_another_crawl_gives_what_it_has_and_says_what_not(corpus: Corpus, tmp_path: Path) -> None:
    pages = Path(shutil.copytree(PAGES, tmp_path / "pages"))
    changed(pages)
    out = tmp_path / "out"
    made = put_back(corpus.lean, [pages], out)
    names = {
        row["source_path"][:2]: row["id"]
        for row in corpus.tables.articles.to_pylist()
        if row["kind"] == "article"
    }
    listed = {line["id"]: (line["reason"], line["detail"]) for line in unattached(out)}
    assert {name: reason for name, (reason, _) in listed.items()} == {
        names["18"]: "not_in_crawl",
        names["17"]: "set_aside",
        names["14"]: "text_differs",
        names["13"]: "title_differs",
        names["05"]: "captions_differ",
    }
    assert listed[names["17"]][1] == "binary"
    assert listed[names["14"]][1].startswith("the page has changed")
    assert made.unattached == {
        "captions_differ": 1, "not_in_crawl": 1, "set_aside": 1, "text_differs": 1, "title_differs": 1
    }  # fmt: skip
    assert (made.articles, made.of, made.by_text, made.contradicted) == (23, 26, 1, False)

    gone = {names[page] for page in ("14", "17", "18")}
    for config in read_manifest(corpus.full).configs:
        assert ids_of(out, config) == [name for name in ids_of(corpus.full, config) if name not in gone]
    rows = {row["id"]: row for row in rows_of([out / "data/articles/train-00000-of-00001.parquet"])}
    before = {row["id"]: row for row in corpus.tables.articles.to_pylist()}
    assert rows[names["13"]] == {**before[names["13"]], "title": None}
    assert rows[names["05"]] == {**before[names["05"]], "captions": []}
    assert rows[names["21"]] == before[names["21"]], "found by its text, under its old id"
    assert rows[names["16"]] == before[names["16"]], "the copy that comes first does not take its place"
    assert verify_folder(out).problems == ()
    assert "articles/train" in told_of_full(read_manifest(out))[0]
    assert "| not_in_crawl |" in (out / "README.md").read_text(encoding="utf-8")


def test_without_all_of_it_nothing_where_all_was_asked_for(corpus: Corpus, tmp_path: Path) -> None:
    rows = corpus.tables.articles
    pq.write_table(rows.slice(1), tmp_path / "most.parquet")
    with pytest.raises(DataError, match="not everything could be put back: not_in_crawl 1"):
        put_back(corpus.lean, [tmp_path / "most.parquet"], tmp_path / "out", whole=True)
    pq.write_table(rows.slice(0, 0), tmp_path / "none.parquet")
    with pytest.raises(DataError, match="none of the 26 articles is among the pages"):
        put_back(corpus.lean, [tmp_path / "none.parquet"], tmp_path / "out")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["most.parquet", "none.parquet"]


def test_what_was_normalized_before_and_where_it_may_go(corpus: Corpus, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    made = put_back(corpus.lean, [corpus.workspace], tmp_path / "out", whole=True)
    assert made.written
    half = corpus.tables.articles.num_rows // 2
    for number in range(2):
        pq.write_table(corpus.tables.articles.slice(number * half, half), tmp_path / f"{number}.parquet")
    again = put_back(
        corpus.lean, [tmp_path / "1.parquet", tmp_path / "0.parquet"], tmp_path / "out", whole=True
    )
    assert not again.written, "tables in any order give the same bytes"
    fewer = [tmp_path / "0.parquet"]
    with pytest.raises(UsageError, match="exists and differs"):
        put_back(corpus.lean, fewer, tmp_path / "out")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/notes.txt").write_text("mine", encoding="utf-8")
    for there in ("mine", "0.parquet"):
        with pytest.raises(UsageError, match="is something else"):
            put_back(corpus.lean, fewer, tmp_path / there)
    with pytest.raises(UsageError, match="no release without text"):
        put_back(corpus.full, fewer, tmp_path / "new")


def test_other_rules_and_texts_that_are_not_what_they_say(corpus: Corpus, tmp_path: Path) -> None:
    """Hashes of a table that somebody brings are not believed."""
    rows = corpus.tables.articles.to_pylist()
    rows[0] |= {"text": rows[0]["text"] + ".", "norm_version": "99"}
    table = pa.Table.from_pylist(rows, schema=corpus.tables.articles.schema)
    pq.write_table(table, tmp_path / "articles.parquet")
    done = stage(Workspace(tmp_path), Console(as_json=True), str(corpus.lean), [str(tmp_path / "articles.parquet")], output=tmp_path / "out")  # fmt: skip
    assert done.exit_code == 0
    (line,) = unattached(tmp_path / "out")
    released = rows[1]["norm_version"]
    assert line["id"] == rows[0]["id"]
    assert line["detail"] == f"the same page, byte for byte; normalized by rules 99, released by {released}"
    assert any("normalized by rules 99" in note for note in done.notes)


def rewritten(
    folder: Path,
    shard: str,
    change: Callable[[list[Row]], object] = list,
    describe: Callable[[pa.Schema], pa.Schema] = lambda schema: schema,
) -> None:
    """Somebody changes rows, or what a file says of its columns, and the manifest with them."""
    schema = describe(pq.read_schema(folder / shard))
    rows = list(rows_of([folder / shard]))
    change(rows)
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), folder / shard)
    body = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    (folder / "croissant.json").unlink()  # it states the shard's hash, too
    body["files"] = [entry for entry in body["files"] if entry["path"] != "croissant.json"]
    _, config, name = shard.split("/")
    body["configs"][config]["splits"][name.split("-")[0]]["logical_sha256"] = logical_sha256(rows)
    for entry in body["files"]:
        file = folder / entry["path"]
        entry["bytes"], entry["sha256"] = file.stat().st_size, file_sha256(file)
    (folder / MANIFEST).write_text(json.dumps(body), encoding="utf-8")


def contradictions(rows: list[Row]) -> None:
    rows[0]["entities"][0]["start"] += 1
    rows[1]["entities"][0]["end"] += 100_000
    rows[2]["text_sha256"] = rows[0]["text_sha256"]


def other_label(rows: list[Row]) -> None:
    """No digest tells of it; that the whole says something else than the full release does."""
    rows[0]["entities"][0]["label"] += 1


@pytest.mark.parametrize(
    ("change", "told"),
    [(contradictions, ["surface_differs", "out_of_bounds", "other_text"]), (other_label, [])],
)
def test_a_release_that_was_changed_is_told(
    corpus: Corpus, tmp_path: Path, change: Callable[[list[Row]], object], told: list[str]
) -> None:
    lean, out = Path(shutil.copytree(corpus.lean, tmp_path / "lean")), tmp_path / "out"
    shard = "data/entities/train-00000-of-00001.parquet"
    rewritten(lean, shard, change)
    assert verify_folder(lean).problems == (), "it is sound in itself"
    pages = [str(corpus.workspace / "articles")]
    done = stage(Workspace(tmp_path), Console(as_json=True), str(lean), pages, output=out)
    assert done.exit_code == 1
    assert done.counts["differing"] == ["entities/train"]
    assert done.counts["unattached"] == dict.fromkeys(told, 1)
    if told:
        names = [str(row["id"]) for row in rows_of([corpus.lean / shard])]
        assert [(line["config"], line["id"], line["reason"]) for line in unattached(out)] == [
            ("entities", name, reason) for name, reason in zip(names, told, strict=False)
        ]
        assert ids_of(out, "entities")[: len(names) - 3] == names[3:]


def test_what_cannot_be_read_is_refused(corpus: Corpus, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="OWNER/NAME@REVISION"):
        stage(Workspace(tmp_path), Console(), "nowhere", ["x"], output=tmp_path / "out")
    lean = Path(shutil.copytree(corpus.lean, tmp_path / "lean"))
    (lean / "README.md").write_text("", encoding="utf-8")
    with pytest.raises(DataError, match="does not hold: README"):
        put_back(lean, [corpus.workspace], tmp_path / "out")

    shutil.copytree(corpus.workspace, tmp_path / "older")
    (table,) = (tmp_path / "older/articles").iterdir()
    pq.write_table(pq.read_table(table).drop_columns("captions"), table)
    with pytest.raises(DataError, match="no readable table of articles"):
        put_back(corpus.lean, [tmp_path / "older"], tmp_path / "out")


@pytest.mark.parametrize("keep", [False, True])
def test_columns_that_nobody_can_put_back_are_refused(corpus: Corpus, tmp_path: Path, keep: bool) -> None:
    """What a file says of its columns with text is gone, or names one that nothing here stands for."""
    lean = Path(shutil.copytree(corpus.lean, tmp_path / "lean"))
    shard = "data/articles/train-00000-of-00001.parquet"
    full = pq.read_schema(corpus.full / shard).append(pa.field("summary", pa.string()))
    note = {b"tinbai.full_schema": base64.b64encode(full.serialize().to_pybytes())} if keep else {}

    def described(schema: pa.Schema) -> pa.Schema:
        kept = {name: value for name, value in schema.metadata.items() if name != b"tinbai.full_schema"}
        return schema.with_metadata(kept | note)

    rewritten(lean, shard, describe=described)
    assert verify_folder(lean).problems == ()
    with pytest.raises(DataError, match="does not say what its columns were with text"):
        put_back(lean, [corpus.workspace], tmp_path / "out")


def test_killed_it_leaves_nothing_and_the_next_run_finishes(corpus: Corpus, tmp_path: Path) -> None:
    out = tmp_path / "out"
    script = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from dataset.engine import open_engine\n"
        "from dataset.normalize import NormalizeOptions\n"
        "from dataset.withheld import attach\n"
        "from schemas.contract import default_contract\n"
        "def phases(name, unit):\n"
        "    return lambda done, total=None: name == 'attaching' and done and os.kill(os.getpid(), signal.SIGKILL)\n"
        "lean, pages, out = map(Path, sys.argv[1:])\n"
        "with open_engine(jobs=1) as engine:\n"
        "    attach(lean, [pages], out, default_contract(), options=NormalizeOptions(), engine=engine, progress=phases)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", script, corpus.lean, corpus.workspace, out],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=120, check=False,
    )  # fmt: skip
    assert result.returncode == -signal.SIGKILL
    (left,) = tmp_path.iterdir()
    assert left.suffix == ".attaching"
    assert list(left.rglob("*.parquet")), "the kill came in mid-work"
    put_back(corpus.lean, [corpus.workspace], out, whole=True)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert bytes_of(out)["CHANGELOG.md"] == bytes_of(corpus.full)["CHANGELOG.md"]


def test_two_at_once_are_not_in_each_other_s_way(tmp_path: Path) -> None:
    with work_folder(tmp_path / "out") as work, work_folder(tmp_path / "other"):
        with pytest.raises(UsageError, match="another tinbai is making"), work_folder(tmp_path / "out"):
            pass
        assert work.is_dir()
    assert list(tmp_path.iterdir()) == []


def test_from_a_tag_on_the_hub(
    corpus: Corpus, hub: StandIn, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    repository = hub.repositories.setdefault("toa-soan/tin-mau", Repository(private=False))
    tree = {
        path.relative_to(corpus.lean).as_posix(): Blob(path.read_bytes(), path.suffix == ".parquet")
        for path in all_files(corpus.lean)
    }
    made = repository.commit("by hand", {".gitattributes": Blob(b"*.parquet filter=lfs", False), **tree})
    repository.tags["v1.0.0"] = made.oid
    monkeypatch.setattr(constants, "ENDPOINT", hub.endpoint)
    template = constants.HUGGINGFACE_CO_URL_TEMPLATE.replace(constants._HF_DEFAULT_ENDPOINT, hub.endpoint)
    monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", template)
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    workspace = Workspace(tmp_path)
    done = stage(workspace, Console(as_json=True), "toa-soan/tin-mau@v1.0.0", [str(corpus.workspace)], output=tmp_path / "out")  # fmt: skip
    assert (done.exit_code, done.counts["articles"], done.counts["differing"]) == (0, 26, [])
    assert re.search(r"26 of 26 articles.*every row says what the full release says", done.summary)
    place = Place("toa-soan/tin-mau", "v1.0.0")
    held = verify_against(tmp_path / "out", place, token=TOKEN, endpoint=hub.endpoint)
    assert held.problems == (), (
        "what was put together is what was released, by the manifest that is published"
    )
    body = json.loads((tmp_path / "out" / MANIFEST).read_text(encoding="utf-8"))
    for said in (body["attached"]["full"]["logical_sha256"], body["configs"]):  # and its own is not believed
        said["topics"].pop("train") if "train" in said["topics"] else said["topics"]["splits"].pop("train")
    (tmp_path / "out" / MANIFEST).write_text(json.dumps(body), encoding="utf-8")
    held = verify_against(tmp_path / "out", place, token=TOKEN, endpoint=hub.endpoint)
    assert held.problems[0] == "topics/train does not say what the full release says"
    with pytest.raises(UsageError, match=r"v9\.9\.9"):
        stage(workspace, Console(), "toa-soan/tin-mau@v9.9.9", ["x"], output=tmp_path / "new")

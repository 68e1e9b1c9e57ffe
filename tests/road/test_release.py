"""From labels to a release by the commands alone: refused over broken data, nothing twice, honest versions."""

import json
import shutil
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from schemas.contract import Contract
from schemas.tables import read_table, table_of, write_table
from tests.conftest import ROOT
from tests.road.commands import Tinbai, run_tinbai
from tests.tables import annotations_of

PAGES = ROOT / "examples/pages"


def label(tinbai: Tinbai, contract: Contract, pages: int) -> None:
    """Write what two people said, the same, about the first `pages` labelled sample pages, as pull would."""
    articles = read_table(tinbai.workspace / "articles", contract, "articles")
    by_page = {
        Path(row["source_path"]).stem: row["id"] for row in articles.to_pylist() if row["kind"] == "article"
    }
    labels = json.loads((ROOT / "examples/labels/annotator_a.json").read_text(encoding="utf-8"))
    said = {
        by_page[page]: {
            "spans": [(e["start"], e["end"], e["label"]) for e in answer["entities"]],
            "topics": answer["topics"],
        }
        for page, answer in list(labels.items())[:pages]
    }
    people = {"annotator-0000000a": said, "annotator-0000000b": said}
    table = annotations_of(contract, articles, people)
    write_table(tinbai.workspace / "annotations" / "part-00000.parquet", table)


def copied(made: Tinbai, folder: Path) -> Tinbai:
    shutil.copytree(made.workspace, folder / "W")
    return Tinbai(folder / "W")


@pytest.fixture(scope="module")
def made_and_labelled(tmp_path_factory: pytest.TempPathFactory, contract: Contract) -> Tinbai:
    tinbai = Tinbai(tmp_path_factory.mktemp("labelled") / "W")
    assert "tinbai serve" in tinbai("run", str(PAGES))["next"]
    label(tinbai, contract, 8)
    return tinbai


@pytest.fixture(scope="module")
def made_and_released(tmp_path_factory: pytest.TempPathFactory, made_and_labelled: Tinbai) -> Tinbai:
    tinbai = copied(made_and_labelled, tmp_path_factory.mktemp("released"))
    first = tinbai("run", str(PAGES), "--jobs", "1")
    assert first["counts"]["release"] == {"version": "1.0.0", "written": True}
    return tinbai


@pytest.fixture
def labelled(tmp_path: Path, made_and_labelled: Tinbai) -> Tinbai:
    """A workspace in which two people have labelled eight pages."""
    return copied(made_and_labelled, tmp_path)


@pytest.fixture
def released(tmp_path: Path, made_and_released: Tinbai) -> Tinbai:
    """The same with its first release."""
    return copied(made_and_released, tmp_path)


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_labels_lead_to_a_release_and_more_labels_to_the_next(released: Tinbai, contract: Contract) -> None:
    folder = released.workspace / "releases" / "v1.0.0"
    bytes_before = tree(folder)

    again = released("run", str(PAGES), "--jobs", "1")
    assert again["counts"]["release"] == {"version": "1.0.0", "written": False}
    shutil.rmtree(folder)
    assert released("release", "--version", "1.0.0")["counts"]["written"] is True
    assert tree(folder) == bytes_before

    before = {
        row["id"]: row["split"]
        for row in pq.read_table(released.workspace / "released_splits.parquet").to_pylist()
    }
    label(released, contract, 12)
    more = released("run", str(PAGES), "--jobs", "1")
    assert more["counts"]["release"]["version"] in {"1.1.0", "2.0.0"}  # major if a test split grew
    after = {
        row["id"]: row["split"]
        for row in pq.read_table(released.workspace / "released_splits.parquet").to_pylist()
    }
    assert before.items() <= after.items()
    assert len(before) == 8
    assert len(after) == 12

    compared = diff(folder, Path(more["paths"]["release"]))
    assert compared["exit_code"] == 0
    assert compared["counts"]["least_version"] == more["counts"]["release"]["version"]
    assert len(compared["counts"]["configs"]["topics"]["added"]) == 4

    same = diff(folder, folder)
    assert same["exit_code"] == 0
    assert same["counts"]["reasons"] == []
    assert "no row says anything new" in same["text"]


def diff(old: Path, new: Path) -> dict[str, Any]:
    result = run_tinbai("diff", str(old), str(new), "--json")
    answer: dict[str, Any] = json.loads(result.stdout)
    assert result.returncode == answer["exit_code"], result.stderr
    return answer


def test_a_release_is_refused_over_broken_gold(labelled: Tinbai, contract: Contract) -> None:
    labelled("agreement")
    labelled("adjudicate", "--offline")
    path = labelled.workspace / "gold" / "part-00000.parquet"
    rows = read_table(path, contract, "gold").to_pylist()
    rows[0]["entities"][0]["start"] += 1
    write_table(path, table_of(contract, "gold", rows))

    judged = labelled("validate", exit_code=1)
    assert judged["counts"]["checks"]["SPAN004"] == 1
    refused = labelled.run("release")
    assert refused.returncode == 1
    assert "validation failed, so nothing is released" in refused.stderr
    assert not (labelled.workspace / "releases").exists()

    labelled("adjudicate", "--offline")
    own = labelled.workspace / "card.md"
    own.write_text("## Who labeled it\n\nHai sinh viên.\n", encoding="utf-8")
    assert (
        "card.md:1: the card has no section 'Who labeled it'; nearest: Who labelled it"
        in labelled.run("release").stderr
    )
    own.write_text("## Who labelled it\n\nHai sinh viên.\n", encoding="utf-8")
    made = labelled("release", "--date", "2026-11-30")
    assert made["counts"]["written"] is True
    card = Path(made["paths"]["card"]).read_text(encoding="utf-8")
    assert "## Who labelled it\n\nHai sinh viên.\n" in card
    assert "Version 1.0.0 of 2026-11-30" in card


def test_a_copy_that_comes_later_does_not_take_a_labelled_article_s_place(
    released: Tinbai, contract: Contract, tmp_path: Path
) -> None:
    copies = tmp_path / "more"
    copies.mkdir()
    shutil.copy(PAGES / "01-ca-phe-dak-lak.txt", copies / "00-copy.txt")
    again = released("run", str(copies), "--jobs", "1")
    assert again["counts"]["normalize"]["folded"] == 2
    assert again["counts"]["validate"]["errors"] == 0
    assert again["counts"]["release"]["written"] is False


def test_a_release_whose_splits_were_not_noted_is_noted_by_the_next(released: Tinbai) -> None:
    """As a kill between the two leaves it."""
    noted = released.workspace / "released_splits.parquet"
    before = noted.read_bytes()
    noted.unlink()
    assert released("release")["counts"]["written"] is False
    assert noted.read_bytes() == before


def test_what_a_kill_left_unnoted_stays_where_it_is_when_clusters_are_made_anew(released: Tinbai) -> None:
    """New clusters or other percentages come before the next release does, and would move what only the release knows."""
    noted = released.workspace / "released_splits.parquet"
    before = {row["id"]: row["split"] for row in pq.read_table(noted).to_pylist()}
    noted.unlink()
    (released.workspace / "manifests" / "release.json").unlink()
    (released.workspace / "contract.yaml").write_text(
        "splits:\n  - {name: test, percent: 100}\n", encoding="utf-8"
    )
    released("dedup")
    after = {
        row["id"]: row["split"] for row in pq.read_table(released.workspace / "splits.parquet").to_pylist()
    }
    assert before.items() <= after.items()
    assert {split for name, split in after.items() if name not in before} == {"test"}


def test_a_copied_release_is_no_release(released: Tinbai) -> None:
    releases = released.workspace / "releases"
    shutil.copytree(releases / "v1.0.0", releases / "v1.0.0-backup")
    assert released("status")["counts"]["release"] == "v1.0.0"
    assert released("release")["counts"]["version"] == "1.0.0"


def test_without_text_beside_the_full_one_and_alone_to_the_hub(released: Tinbai, tmp_path: Path) -> None:
    releases = released.workspace / "releases"
    made = released("release", "--without-text")
    assert (made["counts"]["written"], made["counts"]["without_text_written"]) == (False, True)
    lean = releases / "without-text/v1.0.0"
    assert made["paths"]["without text"] == str(lean)
    before = tree(lean)
    assert released("status")["counts"]["release"] == "v1.0.0"

    unsaid = released.run("publish", "toa-soan/tin", "--dry-run")
    assert unsaid.returncode == 2
    assert "Say which: --without-text or --with-text" in unsaid.stderr

    settings = released.workspace / "tinbai.toml"
    with settings.open("a", encoding="utf-8") as file:
        file.write('without_text = true\nwithout_text_reason = "Not ours."\n')
    again = released("release")["counts"]
    assert (again["written"], again["without_text_written"]) == (False, False)
    assert tree(lean) == before

    out = tmp_path / "out"
    attached = run_tinbai("attach", str(lean), str(PAGES), "--output", str(out), "--all", "--jobs", "1")
    assert attached.returncode == 0, attached.stderr
    assert "every row says what the full release says" in attached.stdout
    told = run_tinbai("verify", str(out)).stdout
    assert "every row says what it says in the full release" in told

    refused = released.run("publish", "toa-soan/tin", "--dry-run", "--with-text")
    assert refused.returncode == 2
    assert "tinbai.toml says that releases go out without text" in refused.stderr
    shutil.rmtree(lean)
    refused = released.run("publish", "toa-soan/tin", "--dry-run")
    assert refused.returncode == 2
    assert "no release without text yet. Make one: tinbai release --without-text" in refused.stderr
    for folder in (releases / "v1.0.0", out):
        shutil.copytree(folder, lean)
        refused = released.run("publish", "toa-soan/tin", "--version", "1.0.0", "--dry-run")
        assert refused.returncode == 2
        assert "holds the text, which is not to be published" in refused.stderr
        shutil.rmtree(lean)


def test_status_says_which_stage_is_behind(labelled: Tinbai, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    text = (PAGES / "01-ca-phe-dak-lak.txt").read_text(encoding="utf-8")
    (pages / "new.txt").write_text(text.replace("cà phê", "chè"), encoding="utf-8")
    labelled("normalize", str(pages))
    told = labelled("status")
    assert {"dedup", "suggest", "validate"} <= set(told["counts"]["stale"])
    assert told["next"] == "tinbai dedup"
    labelled("dedup")
    assert labelled("status")["next"] == "tinbai suggest"


def test_without_labels_the_next_step_loads_what_is_there(tmp_path: Path) -> None:
    tinbai = Tinbai(tmp_path / "W")
    tinbai("run", str(PAGES), "--jobs", "1")
    assert tinbai("release")["next"].endswith('"articles")')

"""A takedown leaves nothing of an article in the workspace, whenever it is killed, and nothing brings it back."""

import json
import shutil
from pathlib import Path

import pytest

from schemas.errors import DataError, UsageError
from schemas.files import write_text
from schemas.tables import read_table, write_table
from schemas.takedowns import TAKEN_DOWN, Tombstone, add_takedowns, read_takedowns
from tests.normalize.pages import tree
from tests.takedown.killed import TODAY, killed_at
from tests.takedown.made import (
    ALONE,
    CONTRACT,
    COPY,
    QUIET,
    SITE,
    SURFACE,
    TEXT,
    URL,
    contents,
    first_crawl,
    id_of_the_story,
    leaks,
    other,
    pages,
    record,
)
from tinbai.console import Outcome
from tinbai.manifest import hash_files, read_manifest
from tinbai.stages.adjudicate import adjudicate
from tinbai.stages.dedup import dedup
from tinbai.stages.importing import import_labels
from tinbai.stages.normalize import normalize
from tinbai.stages.suggest import suggest
from tinbai.stages.takedown import listed, takedown, undo
from tinbai.workspace import Workspace

# Until dedup runs again, a cluster may still bear its id.
NAMING = {"clusters.parquet", "splits.parquet"}
# What holds something of the story before.
TELLING = {
    "articles/part-00000.parquet",
    "annotations/part-00000.parquet",
    "clusters.parquet",
    "splits.parquet",
    "comments.parquet",
    "gx/uncommitted/facts/articles.parquet",
    "gx/uncommitted/validations/tinbai-articles/one.json",
    "reports/report.html",
    "consensus.parquet",
    "decisions.parquet",
    "gold/part-00000.parquet",
    "labelstudio/pulled-labeling-1-20261101T000000.parquet",
    "quarantine/pull.parquet",
    "suggester/0123.jsonl",
    "suggestions.parquet",
}


def take_down(workspace: Workspace, *targets: str, **options: bool) -> Outcome:
    return takedown(workspace, QUIET, targets, reason="asked for", today=TODAY, engine=ALONE, **options)


def test_everything_of_it_goes_at_once(workspace: Workspace, tmp_path: Path) -> None:
    id_ = id_of_the_story(workspace)
    assert leaks(workspace.root, id_) >= TELLING - {"consensus.parquet"}
    assert (workspace.learnt / "model.crf").exists()
    done = take_down(workspace, id_)
    assert leaks(workspace.root, id_) == set()
    # A model holds words as it likes.
    assert not (workspace.learnt / "model.crf").exists()
    (stone,) = read_takedowns(workspace.takedowns, CONTRACT).lines
    assert (stone.id, stone.date, stone.reason) == (id_, "2026-11-30", "asked for")
    assert stone.url == "bao.example/xa-hoi/ba-xoan-giu-nghe.html"
    assert set(json.loads(workspace.takedowns.read_text(encoding="utf-8"))) == {
        "id", "action", "date", "reason", "with_id", "url", "text_sha256", "source_sha256",
    }  # fmt: skip
    assert not (workspace.manifests / "validate.json").exists()
    assert done.counts["rows"] == {
        name: 2 if "annotations" in name else 1
        for name in TELLING - {"consensus.parquet"}
        if not name.startswith(("gx/", "reports/", "suggester/"))
    }
    # Every stage's outputs are as its manifest says, and agreement counts nobody of it.
    for path in workspace.manifests.glob("*.json"):
        made = read_manifest(workspace, path.stem)
        assert made is not None
        assert made.outputs == hash_files(workspace, [workspace.root / name for name in made.outputs]), path
    figures = read_table(workspace.agreement, CONTRACT, "agreement").to_pylist()
    assert max(row["n_documents"] for row in figures) == 3
    # What is left is whole.
    assert read_table(workspace.gold, CONTRACT, "gold").num_rows == 3
    assert read_table(workspace.annotations, CONTRACT, "annotations").num_rows == 6
    assert len(workspace.suggester.joinpath("0123.jsonl").read_text(encoding="utf-8").splitlines()) == 3
    before = tree(workspace.root)
    again = take_down(workspace, id_)
    assert (again.counts["taken_down"], again.counts["already"]) == ([], [id_])
    assert tree(workspace.root) == before


def test_agreement_that_a_kill_left_out_is_measured_by_the_same_takedown(workspace: Workspace) -> None:
    id_ = id_of_the_story(workspace)
    take_down(workspace, id_)
    measured = workspace.agreement.read_bytes()
    workspace.agreement.unlink()
    take_down(workspace, id_)
    assert workspace.agreement.read_bytes() == measured


def test_a_dry_run_changes_nothing(workspace: Workspace) -> None:
    before = tree(workspace.root)
    told = take_down(workspace, URL, dry_run=True)
    assert tree(workspace.root) == before
    assert told.counts["rows"]["annotations/part-00000.parquet"] == 2  # type: ignore[index]
    assert "1 would go" in told.summary


# After the tombstone; while normalize's tables are written, and while they move; while the others are written, and while they
# move.
@pytest.mark.parametrize("renames", [2, 9, 13, 20, 28])
def test_killed_anywhere_it_is_finished_by_whatever_comes_next(
    workspace: Workspace, tmp_path: Path, undisturbed: dict[str, bytes], renames: int
) -> None:
    id_ = id_of_the_story(workspace)
    assert killed_at(workspace.root, id_, renames)
    assert workspace.takedowns.exists()
    # Somebody who knows nothing of it goes on.
    adjudicate(workspace, QUIET, offline=True)
    assert leaks(workspace.root, id_) - NAMING == set()
    normalize(workspace, QUIET, [first_crawl(tmp_path / "pages")], engine=ALONE)
    assert leaks(workspace.root, id_) - NAMING == set()
    take_down(workspace, id_)
    normalize(workspace, QUIET, [first_crawl(tmp_path / "pages")], engine=ALONE)
    adjudicate(workspace, QUIET, offline=True)
    assert leaks(workspace.root, id_) == set()
    rest = {
        name: data
        for name, data in tree(workspace.root).items()
        if not name.startswith((".", "agreement", "consensus", "manifests/agreement"))
    }
    assert rest == undisturbed


@pytest.fixture(scope="module")
def undisturbed(whole: Workspace, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("undisturbed")
    shutil.copytree(whole.root, folder / "W")
    workspace = Workspace(folder / "W")
    take_down(workspace, id_of_the_story(workspace))
    normalize(workspace, QUIET, [first_crawl(folder / "pages")], engine=ALONE)
    adjudicate(workspace, QUIET, offline=True)
    return {
        name: data
        for name, data in tree(workspace.root).items()
        if not name.startswith((".", "agreement", "consensus", "manifests/agreement"))
    }


def test_a_line_that_came_with_the_repository_is_carried_out_by_the_next_command(
    workspace: Workspace,
) -> None:
    id_ = id_of_the_story(workspace)
    add_takedowns(workspace.takedowns, [Tombstone(id_, TAKEN_DOWN, "2026-11-30", "a colleague's")])
    with workspace.lock():
        assert leaks(workspace.root, id_) == set()
    write_text(workspace.takedowns, "{}\n")
    with pytest.raises(DataError, match=r"takedowns.jsonl:1: lacks"), workspace.lock():
        pass


def test_labels_in_a_file_do_not_bring_it_back(workspace: Workspace, tmp_path: Path) -> None:
    id_ = id_of_the_story(workspace)
    labels = tmp_path / "labels.jsonl"
    bodies = [{"id": None, "text": text, "label": [[0, 2, "PER"]]} for text in (TEXT, other(0))]
    labels.write_text(
        "".join(json.dumps(body, ensure_ascii=False) + "\n" for body in bodies), encoding="utf-8"
    )
    import_labels(workspace, QUIET, "doccano", [labels], annotator="lan")
    assert read_table(workspace.annotations, CONTRACT, "annotations").num_rows == 10
    take_down(workspace, id_)
    assert leaks(workspace.root, id_) == set()
    again = import_labels(
        workspace, QUIET, "doccano", [labels], annotator="lan", pages=tmp_path / "texts.jsonl"
    )
    assert (again.counts["annotations"], again.counts["unmatched"]) == (1, 1)
    normalize(workspace, QUIET, [tmp_path / "texts.jsonl"], engine=ALONE)
    assert leaks(workspace.root, id_) == set()


def test_an_article_whose_text_becomes_that_of_a_taken_one_loses_its_labels_too(
    workspace: Workspace, tmp_path: Path
) -> None:
    id_ = id_of_the_story(workspace)
    take_down(workspace, id_)
    gold = read_table(workspace.gold, CONTRACT, "gold")
    changed = pages(tmp_path / "pages", record(other(1), URL), record(TEXT, f"{SITE}/sen-0.html"))
    made = normalize(workspace, QUIET, [changed], engine=ALONE)
    assert (made.counts["articles"], made.counts["taken_down"]) == (2, 2)
    assert leaks(workspace.root, id_) == set()
    left = set(read_table(workspace.articles, CONTRACT, "articles")["id"].to_pylist())
    assert set(read_table(workspace.gold, CONTRACT, "gold")["id"].to_pylist()) <= left
    assert gold.num_rows == 3


def test_near_copies_stay_unless_they_are_asked_for(workspace: Workspace, tmp_path: Path) -> None:
    id_ = id_of_the_story(workspace)
    more = pages(tmp_path / "later" / "week-2", record(COPY, f"{SITE}/chep-lai.html"))
    normalize(workspace, QUIET, [more.parent], engine=ALONE)
    dedup(workspace, QUIET, engine=ALONE)
    told = take_down(workspace, id_, dry_run=True)
    ((copy,),) = [[one["id"] for one in told.counts["near_copies"]]]  # type: ignore[attr-defined]
    assert any(f"tinbai takedown {copy} --reason" in note for note in told.notes)
    both = take_down(workspace, id_, with_duplicates=True)
    assert {one["id"]: one["with_id"] for one in both.counts["taken_down"]} == {id_: None, copy: id_}  # type: ignore[attr-defined]
    assert both.counts["near_copies"] == []
    assert all(SURFACE not in text for _, text in contents(workspace.root))


def test_an_address_that_many_stories_give_keeps_nothing_away(workspace: Workspace, tmp_path: Path) -> None:
    """A site that states one page as every page's own: two ids by their paths, one address beside the text."""
    front = f"{SITE}/trang-chu.html"
    unlike = "\n\n".join(
        f"Chuyến đò thứ {n} rời bến lúc {n} giờ, chở {n + 7} người và {n + 2} xe máy qua sông."
        for n in range(1, 7)
    )
    texts = (
        f"Chợ đêm mở lại\n\n{other(0).replace('sen', 'súng')}\n\n{front}\n",
        f"Bến đò cũ\n\n{unlike}\n\n{front}\n",
    )
    folder = tmp_path / "plain"
    folder.mkdir()
    for number, text in enumerate(texts):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    normalize(workspace, QUIET, [folder], engine=ALONE)
    dedup(workspace, QUIET, engine=ALONE)
    rows = [
        row for row in read_table(workspace.articles, CONTRACT, "articles").to_pylist() if row["url"] == front
    ]
    assert len(rows) == 2
    done = take_down(workspace, rows[0]["id"])
    (stone,) = read_takedowns(workspace.takedowns, CONTRACT).lines
    assert stone.url is None
    assert any("is given by other stories too" in note for note in done.notes)
    assert rows[1]["id"] in read_table(workspace.articles, CONTRACT, "articles")["id"].to_pylist()


def test_what_never_came_in_can_be_kept_away(workspace: Workspace, tmp_path: Path) -> None:
    url = f"{SITE}/chua-toi.html"
    with pytest.raises(UsageError, match="nothing in this workspace has the id or the address"):
        take_down(workspace, url)
    assert not workspace.takedowns.exists()
    done = take_down(workspace, url, unseen=True)
    assert len(done.counts["unseen"]) == 1  # type: ignore[arg-type]
    come = pages(tmp_path / "later" / "week-2", record(COPY, f"{url}?fbclid=1"))
    made = normalize(workspace, QUIET, [come.parent], engine=ALONE)
    assert (made.counts["articles"], made.counts["taken_down"]) == (4, 1)


@pytest.mark.parametrize("odd", ["https://bao.example/", "KHÔNG", "a b", "//"])
def test_what_names_no_page_is_refused(workspace: Workspace, odd: str) -> None:
    with pytest.raises(UsageError):
        take_down(workspace, odd, unseen=True)


def test_a_reason_is_asked_for(workspace: Workspace) -> None:
    with pytest.raises(UsageError, match="needs its reason"):
        takedown(workspace, QUIET, [id_of_the_story(workspace)], reason=" ")
    with pytest.raises(UsageError, match="nothing was named"):
        take_down(workspace)


def test_a_mistake_is_taken_back(workspace: Workspace, tmp_path: Path) -> None:
    id_ = id_of_the_story(workspace)
    take_down(workspace, id_)
    with pytest.raises(UsageError, match="is not taken down"):
        undo(workspace, ["0" * 32], reason="x")
    undo(workspace, [id_], reason="wrong one", today=TODAY)
    assert listed(workspace).counts == {"taken_down": [], "restored": [id_]}
    made = normalize(workspace, QUIET, [first_crawl(tmp_path / "pages")], engine=ALONE)
    assert (made.counts["articles"], made.counts["taken_down"]) == (4, 0)
    suggest(workspace, QUIET)
    assert id_ in read_table(workspace.suggestions, CONTRACT, "suggestions")["id"].to_pylist()
    # And down again.
    take_down(workspace, id_)
    assert leaks(workspace.root, id_) == set()


def test_an_output_that_somebody_edited_is_still_told(workspace: Workspace) -> None:
    gold = workspace.gold / "part-00000.parquet"
    write_table(gold, read_table(gold, CONTRACT, "gold").slice(0, 4).take([1, 0, 2, 3]))
    take_down(workspace, id_of_the_story(workspace))
    made = read_manifest(workspace, "adjudicate")
    assert made is not None
    assert made.outputs != hash_files(workspace, [gold])

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from dataset.release import ReleaseTables
from dataset.splits import split_of
from schemas.contract import Contract
from schemas.errors import DataError, UsageError
from schemas.release.compare import Comparison, compare_releases, release_order
from schemas.release.relabelled import SpanCounts
from schemas.release.versions import Version
from schemas.tables import table_of
from tests.diff.by_hand import restate
from tests.release.samples import STORIES, TOPICS, Row, annotation_of, article, gold_of, newsroom, release


@pytest.fixture(scope="module")
def base(contract: Contract, tmp_path_factory: pytest.TempPathFactory) -> tuple[ReleaseTables, Path]:
    tables = newsroom(contract)
    return tables, release(contract, tmp_path_factory.mktemp("base"), tables).folder


def changed(
    tables: ReleaseTables, contract: Contract, name: str, change: Callable[[list[Row]], None]
) -> ReleaseTables:
    rows: list[Row] = getattr(tables, name).to_pylist()
    change(rows)
    return replace(tables, **{name: table_of(contract, name, rows)})


def with_new(tables: ReleaseTables, contract: Contract, split: str) -> tuple[ReleaseTables, str]:
    """One labelled article more, which falls into `split`."""
    number = next(n for n in range(5000, 6000) if split_of(f"{n:032x}", contract) == split)
    story = article(number, STORIES[1].text + " Bài mới.")
    gold = gold_of(story, STORIES[1].entities, number)
    for name, row in (
        ("articles", story),
        ("gold", gold),
        ("splits", {"id": story["id"], "cluster_id": story["id"], "split": split}),
        ("annotations", annotation_of(gold, 1)),
    ):
        rows: list[Row] = [*getattr(tables, name).to_pylist(), row]
        tables = replace(tables, **{name: table_of(contract, name, rows)})
    return tables, str(story["id"])


def compared(contract: Contract, old: Path, tables: ReleaseTables, folder: Path) -> Comparison:
    return compare_releases(old, release(contract, folder, tables, "9.0.0").folder)


def test_the_same_rows_ask_for_a_patch(
    contract: Contract, base: tuple[ReleaseTables, Path], tmp_path: Path
) -> None:
    tables, old = base
    found = compared(contract, old, replace(tables, counts={"pages": 3}), tmp_path)
    assert (found.bump, found.least, found.reasons) == ("patch", Version(1, 0, 1), ())
    assert all(one.old_sha256 == one.new_sha256 for c in found.configs.values() for one in c.splits.values())


def test_a_new_article_in_train_is_minor(
    contract: Contract, base: tuple[ReleaseTables, Path], tmp_path: Path
) -> None:
    tables, old = base
    more, name = with_new(tables, contract, "train")
    found = compared(contract, old, more, tmp_path)
    assert (found.bump, found.least) == ("minor", Version(1, 1, 0))
    assert found.configs["entities"].added == found.configs["ner"].added == (name,)
    assert found.configs["annotations"].added == (f"1-{name}-1",)
    assert not found.configs["entities"].relabelled
    body = json.loads(found.to_json())
    assert body["bump"] == "minor"
    assert body["configs"]["topics"]["splits"]["test"]["old_rows"] == 12


def test_a_new_article_in_test_is_major(
    contract: Contract, base: tuple[ReleaseTables, Path], tmp_path: Path
) -> None:
    tables, old = base
    more, name = with_new(tables, contract, "test")
    found = compared(contract, old, more, tmp_path)
    assert found.bump == "major"
    assert found.configs["entities"].test_added == (name,)


def test_a_relabelled_article_is_major_and_named(
    contract: Contract, base: tuple[ReleaseTables, Path], tmp_path: Path
) -> None:
    tables, old = base

    def relabel(rows: list[Row]) -> None:
        entities = rows[4]["entities"]
        assert isinstance(entities, list)
        entities[0]["label"] = "LOC"

    found = compared(contract, old, changed(tables, contract, "gold", relabel), tmp_path)
    assert found.bump == "major"
    assert found.configs["entities"].relabelled == found.configs["ner"].relabelled == (f"{4:032x}",)
    assert not found.configs["topics"].relabelled
    assert not found.configs["articles"].amended
    assert found.configs["entities"].spans == SpanCounts(label=1)
    assert [one.text for one in found.reasons if one.config == "entities"] == [
        f"entities: 1 id relabelled ({4:032x}): 1 span changed label"
    ]


def test_an_amended_article_is_major(
    contract: Contract, base: tuple[ReleaseTables, Path], tmp_path: Path
) -> None:
    tables, old = base
    found = compared(
        contract,
        old,
        changed(tables, contract, "articles", lambda rows: rows[2].update(title="Tít mới")),
        tmp_path,
    )
    assert found.bump == "major"
    assert found.configs["articles"].amended == (f"{2:032x}",)


def test_a_moved_article_is_major_and_named(
    contract: Contract, base: tuple[ReleaseTables, Path], tmp_path: Path
) -> None:
    tables, old = base

    def move(rows: list[Row]) -> None:
        row = next(row for row in rows if row["split"] == "train")
        row["split"] = "validation"

    found = compared(contract, old, changed(tables, contract, "splits", move), tmp_path)
    (moved,) = found.configs["entities"].moved
    assert (found.bump, moved.old, moved.new) == ("major", "train", "validation")


def test_another_label_set_is_major(
    contract: Contract, base: tuple[ReleaseTables, Path], tmp_path: Path
) -> None:
    tables, old = base
    longer = contract.model_copy(
        update={
            "entities": (
                *contract.entities,
                contract.entities[0].model_copy(update={"name": "LAW", "hotkey": "9", "colour": "#123456"}),
            )
        }
    )
    found = compared(longer, old, tables, tmp_path)
    assert found.bump == "major"
    assert found.configs["entities"].columns_changed == ("entities",)
    assert found.configs["ner"].columns_changed == ("ner_tags",)
    assert not found.configs["topics"].columns_changed


def test_other_guidelines_are_major(
    contract: Contract, base: tuple[ReleaseTables, Path], tmp_path: Path
) -> None:
    tables, old = base
    found = compared(contract.model_copy(update={"guideline_version": "2.0.0"}), old, tables, tmp_path)
    assert [reason.text for reason in found.reasons] == ["guidelines 1.0.0 became 2.0.0"]
    assert found.bump == "major"


def test_first_labels_are_minor(contract: Contract, base: tuple[ReleaseTables, Path], tmp_path: Path) -> None:
    """Nobody can have been scored on a test split that was not there."""
    tables, _ = base
    none = {name: getattr(tables, name).slice(0, 0) for name in ("gold", "annotations")}
    bare = release(contract, tmp_path / "bare", replace(tables, **none)).folder
    assert compared(contract, bare, tables, tmp_path).bump == "minor"


def test_release_refuses_a_step_that_is_too_small(
    contract: Contract, base: tuple[ReleaseTables, Path], tmp_path: Path
) -> None:
    tables, old = base
    more, _ = with_new(tables, contract, "train")
    with pytest.raises(UsageError, match=r"1\.0\.1 is too small a step from 1\.0\.0.*Release it as 1\.1\.0"):
        release(contract, tmp_path, more, "1.0.1", previous=old)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(UsageError, match="does not come after"):
        release(contract, tmp_path, more, "1.0.0", previous=old)
    for version in ("1.1.0", "1.4.2", "2.0.0"):
        built = release(contract, tmp_path, more, version, previous=old)
        assert built.comparison is not None
        assert built.comparison.least == Version(1, 1, 0)


def test_new_rows_come_after_the_old_ones_and_the_changelog_goes_on(
    contract: Contract, base: tuple[ReleaseTables, Path], tmp_path: Path
) -> None:
    tables, old = base
    smallest = article(-1 % 16**32, STORIES[2].text, id="0" * 31 + "-")  # sorts before every other id
    more = changed(tables, contract, "articles", lambda rows: rows.insert(0, smallest))
    new = release(contract, tmp_path, more, "1.1.0", previous=old).folder

    def ids(folder: Path) -> list[str]:
        found: list[str] = pq.read_table(folder / "data/articles/train-00000-of-00001.parquet")[
            "id"
        ].to_pylist()
        return found

    assert ids(new) == [*ids(old), smallest["id"]]
    lines = (new / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "# Changelog"
    assert [line for line in lines if line.startswith("## ")] == [
        "## 1.1.0 (2024-06-01)",
        "## 1.0.0 (2024-06-01)",
    ]
    assert "- Articles: 1 id new (0000000000000000000000000000000-)." in lines


def test_a_takedown_is_major_and_listed(
    contract: Contract, base: tuple[ReleaseTables, Path], tmp_path: Path
) -> None:
    tables, old = base
    gone = f"{7:032x}"
    fewer = tables
    for name in ("articles", "gold", "annotations", "splits", "clusters"):
        fewer = changed(
            fewer,
            contract,
            name,
            lambda rows: rows.__setitem__(slice(None), [r for r in rows if r["id"] != gone]),
        )
    with pytest.raises(UsageError, match=r"Release it as 2\.0\.0"):
        release(contract, tmp_path, fewer, "1.1.0", previous=old)
    built = release(contract, tmp_path, fewer, "2.0.0", previous=old)
    assert built.manifest.removed_ids == (gone,)
    assert f"- Removed everywhere: `{gone}`." in (built.folder / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_changelog_counts_what_was_relabelled(
    contract: Contract, base: tuple[ReleaseTables, Path], tmp_path: Path
) -> None:
    tables, old = base

    def relabel(rows: list[Row]) -> None:
        entities = rows[4]["entities"]
        assert isinstance(entities, list)
        entities[0]["label"] = "LOC"
        del entities[1]
        rows[5] |= {"topics": [TOPICS[1]], "primary_topic": TOPICS[1], "topic_shares": [1.0]}

    built = release(contract, tmp_path, changed(tables, contract, "gold", relabel), "2.0.0", previous=old)
    lines = (built.folder / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()
    assert f"- Entities: 1 id relabelled ({4:032x}): 1 span went, 1 changed label." in lines
    assert f"- Topics: 1 id relabelled ({5:032x}): 1 topic went, 1 main topic changed." in lines


def test_a_logical_hash_that_no_row_explains_is_told(
    base: tuple[ReleaseTables, Path], tmp_path: Path
) -> None:
    old = base[1]
    new = Path(shutil.copytree(old, tmp_path / "v1.0.1"))
    stated = {"logical_sha256": "0" * 64}
    restate(new, lambda body: body["configs"]["topics"]["splits"]["test"].update(stated))
    found = compare_releases(old, new)
    assert [one.text for one in found.reasons] == [
        "topics: 1 split with another logical hash and the same rows (test)"
    ]
    assert found.bump == "major"


def test_the_order_of_a_release_is_that_of_its_files(base: tuple[ReleaseTables, Path]) -> None:
    order = release_order(base[1])
    for config in ("entities", "ner", "annotations"):
        for split, names in order[config].items():
            (path,) = (base[1] / "data" / config).glob(f"{split}-*.parquet")
            key = "annotation_id" if config == "annotations" else "id"
            assert names == list(dict.fromkeys(pq.read_table(path)[key].to_pylist()))


def test_a_folder_that_is_no_release_is_refused(base: tuple[ReleaseTables, Path], tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is no release"):
        compare_releases(base[1], tmp_path)

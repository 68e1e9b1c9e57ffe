"""After a takedown: a major release without it, and a list of all that ever went, for whoever skips versions."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from dataset.release import Release, ReleaseTables
from dataset.release.build import build_release
from dataset.release.check import check_release
from schemas.contract import Contract
from schemas.errors import DataError, UsageError
from schemas.progress import silent
from schemas.release.manifest import MANIFEST, read_manifest
from tests.release.samples import INFO, newsroom
from tests.takedown.killed import TODAY
from tests.takedown.made import (
    ALONE,
    CONTRACT,
    NAMES_IDS,
    NEEDLES,
    QUIET,
    contents,
    id_of_the_story,
)
from tinbai.stages.release import _info, _tables, release
from tinbai.stages.takedown import takedown
from tinbai.takedown.releases import releases_with
from tinbai.workspace import Workspace

FIRST, SECOND, THIRD = (f"{number:032x}" for number in (7, 8, 9))
Build = Callable[..., Release]


@pytest.fixture(scope="module")
def tables(contract: Contract) -> ReleaseTables:
    return newsroom(contract, copies=2)


@pytest.fixture(scope="module")
def build(contract: Contract, tmp_path_factory: pytest.TempPathFactory, tables: ReleaseTables) -> Build:
    folder = tmp_path_factory.mktemp("releases")

    def make(
        version: str,
        *gone: str,
        previous: Path | None = None,
        down: tuple[str, ...] = (),
        back: tuple[str, ...] = (),
    ) -> Release:
        info = replace(INFO, previous=previous, taken_down=frozenset(down), restored=frozenset(back))
        return build_release(
            without(tables, *gone), contract, version=version, folder=folder, info=info, progress=silent
        )

    return make


def without(tables: ReleaseTables, *gone: str) -> ReleaseTables:
    def kept(table: pa.Table) -> pa.Table:
        return table.filter(pc.invert(pc.is_in(table["id"], pa.array(gone, pa.string()))))

    names = ("articles", "clusters", "splits", "annotations", "gold")
    return replace(tables, **{name: kept(getattr(tables, name)) for name in names})


@pytest.fixture(scope="module")
def first(build: Build) -> Release:
    return build("1.0.0")


@pytest.fixture(scope="module")
def second(build: Build, first: Release) -> Release:
    return build("2.0.0", FIRST, SECOND, previous=first.folder, down=(FIRST,))


def test_a_takedown_is_major_and_told_beside_what_went_otherwise(
    build: Build, first: Release, second: Release
) -> None:
    with pytest.raises(UsageError, match=r"Release it as 2\.0\.0"):
        build("1.1.0", FIRST, previous=first.folder, down=(FIRST,))
    assert (first.manifest.removed_ids, first.manifest.taken_down) == ((), ())
    assert second.manifest.removed_ids == (FIRST, SECOND)
    assert second.manifest.taken_down == (FIRST,)
    history = (second.folder / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"- Taken down: `{FIRST}`. Delete it from your copies" in history
    assert f"- Removed everywhere: `{SECOND}`." in history
    assert check_release(second.folder) == []


def test_the_list_grows_from_version_to_version(build: Build, second: Release) -> None:
    third = build("3.0.0", FIRST, SECOND, THIRD, previous=second.folder, down=(THIRD,))
    assert third.manifest.removed_ids == (THIRD,)
    assert third.manifest.taken_down == (FIRST, THIRD)
    assert third.manifest.counts["articles"] == second.manifest.counts["articles"] - 1


def test_what_a_release_lists_comes_back_only_if_somebody_says_so(build: Build, second: Release) -> None:
    """As where takedowns.jsonl was lost with the workspace."""
    with pytest.raises(DataError, match=f"are in the workspace again, such as {FIRST}"):
        build("3.0.0", SECOND, previous=second.folder)
    back = build("4.0.0", SECOND, previous=second.folder, back=(FIRST,))
    assert back.manifest.taken_down == ()


def test_a_teaser_of_a_taken_page_is_not_released(build: Build, first: Release) -> None:
    with pytest.raises(DataError, match="such as ffff"):
        build("5.0.0", previous=first.folder, down=("ffff",))


@pytest.mark.parametrize(("gone", "config"), [(THIRD, "entities/train"), ("ffff", "articles/train")])
def test_a_release_that_holds_what_it_lists_is_told(
    second: Release, tmp_path: Path, gone: str, config: str
) -> None:
    copy = tmp_path / "v2.0.0"
    shutil.copytree(second.folder, copy)
    body = json.loads((copy / MANIFEST).read_text(encoding="utf-8"))
    body["taken_down"].append(gone)
    (copy / MANIFEST).write_text(json.dumps(body), encoding="utf-8")
    problems = check_release(copy)
    assert any(f"is of {gone}, which was taken down" in problem for problem in problems)
    assert {problem.split(":")[0] for problem in problems} >= {config}


def test_a_manifest_of_an_older_tinbai_lists_none(second: Release, tmp_path: Path) -> None:
    body = json.loads((second.folder / MANIFEST).read_text(encoding="utf-8"))
    del body["taken_down"]
    (tmp_path / MANIFEST).write_text(json.dumps(body), encoding="utf-8")
    assert read_manifest(tmp_path).taken_down == ()


def test_the_whole_road(workspace: Workspace) -> None:
    """Released, taken down, released without it."""
    id_ = id_of_the_story(workspace)
    build_release(
        _tables(workspace),
        CONTRACT,
        version="1.0.0",
        folder=workspace.releases,
        info=_info(workspace),
        progress=silent,
    )
    done = takedown(workspace, QUIET, [id_], reason="ask Lan", today=TODAY, engine=ALONE)
    assert done.counts["releases"] == {"v1.0.0": [id_]}
    assert {name.split("/")[1] for name in telling(workspace, id_)} == {"v1.0.0"}
    made = release(workspace, QUIET)
    assert made.counts["version"] == "2.0.0"
    assert {name.split("/")[1] for name in telling(workspace, id_)} == {"v1.0.0"}
    now = read_manifest(workspace.releases / "v2.0.0")
    assert (now.removed_ids, now.taken_down) == ((id_,), (id_,))
    assert all("ask Lan" not in text for name, text in contents(workspace.releases))
    assert release(workspace, QUIET).counts["written"] is False


def test_releases_without_text_are_told_too(first: Release, workspace: Workspace) -> None:
    shutil.copytree(first.folder, workspace.releases / "v1.0.0")
    shutil.copytree(first.folder, workspace.releases_without_text / "v1.0.0")
    held = frozenset({FIRST})
    assert releases_with(workspace, held) == {"v1.0.0": held, "without-text/v1.0.0": held}
    assert releases_with(workspace, {"nobody's"}) == {}


def telling(workspace: Workspace, id_: str) -> set[str]:
    """Files that tell of the story; a release names what it took down."""
    named = ("CHANGELOG.md", "README.md", "croissant.json", MANIFEST)
    return {
        name
        for name, text in contents(workspace.root)
        if any(needle.casefold() in text.casefold() for needle in NEEDLES)
        or (id_ in text and not name.startswith(NAMES_IDS) and not name.endswith(named))
    }

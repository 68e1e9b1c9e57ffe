"""Whatever comes after a takedown, in whatever order, nothing of the article is in anything that is built."""

import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset.release.build import build_release
from schemas.progress import silent
from tests.fuzz import tried
from tests.takedown.killed import TODAY
from tests.takedown.made import (
    ALONE,
    CONTRACT,
    QUIET,
    SITE,
    TEXT,
    URL,
    id_of_the_story,
    leaks,
    other,
    pages,
    record,
)
from tinbai.stages.adjudicate import adjudicate
from tinbai.stages.dedup import dedup
from tinbai.stages.normalize import normalize
from tinbai.stages.release import _info, _tables
from tinbai.stages.suggest import suggest
from tinbai.stages.takedown import takedown
from tinbai.workspace import Workspace

EXAMPLES = 6

# Another way to write its address, or another address; its text, or another of the same words.
urls = st.builds(
    lambda scheme, mirror, path, query: f"{scheme}{mirror}{path}{query}",
    st.sampled_from(["https://", "http://"]),
    st.sampled_from(["", "www.", "m."]),
    st.sampled_from(
        [
            URL.removeprefix("https://"),
            URL.removeprefix("https://").lower(),
            URL.removeprefix("https://").upper(),
        ]
    ),
    st.sampled_from(["", "#top", "?utm_source=zalo", "?fbclid=1&utm_medium=x"]),
)
texts = st.sampled_from([TEXT, TEXT.replace("chợ", "Chợ"), f"{TEXT}\n\nCập nhật lúc 9 giờ.", TEXT[:-40]])
crawls = st.one_of(
    st.builds(record, texts, urls),
    st.builds(
        record, st.just(TEXT), st.sampled_from([None, f"{SITE}/noi-khac.html", "https://khac.example/a"])
    ),
)
steps = st.lists(
    st.one_of(crawls, st.sampled_from(["dedup", "suggest", "adjudicate", "again"])), min_size=1, max_size=2
)


@given(steps)
@tried(EXAMPLES)
def test_nothing_comes_back(down: Callable[[Path], tuple[Workspace, str]], came: list[object]) -> None:
    with TemporaryDirectory(prefix="tinbai-tests-") as folder:
        root = Path(folder)
        workspace, id_ = down(root)
        for number, step in enumerate(came):
            if isinstance(step, dict):
                week = root / "later" / f"week-{number}"
                made = normalize(
                    workspace,
                    QUIET,
                    [pages(week, record(other(0), f"{SITE}/sen-0.html"), step).parent],
                    engine=ALONE,
                )
                counts = made.counts
                assert counts["pages"] == sum(
                    int(str(counts[name])) for name in ("articles", "listings", "rejected", "folded")
                )
                assert counts["articles"] == 3
            elif step == "dedup":
                dedup(workspace, QUIET, engine=ALONE)
            elif step == "suggest":
                suggest(workspace, QUIET)
            elif step == "adjudicate":
                adjudicate(workspace, QUIET, offline=True)
            else:
                takedown(workspace, QUIET, [id_], reason="again", today=TODAY, engine=ALONE)
        assert leaks(workspace.root, id_) == set()
        dedup(workspace, QUIET, engine=ALONE)
        built = build_release(
            _tables(workspace),
            CONTRACT,
            version="1.0.0",
            folder=root / "R",
            info=_info(workspace),
            progress=silent,
        )
        assert leaks(built.folder, id_) == set()


@pytest.fixture(scope="module")
def down(
    whole: Workspace, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Path], tuple[Workspace, str]]:
    """A copy of the workspace as a takedown leaves it, in a folder."""
    folder = tmp_path_factory.mktemp("down")
    shutil.copytree(whole.root, folder / "W")
    id_ = id_of_the_story(whole)
    takedown(Workspace(folder / "W"), QUIET, [id_], reason="asked for", today=TODAY, engine=ALONE)

    def copy(to: Path) -> tuple[Workspace, str]:
        shutil.copytree(folder / "W", to / "W")
        return Workspace(to / "W"), id_

    return copy

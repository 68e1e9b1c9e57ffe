"""Releases week after week, whatever happens to the articles: what a researcher relies on holds in each of them."""

import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import example, given

from dataset.release import Release, ReleaseTables
from dataset.release.build import build_release, least_version
from dataset.splits import remember
from schemas.errors import UsageError
from schemas.progress import silent
from schemas.release.compare import compare_releases
from schemas.release.versions import BUMPS, parse_version
from schemas.tables import table_of
from tests.fuzz import budget
from tests.release import rows
from tests.release.samples import INFO
from tests.release.weeks import WEEKS, Action, Newsroom, Remembered


@dataclass
class History:
    """The releases so far, as the stage `release` makes them, and what the test itself remembers of them."""

    folder: Path
    newsroom: Newsroom = field(default_factory=Newsroom)
    seen: Remembered = field(default_factory=Remembered)
    released: pa.Table | None = None
    last: Release | None = None
    said: rows.Said = field(default_factory=dict)

    def week(self, actions: list[Action]) -> None:
        for action in actions:
            self.newsroom.act(action)
        if not self.newsroom.here:
            return
        tables = self.newsroom.tables(self.released)
        built = self._first(tables) if self.last is None else self._next(tables, self.last)
        said = rows.read(built.folder)
        placed = rows.placed(said)
        self._stable(built, placed)
        self._known_from_before(built, said)
        contract = self.newsroom.contract
        known = self.released if self.released is not None else table_of(contract, "splits", [])
        self.released = remember(known, tables.splits, tables.gold["id"].to_pylist(), contract)
        self.seen.note(placed)
        self.last, self.said = built, said

    def _first(self, tables: ReleaseTables) -> Release:
        return self._build(tables, "1.0.0")

    def _next(self, tables: ReleaseTables, last: Release) -> Release:
        """The least honest version; one that is smaller is refused."""
        least = least_version(tables, self.newsroom.contract, replace(INFO, previous=last.folder))
        before = parse_version(last.version)
        built = self._build(tables, least or str(before.after("patch")))
        guidelines = built.manifest.guideline_version != last.manifest.guideline_version
        step = "major" if guidelines else rows.bump(self.said, rows.read(built.folder))
        assert least == (step and str(before.after(step))), "the step that the rule in the card asks for"
        compared = compare_releases(last.folder, built.folder)
        assert compared.bump == (step or "patch")
        for smaller in BUMPS[: BUMPS.index(compared.bump)]:
            with pytest.raises(UsageError, match="too small a step"):
                self._build(tables, str(before.after(smaller)))
        return built

    def _build(self, tables: ReleaseTables, version: str) -> Release:
        return build_release(
            tables,
            self.newsroom.contract,
            version=version,
            folder=self.folder,
            info=replace(INFO, previous=self.last.folder if self.last else None),
            progress=silent,
        )

    def _stable(self, built: Release, placed: dict[str, str]) -> None:
        """No id moves, no cluster crosses splits, and nothing is held out but for that."""
        for cluster in self.newsroom.clusters():
            splits = {placed[name] for name in cluster if name in placed}
            assert len(splits) <= 1, f"{sorted(cluster)} is in {splits}"
        held = self.seen.held_out(self.newsroom)
        assert set(built.manifest.held_out) == held
        assert placed.keys() == self.newsroom.labelled - held
        assert built.manifest.counts["labelled"] == len(placed)

    def _known_from_before(self, built: Release, said: rows.Said) -> None:
        """Rows are appended alone; hashes differ where rows do, and nowhere else."""
        for config, splits in said.items():
            for split, now in splits.items():
                old = self.said.get(config, {}).get(split, [])
                before, after = rows.keys(old, config), rows.keys(now, config)
                stayed = [name for name in before if name in after]
                assert after[: len(stayed)] == stayed
                if self.last is None or not old:
                    continue
                was = self.last.manifest.configs[config].splits[split].logical_sha256
                is_now = built.manifest.configs[config].splits[split].logical_sha256
                assert (was == is_now) == rows.alike(old, now)


# The first four articles are in validation, train, train and test.
_FIRST: list[Action] = [("new", number, 0) for number in range(1, 5)]
_MERGES: list[list[Action]] = [
    # The first and the second tell one story; then not any more, and the second and the last do.
    [("bridge", 0, 1), ("relabel", 3, 0)],
    [("take down", 4, 0), ("bridge", 3, 1), ("new", 4, 0), ("lose", 2, 0)],
    # What joined them is gone for a week, in which a copy comes.
    [("lose", 4, 0), ("copy", 1, 7), ("lose", 2, 0)],
    [("lose", 4, 0), ("retitle", 2, 0), ("contract", 1, 0)],
    # More for train alone, then for test alone.
    [("copy", 2, 1)],
    [("copy", 3, 1)],
]


@given(weeks=WEEKS)
@example(weeks=_MERGES)
@budget(2)
def test_whatever_happens_from_week_to_week_releases_stay_stable(weeks: list[list[Action]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        history = History(Path(folder))
        # In a newsroom that begins with nothing, most of what can happen finds no article.
        for actions in [_FIRST, *weeks]:
            history.week(actions)

"""The workspace that status is timed on is what its docstring says: else the time is of something else."""

from pathlib import Path

import pytest

from benchmarks.status import NOW, SPANS, make
from schemas.contract import Contract
from tinbai.status.live import ask
from tinbai.status.memory import Memory
from tinbai.status.picture import Painter


def test_the_workspace_has_what_status_counts(contract: Contract, tmp_path: Path) -> None:
    workspace = make(tmp_path / "many", 400, contract)
    picture = Painter(workspace, Memory()).paint(NOW, ask(workspace))
    assert (picture.articles, picture.tasks.pushed, picture.annotations) == (200, 200, 400)
    assert len(picture.annotators) == 5
    answers = picture.annotations - picture.skips
    assert sum(one.answers for one in picture.annotators) == answers
    drawn = [(one.prediction, one.prediction_changed, one.manual) for one in picture.suggestions.origins]
    assert sum(map(sum, drawn)) == answers * SPANS
    assert sum(one[0] for one in drawn) / (answers * SPANS) == pytest.approx(0.9, abs=0.02)
    assert picture.suggestions.unknown == 0
    assert 0 < picture.hot_spots.differing <= picture.hot_spots.articles < 200
    assert picture.pace.days

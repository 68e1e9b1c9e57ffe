"""What `tinbai validate` and `tinbai release` make of the project's own checks."""

import json
from pathlib import Path

import pytest

from schemas.contract import Contract
from schemas.errors import DataError
from tests.road.commands import Tinbai
from tests.validation.factory import project, some, sound_tables, write
from tests.validation.own import write_checks, write_own
from tinbai.console import Console
from tinbai.stages.validate import require_valid
from tinbai.workspace import Workspace
from validation.inputs import Inputs

NOT_NULL: dict[str, object] = {"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "id"}}
BAD = {
    "id": "OWN001",
    "title": "t",
    "table": "articles",
    "severity": "error",
    "breach": 'pl.col("chars") > 0',
    "message": "m",
}


@pytest.fixture
def made(tmp_path: Path, contract: Contract) -> Inputs:
    rules = project(tmp_path / "W", contract, "TAB003", "GX002")
    return write(tmp_path / "W", some(sound_tables(), "articles", "gold"), rules)


def _looked_at(inputs: Inputs) -> set[str]:
    return set(json.loads((inputs.manifests / "validate.json").read_text(encoding="utf-8"))["inputs"])


def test_what_the_project_says_makes_a_report_stale_and_what_is_generated_does_not(made: Inputs) -> None:
    workspace, console = Workspace(made.root), Console(as_json=True)
    write_own(made, "gold", NOT_NULL)
    require_valid(workspace, console)
    own = {name for name in _looked_at(made) if name.startswith(("gx", "checks"))}
    assert own == {"gx/expectations/gold.json"}
    report = made.root / "reports" / "report.html"
    first = report.stat().st_mtime_ns
    require_valid(workspace, console)
    assert report.stat().st_mtime_ns == first, "nothing changed, so nothing was done again"
    write_checks(made, BAD)
    with pytest.raises(DataError, match="validation failed"):
        require_valid(workspace, console)
    assert "checks.toml" in _looked_at(made)
    made.own_checks.unlink()
    require_valid(workspace, console)
    write_own(made, "gold", NOT_NULL | {"kwargs": {"column": "annotator"}})
    with pytest.raises(DataError, match="validation failed"):
        require_valid(workspace, console)


def test_mistakes_are_told_by_the_command(made: Inputs) -> None:
    tinbai = Tinbai(made.root)
    write_checks(made, BAD | {"breach": "pl.col('txt') > 3"}, BAD | {"id": "OWN1"})
    result = tinbai.run("validate")
    assert result.returncode == 2
    assert "Traceback" not in result.stderr
    assert "checks.toml:1: check: OWN001: articles has no column txt" in result.stderr
    assert "checks.toml:10: check.id: string should match" in result.stderr
    made.own_checks.unlink()
    (made.root / "expectations").mkdir()
    (made.root / "expectations" / "gold.json").write_text("{}")
    result = tinbai.run("validate")
    assert result.returncode == 2
    assert "Move it there" in result.stderr


def test_a_crash_over_data_is_told_by_the_command(made: Inputs) -> None:
    write_checks(made, BAD | {"breach": 'pl.col("title").str.to_integer() > 3'})
    result = Tinbai(made.root).run("validate")
    assert result.returncode == 3
    assert "Traceback" not in result.stderr + result.stdout
    assert "could not be judged: OWN001 over articles" in result.stdout
    json.loads((made.root / "reports" / "report.json").read_text(encoding="utf-8"))

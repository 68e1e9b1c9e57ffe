"""A report is stale when a release came, went or changed: `tinbai release` then validates anew."""

import json
from datetime import date
from pathlib import Path

import pytest

from schemas.contract import Contract
from schemas.errors import DataError
from tests.validation.factory import project, sound_tables, write
from tests.validation.releases import as_it_is, beside, built
from tinbai.console import Console
from tinbai.stages.validate import require_valid, validate
from tinbai.workspace import Workspace

TODAY = date(2025, 2, 1)


def test_a_release_makes_the_report_stale(tmp_path: Path, contract: Contract) -> None:
    workspace, console = Workspace(tmp_path), Console(as_json=True)
    rules = project(tmp_path, contract, "REL001", "REL003", "REL004")
    inputs = write(tmp_path, sound_tables(), rules)
    (tmp_path / "tinbai.toml").write_text('name = "lang"\n', encoding="utf-8")
    assert validate(workspace, console, today=TODAY).exit_code == 0
    looked_at = set(json.loads((inputs.manifests / "validate.json").read_text(encoding="utf-8"))["inputs"])
    tables = {inputs.relative(path) for path in tmp_path.rglob("*.parquet")}
    ours = {name for name in tables if name.startswith(("gx/", "reports/"))}
    assert len(tables - ours) == 9, "articles has two files"
    assert tables - ours <= looked_at, "a change of any table counts"
    written = (workspace.reports / "report.html").stat().st_mtime_ns
    require_valid(workspace, console, today=TODAY)
    assert (workspace.reports / "report.html").stat().st_mtime_ns == written, "nothing new, nothing looked at"
    release = beside(inputs, built(as_it_is, "1.0.0"))
    require_valid(workspace, console, today=TODAY)
    assert (workspace.reports / "report.html").stat().st_mtime_ns > written
    (release / "manifest.json").write_text("{}", encoding="utf-8")
    with pytest.raises(DataError, match="validation failed"):
        require_valid(workspace, console, today=TODAY)

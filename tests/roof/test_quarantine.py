"""What is set aside lies in one folder, and each stage answers for its own file there."""

from pathlib import Path

from schemas.tables import table_of, write_table
from tinbai.console import Console
from tinbai.init import init_workspace
from tinbai.manifest import read_manifest
from tinbai.stages.normalize import normalize
from tinbai.workspace import Workspace


def test_normalize_does_not_answer_for_what_pull_set_aside(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("Chợ phiên Bắc Hà họp sáng Chủ nhật.\n" * 3, encoding="utf-8")
    init_workspace(tmp_path / "W", None)
    workspace = Workspace(tmp_path / "W")
    write_table(workspace.quarantine / "pull.parquet", table_of(workspace.contract, "quarantine", []))
    normalize(workspace, Console(as_json=True), [page])
    manifest = read_manifest(workspace, "normalize")
    assert manifest is not None
    assert [name for name in manifest.outputs if name.startswith("quarantine/")] == [
        "quarantine/normalize.parquet"
    ]

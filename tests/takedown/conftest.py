"""One workspace for all tests of this folder; each works on a copy."""

import shutil
from pathlib import Path

import pytest

from tests.takedown.made import make
from tinbai.workspace import Workspace


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return make(tmp_path_factory.mktemp("whole"))


@pytest.fixture
def workspace(whole: Workspace, tmp_path: Path) -> Workspace:
    shutil.copytree(whole.root, tmp_path / "W")
    return Workspace(tmp_path / "W")

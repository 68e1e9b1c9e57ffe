"""Fixtures that every part's tests use."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from xdist.scheduler import LoadScopeScheduling

from schemas.contract import Contract, default_contract
from tests.browser import chromium
from tests.fuzz import register_profiles

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
# What one worker runs together, for it shares a Label Studio, or a cluster would be in another's way. The
# longest come first, so that no worker is left alone with one; then come the other files, each as a whole.
TOGETHER = {
    "tests/labelstudio/": "label-studio",
    "tests/road/test_seeds.py": "label-studio",
    "tests/road/test_serve.py": "label-studio",
    "tests/road/": "road",
    "tests/takedown/": "road",
    "tests/normalize/test_killed.py": "killed",
    "tests/engine/": "dask",
    "tests/test_layers.py": "layers",
}


register_profiles()


@pytest.fixture(scope="session")
def contract() -> Contract:
    return default_contract()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real seeds and oracles that stands beside a checkout of ours; elsewhere its tests skip."""
    if not SHARED.is_dir():
        pytest.skip(f"SKIPPED LOUDLY: {SHARED} is not there, so nothing was checked against the real seeds")
    return SHARED


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser a worker."""
    with chromium() as opened:
        yield opened


def pytest_make_parametrize_id(val: object) -> str | None:
    """Bytes go by their length: what a packer makes holds the time, and workers must name a test alike."""
    return f"{len(val)}-bytes" if isinstance(val, bytes) else None


class InGroups(LoadScopeScheduling):
    """xdist's own groups go by a mark that it looks for in a test's id, where pytest 9.2 lets it write nothing."""

    def _split_scope(self, nodeid: str) -> str:
        return _group(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> InGroups:
    return InGroups(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    order = {group: number for number, group in enumerate(dict.fromkeys(TOGETHER.values()))}
    items.sort(key=lambda item: order.get(_group(item.nodeid), len(order)))


def _group(nodeid: str) -> str:
    file = nodeid.split("::")[0]
    return next((group for start, group in TOGETHER.items() if file.startswith(start)), file)

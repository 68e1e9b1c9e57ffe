"""Fixtures that every part's tests use."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from schemas.contract import Contract, default_contract
from tests.browser import chromium

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


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

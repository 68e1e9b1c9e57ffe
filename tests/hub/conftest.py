"""The stand-in for one test, with caches of its own, and a small release to send there."""

import time
from collections.abc import Iterator
from pathlib import Path

import certifi
import pytest
from huggingface_hub import constants

from schemas.contract import Contract
from tests.hub.stand_in import StandIn, stand_in
from tests.release.samples import newsroom, release, tables_of


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[StandIn]:
    monkeypatch.setattr(
        constants, "HF_HUB_DISABLE_XET", True
    )  # here, and below for the process that reads back
    monkeypatch.setenv("HF_HUB_DISABLE_XET", "1")
    monkeypatch.setenv("HF_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("HF_TOKEN", raising=False)
    # Each publish has a client of its own, and to read all certificates of the world costs it two fifths of its time here.
    certificate = tmp_path / "one.pem"
    end = "-----END CERTIFICATE-----\n"
    certificate.write_text(
        Path(certifi.where()).read_text(encoding="utf-8").partition(end)[0] + end, encoding="utf-8"
    )
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with stand_in() as server:
        yield server


@pytest.fixture(autouse=True)
def naps(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What publish and huggingface_hub sleep between attempts, in seconds; here no time goes by. Naps of less than a
    second are other libraries', for a lock."""
    slept: list[float] = []
    sleep = time.sleep
    monkeypatch.setattr(time, "sleep", lambda s: slept.append(s) if s >= 1 else sleep(s))
    return slept


@pytest.fixture(scope="session")
def small(contract: Contract, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Version 1.0.0 of five files, one of them large to the Hub."""
    articles = newsroom(contract, copies=1).articles.to_pylist()
    return release(contract, tmp_path_factory.mktemp("small"), tables_of(contract, articles, [])).folder

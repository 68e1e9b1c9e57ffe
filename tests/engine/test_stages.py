"""Normalize and dedup give the same bytes on Dask as here, though workers are killed while they work."""

import os
import signal
from pathlib import Path

import pytest

from dataset.dedup.workspace import cluster_workspace
from dataset.engine import open_engine
from dataset.engine.dask import DaskEngine
from dataset.normalize import normalize, packing
from schemas.contract import Contract
from schemas.errors import UsageError
from schemas.progress import Progress
from tests.engine.connections import FORGOTTEN
from tests.normalize.pages import story, tree, write_pages

pytestmark = FORGOTTEN


class KilledAtFirstResult:
    """Progress that kills a worker when a phase has its first result and others are at work."""

    def __init__(self, engine: DaskEngine) -> None:
        self._engine = engine
        self.phases: list[str] = []
        self.killed: list[str] = []

    def __call__(self, phase: str, _unit: str) -> Progress:
        self.phases.append(phase)
        return self.advance

    def advance(self, done: int, _total: int | None = None) -> None:
        if done and self.phases[-1] not in self.killed:
            self.killed.append(self.phases[-1])
            workers = self._engine._client.run(os.getpid)
            os.kill(min(workers.values()), signal.SIGKILL)


def test_dask_gives_the_bytes_of_a_local_run(
    tmp_path: Path, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packing, "READ_FILES", 3)
    monkeypatch.setattr(packing, "DECIDE_BYTES", 10_000)
    pages = {f"{n:02}.txt": story(f"Chợ phiên số {n % 20}", mark=f" {n // 20}") for n in range(24)}
    pages["copy.txt"] = pages["03.txt"]
    write_pages(tmp_path / "pages", pages)
    here, there = tmp_path / "local", tmp_path / "dask"
    with open_engine() as engine:
        normalize([tmp_path / "pages"], here, contract, engine=engine)
        cluster_workspace(here, contract, engine=engine)
    with open_engine("dask", jobs=2) as engine:
        assert isinstance(engine, DaskEngine)
        killing = KilledAtFirstResult(engine)
        normalize([tmp_path / "pages"], there, contract, engine=engine, progress=killing)
        assert killing.killed == ["reading", "deciding", "writing"]
        killing("dedup", "articles")
        cluster_workspace(there, contract, engine=engine, progress=killing.advance)
        assert killing.killed[-1] == "dedup"
    assert tree(there) == tree(here)


def test_a_cluster_that_is_there_must_see_the_workspace(
    tmp_path: Path, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    from distributed import LocalCluster

    from dataset.engine import dask

    pages = write_pages(tmp_path / "pages", {"a.txt": story("Chợ nổi"), "b.txt": story("Làng nghề")})
    with LocalCluster(n_workers=1, threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as cluster:
        address = cluster.scheduler_address
        with open_engine("dask", scheduler=address, folder=tmp_path / "workspace") as engine:
            assert normalize([pages], tmp_path / "workspace", contract, engine=engine).fresh == 2
        normalize([pages], tmp_path / "local", contract)
        assert tree(tmp_path / "workspace") == tree(tmp_path / "local")
        monkeypatch.setattr(dask, "_look", _see_nothing)
        with (
            pytest.raises(
                UsageError, match=r"does not see .*must lie on a file system that all workers share"
            ),
            open_engine("dask", scheduler=address, folder=tmp_path / "workspace"),
        ):
            pass
    assert not list((tmp_path / "workspace").glob(".*"))


def _see_nothing(mark: str) -> tuple[str, str]:
    from importlib.metadata import version

    return "", version("tinbai")

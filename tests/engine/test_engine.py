"""Engines run the same units, here and in other processes, and survive or tell of what is killed."""

import os
from pathlib import Path

import pytest

from dataset.engine import open_engine
from schemas.errors import ServiceError, UsageError
from tests.engine.connections import FORGOTTEN
from tests.engine.work import die, die_once, fail, listening, square, start_a_child

pytestmark = FORGOTTEN


def test_one_job_or_one_task_runs_in_this_process() -> None:
    with open_engine(jobs=1) as engine:
        assert list(engine.run(square, [(2,), (3,)])) == [(0, (4, os.getpid())), (1, (9, os.getpid()))]
    with open_engine(jobs=2) as engine:
        assert list(engine.run(square, [(2,)])) == [(0, (4, os.getpid()))]
        assert list(engine.run(square, [])) == []


def test_a_pool_gives_every_result_once_and_serves_again() -> None:
    with open_engine(jobs=2) as engine:
        first = dict(engine.run(square, [(n,) for n in range(5)]))
        second = dict(engine.run(square, [(n,) for n in range(5)]))
        with pytest.raises(ValueError, match="as it should"):
            list(engine.run(fail, [(n,) for n in range(3)]))
        with pytest.raises(ServiceError, match="was killed, perhaps for want of memory"):
            list(engine.run(die, [(n,) for n in range(3)]))
    assert {number: result[0] for number, result in first.items()} == {n: n * n for n in range(5)}
    assert {number: result[0] for number, result in second.items()} == {n: n * n for n in range(5)}
    assert os.getpid() not in {result[1] for result in first.values()}


def test_dask_on_this_machine_alone_survives_a_killed_worker(tmp_path: Path) -> None:
    with open_engine("dask", jobs=2) as engine:
        addresses = listening()
        assert addresses
        assert all(address.startswith("0100007F:") for address in addresses), "listens beyond 127.0.0.1"
        assert dict(engine.run(die_once, [(n, tmp_path) for n in range(6)])) == {n: n for n in range(6)}
        assert (tmp_path / "3").exists()
        assert dict(engine.run(start_a_child, [(7,)])) == {0: 7}
        with pytest.raises(ValueError, match="as it should"):
            list(engine.run(fail, [(n,) for n in range(3)]))
        with pytest.raises(ServiceError, match="killed again and again"):
            list(engine.run(die, [(1,)]))


def test_a_scheduler_that_is_not_there_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dataset.engine.dask._PATIENCE", "300ms")
    with (
        pytest.raises(ServiceError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:9"),
        open_engine("dask", scheduler="tcp://127.0.0.1:9"),
    ):
        pass


def test_what_cannot_be_asked() -> None:
    with pytest.raises(UsageError, match="no engine 'spark'"), open_engine("spark"):
        pass
    with (
        pytest.raises(UsageError, match="--scheduler is for a Dask cluster"),
        open_engine(scheduler="tcp://x:1"),
    ):
        pass

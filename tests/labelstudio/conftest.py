"""One real server for all tests of this folder: on SQLite, or on PostgreSQL by `make postgresql`."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from annotation.client import Connection, connect
from annotation.server.install import default_cache
from annotation.server.local import Server, running
from tests.labelstudio.postgres import chosen_database

WATCH = Path(__file__).parent / "watch"
# SQLite waits for the disk at each of thousands of requests. Memory that files may lie in is whole after
# any kill of the server, and a test's data may be lost with the machine.
_MEMORY = Path("/dev/shm")
_ROOM = 1 << 30


@dataclass(frozen=True)
class Watched:
    """A running server, its state folder, and the log of what it looked up and connected to."""

    server: Server
    state: Path
    connections: Path


@pytest.fixture(scope="session")
def quick_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """In memory, where there is room; else on disk."""
    roomy = os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM
    with TemporaryDirectory(
        prefix="tinbai-tests-", dir=_MEMORY if roomy else tmp_path_factory.getbasetemp()
    ) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def watched(quick_folder: Path) -> Iterator[Watched]:
    log = quick_folder / "connections.txt"
    log.touch()
    environment = {"PYTHONPATH": str(WATCH), "TINBAI_TEST_CONNECTIONS": str(log)}
    with ExitStack() as opened:
        environment |= opened.enter_context(chosen_database())
        server = opened.enter_context(
            running(
                quick_folder / "server",
                default_cache(),
                annotators=["lan", "minh"],
                extra_environment=environment,
            )
        )
        yield Watched(server, quick_folder / "server", log)


@pytest.fixture(scope="session")
def server(watched: Watched) -> Server:
    return watched.server


@pytest.fixture(scope="session")
def connection(server: Server) -> Connection:
    return connect(server.url, server.api_key)

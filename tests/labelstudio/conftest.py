"""One real server for all tests of this folder: on SQLite, or on PostgreSQL by `make postgresql`."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from annotation.client import Connection, connect
from annotation.server.install import default_cache
from annotation.server.local import Server, running
from tests.labelstudio.postgres import chosen_database

WATCH = Path(__file__).parent / "watch"


@dataclass(frozen=True)
class Watched:
    """A running server, its state folder, and the log of what it looked up and connected to."""

    server: Server
    state: Path
    connections: Path


@pytest.fixture(scope="session")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    folder = tmp_path_factory.mktemp("label-studio")
    log = folder / "connections.txt"
    log.touch()
    environment = {"PYTHONPATH": str(WATCH), "TINBAI_TEST_CONNECTIONS": str(log)}
    with ExitStack() as opened:
        environment |= opened.enter_context(chosen_database())
        server = opened.enter_context(
            running(
                folder / "server",
                default_cache(),
                annotators=["lan", "minh"],
                extra_environment=environment,
            )
        )
        yield Watched(server, folder / "server", log)


@pytest.fixture(scope="session")
def server(watched: Watched) -> Server:
    return watched.server


@pytest.fixture(scope="session")
def connection(server: Server) -> Connection:
    return connect(server.url, server.api_key)

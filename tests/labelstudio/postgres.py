"""A PostgreSQL cluster of the tests' own, with Label Studio's tables in it.

Migrating an empty database takes Label Studio a minute or two, so a migrated cluster is kept beside the
installation, as the SQLite template is, and copied. PostgreSQL refuses to run as root: there it runs as the
user that Debian's package makes.
"""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from filelock import FileLock

from annotation.server.environment import server_environment
from annotation.server.install import LAUNCHER, default_cache, install, installation_name

_USER = "postgres"
# A test's data may be lost with the machine: no waiting for the disk.
_QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


@contextmanager
def label_studio_database(cache: Path) -> Iterator[dict[str, str]]:
    """The environment of a Label Studio that works on a fresh, migrated PostgreSQL."""
    programs = _programs()
    template = _template(cache, programs)
    with _place() as folder:
        _copy(template, folder / "data")
        with _cluster(programs, folder / "data") as port:
            yield _environment(port)


@contextmanager
def chosen_database() -> Iterator[dict[str, str]]:
    """The environment of a Label Studio on SQLite, or where `make postgresql` says so on a fresh PostgreSQL."""
    if os.environ.get("TINBAI_TEST_DATABASE") != "postgresql":
        yield {}
        return
    with label_studio_database(default_cache()) as environment:
        yield environment


def _programs() -> Path:
    found = [Path(place).resolve().parent for place in [shutil.which("pg_ctl")] if place]
    found += [
        place for place in sorted(Path("/usr/lib/postgresql").glob("*/bin")) if (place / "pg_ctl").exists()
    ]
    if not found:
        pytest.skip(
            "SKIPPED LOUDLY: no PostgreSQL here (apt install postgresql): push and pull are tried on SQLite alone"
        )
    return found[0]


def _environment(port: int) -> dict[str, str]:
    names = {"NAME": "labelstudio", "USER": _USER, "PASSWORD": "", "HOST": "127.0.0.1", "PORT": str(port)}
    return {"DJANGO_DB": "default", **{f"POSTGRE_{name}": value for name, value in names.items()}}


def _template(cache: Path, programs: Path) -> Path:
    """A migrated cluster's data folder, made once per installation."""
    version = _run(programs, "postgres", "--version").split()[2]
    place = cache / f"{installation_name()}-postgres-{version}"
    installation = install(cache)
    with FileLock(f"{place}.lock"):
        if not place.is_dir():
            with _place() as folder:
                _run(
                    programs,
                    "initdb",
                    "-D",
                    folder / "data",
                    "-U",
                    _USER,
                    "--auth=trust",
                    "-E",
                    "UTF8",
                    "--locale=C.UTF-8",
                )
                with _cluster(programs, folder / "data") as port:
                    _run(programs, "createdb", "-h", "127.0.0.1", "-p", port, "-U", _USER, "labelstudio")
                    home = server_environment(home=folder / "home", data=folder / "home")
                    (folder / "home").mkdir()
                    # Any command migrates first; `version` then does nothing else.
                    # Label Studio ends when its input does, so it gets one that stays open.
                    end, other_end = os.pipe()
                    with os.fdopen(end, "rb") as kept, os.fdopen(other_end, "wb"):
                        subprocess.run(
                            [installation.python, "-P", "-s", LAUNCHER, "version"],
                            env={**home, **_environment(port)},
                            stdin=kept,
                            capture_output=True,
                            check=True,
                            timeout=900,
                        )
                part = place.with_name(f"{place.name}.{os.getpid()}.part")
                shutil.copytree(folder / "data", part)
                part.rename(place)
    return place


@contextmanager
def _place() -> Iterator[Path]:
    """A folder that whoever runs PostgreSQL owns; pytest's own are closed to others."""
    root = os.geteuid() == 0
    # Where temporary files go may be closed to others, and so would be all below.
    home = pwd.getpwnam(_USER).pw_dir if root else None
    folder = Path(tempfile.mkdtemp(prefix="tinbai-postgres-", dir=home))
    try:
        if root:
            shutil.chown(folder, _USER, _USER)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _copy(template: Path, place: Path) -> None:
    shutil.copytree(template, place)
    place.chmod(0o700)
    if os.geteuid() == 0:
        for path in [place, *place.rglob("*")]:
            shutil.chown(path, _USER, _USER)


@contextmanager
def _cluster(programs: Path, data: Path) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    options = f"-p {port} -k {data} -c listen_addresses=127.0.0.1 {_QUICK}"
    _run(programs, "pg_ctl", "-D", data, "-w", "-o", options, "-l", data / "log", "start")
    try:
        yield port
    finally:
        _run(programs, "pg_ctl", "-D", data, "-w", "-m", "fast", "stop")


def _run(programs: Path, program: str, *arguments: object) -> str:
    return subprocess.run(
        [programs / program, *map(str, arguments)],
        user=_USER if os.geteuid() == 0 else None,
        cwd="/",
        env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=True,
        timeout=120,
    ).stdout

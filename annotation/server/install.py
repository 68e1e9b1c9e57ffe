"""Label Studio in an environment of its own, and a database that is migrated once for all workspaces.

Its pins would drag pyarrow back, so it never shares tinbai's environment. Installing takes seconds to a
minute (about 800 MB), migrating an empty SQLite database half a minute to a minute; both are done once
per lock file and Python, beside their place, and renamed onto it when whole.
"""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from annotation.server.environment import server_environment
from schemas.errors import ServerError
from schemas.files import disk_faults, file_sha256

VERSION = "1.23.2"
LOCK = Path(__file__).with_name("label-studio.lock")
LAUNCHER = Path(__file__).with_name("launch.py")

_TOLD = 300

Tell = Callable[[str], None]


def quiet(message: str) -> None:
    """Nobody listens."""


@dataclass(frozen=True, slots=True)
class Installation:
    """A Label Studio that can be started: its interpreter, and a data folder to copy."""

    python: Path
    template: Path


def default_cache() -> Path:
    """Where installations live: TINBAI_CACHE, else XDG_CACHE_HOME/tinbai, else ~/.cache/tinbai."""
    if own := os.environ.get("TINBAI_CACHE"):
        return Path(own)
    shared = os.environ.get("XDG_CACHE_HOME")
    return (Path(shared) if shared else Path.home() / ".cache") / "tinbai"


def installation_name() -> str:
    """The folder's name below the cache: another lock or another Python is another installation."""
    python = f"py{sys.version_info.major}.{sys.version_info.minor}"
    return f"label-studio-{VERSION}-{file_sha256(LOCK)[:12]}-{python}"


def install(cache: Path, tell: Tell = quiet) -> Installation:
    """Give the installation in `cache`, making it first where it is not there yet.

    Two makers wait for each other. A killed one leaves a `.part` folder, which the next one removes.

    Raises:
        ServerError: it cannot be installed or migrated.
        StorageError: the disk is full or read-only.
    """
    from filelock import FileLock

    folder = cache / installation_name()
    whole = Installation(folder / "venv" / "bin" / "python", folder / "template")
    if folder.is_dir():
        return whole
    with disk_faults(cache):
        cache.mkdir(parents=True, exist_ok=True)
        lock = FileLock(cache / f"{folder.name}.lock")
        if not _try(lock.acquire):
            tell("Another tinbai is installing Label Studio: waiting for it")
            lock.acquire()
        try:
            if not folder.is_dir():
                for left in cache.glob(f"{folder.name}.*.part"):
                    shutil.rmtree(left, ignore_errors=True)
                # A name of our own: a killed maker's uv may still be writing into its folder.
                part = cache / f"{folder.name}.{os.getpid()}.part"
                part.mkdir()
                _make(part, tell)
                part.rename(folder)
        finally:
            lock.release()
    return whole


def _try(acquire: Callable[..., object]) -> bool:
    from filelock import Timeout

    try:
        acquire(timeout=0)
    except Timeout:
        return False
    return True


def _make(part: Path, tell: Tell) -> None:
    from uv import find_uv_bin

    uv = find_uv_bin()
    python = part / "venv" / "bin" / "python"
    tell(f"Installing Label Studio {VERSION} into an environment of its own (once, about 800 MB)")
    # Relocatable, because the folder is renamed when it is whole.
    _run([uv, "venv", "--quiet", "--relocatable", "--python", sys.executable, part / "venv"], part, "install")
    _run(
        [uv, "pip", "install", "--quiet", "--python", python, "--require-hashes", "--requirement", LOCK],
        part,
        "install",
    )
    tell("Preparing Label Studio's database (once, about a minute)")
    home, template = part / "home", part / "template"
    home.mkdir()
    environment = server_environment(home=home, data=template)
    # Any command migrates first; `version` then does nothing else.
    _run([python, "-P", "-s", LAUNCHER, "version"], part, "migrate", environment)
    shutil.rmtree(home)
    # It holds a key that signs sessions: every workspace gets one of its own when it first starts.
    (template / ".env").unlink(missing_ok=True)


def _run(
    command: list[str | Path], folder: Path, what: str, environment: dict[str, str] | None = None
) -> None:
    result = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    assert result.stdin is not None
    assert result.stdout is not None
    try:
        said = result.stdout.read().decode(errors="replace").strip()
        code = result.wait()
    finally:
        result.stdin.close()
        result.stdout.close()
        with suppress(ProcessLookupError):
            os.killpg(result.pid, signal.SIGKILL)
        result.wait()
    if code:
        reason = " ".join(said.split()).rstrip(".") or f"exit code {code}"
        if len(reason) > _TOLD:
            reason = f"... {reason[-_TOLD:]}"
        raise ServerError(
            f"could not {what} Label Studio {VERSION}: {reason}",
            hint="Check the network and the room on the disk, then run the same command again",
        )

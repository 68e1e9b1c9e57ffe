"""What a workspace's local server keeps between its runs: its data, its log-ins, whether and where it runs."""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from annotation.server.account import Account
from schemas.errors import DataError
from schemas.files import disk_faults, write_text


@dataclass(frozen=True, slots=True)
class Credentials:
    admin: Account
    annotators: tuple[Account, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """The paths of one server's state folder."""

    folder: Path

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    @property
    def address(self) -> Path:
        """JSON with the URL of the running server; a left-over of a killed one means nothing."""
        return self.folder / "running.json"

    @property
    def credentials(self) -> Path:
        return self.folder / "credentials.json"

    @contextmanager
    def held(self) -> Iterator[int | None]:
        """Hold the state alone: gives a file descriptor to hand down to the server, or None if it is taken.

        The lock belongs to the open file, not to a process: it is free again when the starter and the
        server that inherited it are both gone, however they went. So no process number is trusted.
        """
        with disk_faults(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(self.folder / "server.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield None
            else:
                yield handle
        finally:
            os.close(handle)

    def prepare(self, template: Path) -> None:
        """Make the folders; the data folder, where there is none yet, as a copy of the template."""
        with disk_faults(self.folder):
            self.home.mkdir(exist_ok=True, mode=0o700)
            part = self.folder / "data.part"
            shutil.rmtree(part, ignore_errors=True)
            if not self.data.exists():
                shutil.copytree(template, part)
                part.rename(self.data)

    def read_credentials(self) -> Credentials | None:
        if not self.credentials.exists():
            return None
        try:
            body = json.loads(self.credentials.read_text(encoding="utf-8"))
            return Credentials(
                admin=Account(**body["admin"]),
                annotators=tuple(Account(**account) for account in body["annotators"]),
            )
        except (ValueError, KeyError, TypeError) as error:
            raise DataError(
                f"{self.credentials} does not hold the server's log-ins any more",
                hint=f"Restore it from a backup; removing {self.folder} starts an empty server, without the labels",
            ) from error

    def write_credentials(self, credentials: Credentials) -> None:
        """Keep the log-ins where only their owner can read them."""
        body = {
            "admin": asdict(credentials.admin),
            "annotators": [asdict(account) for account in credentials.annotators],
        }
        mask = os.umask(0o077)
        try:
            write_text(self.credentials, json.dumps(body, indent=1) + "\n")
        finally:
            os.umask(mask)

    def read_address(self) -> str | None:
        try:
            url = json.loads(self.address.read_text(encoding="utf-8"))["url"]
        except (OSError, ValueError, KeyError):
            return None
        return str(url)

    def write_address(self, url: str) -> None:
        write_text(self.address, json.dumps({"url": url}) + "\n")

"""An object store by its address (`s3://BUCKET/PATH`), through fsspec: its files, their bytes, its faults in plain words.

Tested with s3fs against moto's server; what else fsspec knows may work and is not promised.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from schemas.errors import ConfigError, DataError, ServerError, UsageError
from schemas.progress import Progress, silent

_CHUNK = 8 << 20


@dataclass(frozen=True, slots=True)
class Objects:
    """The files below a path of a store. `url` is for people: no user or password is in it."""

    url: str
    filesystem: Any
    root: str

    def sizes(self) -> dict[str, int]:
        """Every file below the path, by its path relative to it, with its size in bytes.

        Raises:
            DataError: a name would lead out of the path.
        """
        with store_faults(self.url):
            try:
                found = self.filesystem.find(self.root, detail=True)
            except FileNotFoundError:  # some stores answer so for a path without files
                return {}
        sizes = {name.removeprefix(self.root).lstrip("/"): int(info["size"]) for name, info in found.items()}
        for path in sizes:
            if ".." in PurePosixPath(path).parts:
                raise DataError(f"{self.url} holds {path!r}, which is no path", hint="Look into it by hand")
        return sizes

    def sha256(self, path: str, advance: Progress = silent) -> str:
        """Of the bytes that the store gives back; `advance` is told how many came."""
        digest = hashlib.sha256()
        done = 0
        with (
            store_faults(f"{self.url}/{path}"),
            self.filesystem.open(
                f"{self.root}/{path}", "rb", block_size=_CHUNK, cache_type="readahead"
            ) as file,
        ):
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                done += len(chunk)
                advance(done)
        return digest.hexdigest()

    def read(self, path: str) -> bytes:
        with store_faults(f"{self.url}/{path}"):
            return bytes(self.filesystem.cat_file(f"{self.root}/{path}"))

    def send(self, file: Path, path: str) -> None:
        with store_faults(f"{self.url}/{path}"):
            self.filesystem.put_file(str(file), f"{self.root}/{path}")

    def create(self, path: str, data: bytes) -> None:
        """As a new file, where the store can tell; one that is there stays as it is.

        Raises:
            ServerError: it is there, or the store failed.
        """
        with store_faults(f"{self.url}/{path}"):
            self.filesystem.pipe_file(f"{self.root}/{path}", data, mode="create")

    def remove(self, path: str) -> None:
        with store_faults(f"{self.url}/{path}"):
            self.filesystem.rm_file(f"{self.root}/{path}")

    def fetch(self, folder: Path, only: Sequence[str] | None) -> None:
        """All files, or those that are there and that one of the patterns in `only` fits, into the folder."""
        for path in self.sizes():
            if only is None or any(fnmatchcase(path, pattern) for pattern in only):
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                with store_faults(f"{self.url}/{path}"):
                    self.filesystem.get_file(f"{self.root}/{path}", str(folder / path))


def is_store_url(text: str) -> bool:
    """Whether `text` is an address that names its store: `s3://...`, but no `file://`."""
    scheme, separator, rest = text.partition("://")
    return bool(separator and rest and scheme.isalnum() and scheme != "file")


def open_store(url: str) -> Objects:
    """The files below `url`, seen anew with each look.

    Raises:
        ConfigError: the package for such a store is not installed.
        UsageError: fsspec knows no such store.
    """
    from fsspec.core import url_to_fs

    shown = without_secrets(url).rstrip("/")
    try:
        filesystem, root = url_to_fs(url, use_listings_cache=False)
    except ImportError as error:
        scheme = url.partition("://")[0]
        hint = "Install tinbai with its extra s3: tinbai[s3]" if scheme == "s3" else str(error)
        raise ConfigError(f"{shown} needs a package that is not installed", hint=hint) from error
    except ValueError as error:
        raise UsageError(
            f"{shown} names a store that is not known: {error}", hint="Write s3://BUCKET/PATH"
        ) from error
    return Objects(shown, filesystem, str(root).rstrip("/"))


def without_secrets(url: str) -> str:
    """The address without user, password and query."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


@contextmanager
def store_faults(where: str) -> Iterator[None]:
    """Turn what a store refuses, or its silence, into one line with what to do."""
    try:
        yield
    except PermissionError as error:
        raise ConfigError(
            f"these credentials are not enough for {where}", hint="Set others, or ask for the rights to it"
        ) from error
    except FileNotFoundError as error:
        raise UsageError(f"{where} is not there", hint="Check the name of the bucket and the path") from error
    except _service_errors() as error:
        if type(error).__name__ in ("NoCredentialsError", "PartialCredentialsError"):
            raise ConfigError(
                f"there are no credentials for {where}",
                hint="Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
            ) from error
        raise ServerError(
            f"the store failed at {where}: {' '.join(str(error).split())[:200]}",
            hint="Run the same command again",
        ) from error


def _service_errors() -> tuple[type[Exception], ...]:
    try:
        from botocore.exceptions import BotoCoreError, ClientError
    except ImportError:  # no S3 without it
        return (OSError,)
    return (OSError, BotoCoreError, ClientError)

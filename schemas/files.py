"""Files that are whole or absent: written under a temporary name, synced, renamed."""

import errno
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from schemas.errors import StorageError

_CHUNK = 1 << 20
_PARTS = ".*.part"
_FULL_OR_BROKEN = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EFBIG}
_NO_PLACE = {errno.EACCES, errno.EPERM, errno.ENOTDIR, errno.EEXIST, errno.ENAMETOOLONG}


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give a temporary path beside `path`; on success sync it and rename it onto `path`.

    On any error the temporary file goes and `path` stays as it was. A kill leaves at most a
    `.NAME.PID.part` file, which `sweep_parts` removes.

    Raises:
        StorageError: the disk is full, read-only or broken.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    with disk_faults(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            yield part
            with part.open("rb+") as handle:
                os.fsync(handle.fileno())
            part.replace(path)
            sync(path.parent)
        finally:
            part.unlink(missing_ok=True)


@contextmanager
def disk_faults(path: Path) -> Iterator[None]:
    """Turn a full, read-only, forbidden or failing disk into a `StorageError` that names `path`."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL_OR_BROKEN:
            hint = "Free some room or choose another --workspace, then run the same command again"
        elif error.errno in _NO_PLACE:
            hint = "Choose a place where files may be written, then run the same command again"
        else:
            raise
        raise StorageError(
            f"could not write {path}: {os.strerror(error.errno)}",
            hint=f"{hint}; the last good state is untouched",
        ) from error


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 with LF, whole or not at all."""
    with whole_file(path) as part:
        part.write_text(text, encoding="utf-8", newline="\n")


def write_bytes(path: Path, data: bytes) -> None:
    with whole_file(path) as part:
        part.write_bytes(data)


def sweep_parts(folder: Path, *, deep: bool = True) -> None:
    """Remove what a killed run left half written, below `folder` or in it alone. Call it under the workspace's lock."""
    for part in folder.rglob(_PARTS) if deep else folder.glob(_PARTS):
        part.unlink(missing_ok=True)


def file_sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as handle:
        while chunk := handle.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def text_sha256(text: str) -> str:
    """sha256 hex of the text's UTF-8 bytes: what every label pins."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def sync(path: Path) -> None:
    """Bring what was written to the file, or renamed in the folder, to the disk itself."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

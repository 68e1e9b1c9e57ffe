"""A hidden folder beside what is to be made, held by one process; what killed ones left goes."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from schemas.errors import UsageError
from schemas.files import disk_faults


@contextmanager
def work_folder(target: Path) -> Iterator[Path]:
    """The folder `.NAME.PID.attaching` beside `target`, on the same disk, for the time of a block.

    The system lets go of a killed process's hold, so a folder that nobody holds is nobody's.

    Raises:
        UsageError: another process makes the same.
        StorageError: there is no room.
    """
    with disk_faults(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        for left in target.parent.glob(f".{target.name}.*.attaching"):
            with _held(left) as mine:
                if not mine:
                    raise UsageError(
                        f"another tinbai is making {target}",
                        hint="Wait until it ends, or choose another --output",
                    )
                shutil.rmtree(left)
        work = target.parent / f".{target.name}.{os.getpid()}.attaching"
        work.mkdir()
        with _held(work):
            try:
                yield work
            finally:
                shutil.rmtree(work, ignore_errors=True)


@contextmanager
def _held(folder: Path) -> Iterator[bool]:
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(handle)

"""What was made of files stays, as long as they are the same files: a watcher reads only what changed."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar, cast

from schemas.files import file_sha256

Made = TypeVar("Made")
_Signature = tuple[tuple[str, int, int, int], ...]


class Memory:
    """Results by name, each with the names, inodes, sizes and times of the files that it was made of.

    A file of ours is never written in place but replaced (schemas/files.py), so another state of it is
    another inode, and nothing is missed that was written twice within the clock's tick.
    """

    def __init__(self) -> None:
        self._kept: dict[str, tuple[_Signature, object]] = {}
        self._seen: dict[Path, _Signature] = {}

    def look(self) -> None:
        """Begin a turn: from here on every file counts as it is first met.

        A file that is replaced within a turn must look changed at the next to all that is made of it: else what is
        made of a result of before, after the file came, would be taken for made of the file.
        """
        self._seen.clear()

    def of(self, what: str, paths: Sequence[Path], make: Callable[[], Made]) -> Made:
        """The result of this name: as kept, or made anew where a file came, went or changed."""
        now = tuple(one for path in paths for one in self._signature(path))
        kept = self._kept.get(what)
        if kept is not None and kept[0] == now:
            return cast(Made, kept[1])
        made = make()
        self._kept[what] = (now, made)
        return made

    def _signature(self, path: Path) -> _Signature:
        if path not in self._seen:
            self._seen[path] = _signature(path)
        return self._seen[path]

    def sha256(self, file: Path) -> str:
        return self.of(f"sha256 of {file}", [file], lambda: file_sha256(file))


def _signature(path: Path) -> _Signature:
    """Of a file, or of every file that lies directly in a folder; absent ones do not count."""
    found = []
    for file in sorted(path.iterdir()) if path.is_dir() else [path]:
        try:
            state = file.stat()
        except FileNotFoundError:
            continue
        found.append((str(file), state.st_ino, state.st_size, state.st_mtime_ns))
    return tuple(found)

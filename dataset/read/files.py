"""Which files an input means, and how one is read."""

import hashlib
import os
import stat
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from dataset.read.page import InputFile, Page, Refused
from dataset.read.text import read_html_file, read_text
from schemas.errors import UsageError
from schemas.files import file_sha256

Reader = Callable[[InputFile, bytes, str], Page | Refused]

# One reader per kind of file; a page that is HTML inside a .txt is still HTML.
READERS: dict[str, Reader] = {".txt": read_text, ".html": read_html_file, ".htm": read_html_file}


def require_inputs(inputs: Sequence[Path], *, apart_from: Path | None) -> None:
    """Refuse what `find_files` would refuse at once, before anything is made.

    Raises:
        UsageError: an input does not exist, or is the workspace itself: what a run writes is no page of the next.
    """
    for given in inputs:
        if not given.exists():
            raise UsageError(f"there is no file or folder {given}", hint="Check the path")
        if apart_from is not None and given.resolve() == apart_from.resolve():
            raise UsageError(
                f"{given} is the workspace itself, not a folder of pages",
                hint="Put the pages into a folder of their own and give that",
            )


def find_files(inputs: Sequence[Path], *, apart_from: Path | None = None) -> tuple[InputFile, ...]:
    """All files of files and folders, sorted by source path. Hidden files and folders are left out.

    A file that two inputs reach counts once, below the higher root. The folder `apart_from`, the
    workspace, is not looked into where it lies below an input.

    Raises:
        UsageError: an input does not exist or is the workspace, or two files would have one source path.
    """
    require_inputs(inputs, apart_from=apart_from)
    own = apart_from.resolve() if apart_from is not None else None
    found: dict[str, InputFile] = {}
    for given in inputs:
        for file in _below(given, own) if given.is_dir() else [_input_file(given, given.parent)]:
            real = os.path.realpath(file.path)
            if real not in found or len(found[real].source_path) < len(file.source_path):
                found[real] = file
    by_path: dict[str, InputFile] = {}
    for file in sorted(found.values(), key=lambda file: (file.source_path, str(file.path))):
        other = by_path.setdefault(file.source_path, file)
        if other is not file:
            raise UsageError(
                f"{other.path} and {file.path} would both be the page {file.source_path}",
                hint="Give their common parent folder instead, or rename one",
            )
    return tuple(by_path.values())


def read_file(file: InputFile, max_bytes: int) -> Page | Refused:
    """Read one file as one page. Never raises for what a file holds or for a file that cannot be read."""
    try:
        about = file.path.stat()
        if stat.S_ISDIR(about.st_mode) and not file.path.is_symlink():
            return Refused(file.source_path, "unreadable", "the folder cannot be opened")
        if not stat.S_ISREG(about.st_mode):
            return Refused(file.source_path, "unsupported", "not a regular file")
        if about.st_size > max_bytes:
            detail = f"{about.st_size} bytes, at most {max_bytes} are read"
            return Refused(file.source_path, "too_large", detail, file_sha256(file.path), about.st_size)
        data = file.path.read_bytes()
    except OSError as error:
        return Refused(file.source_path, "unreadable", error.strerror or type(error).__name__)
    sha256 = hashlib.sha256(data).hexdigest()
    reader = READERS.get(file.path.suffix.lower())
    if reader is None:
        known = ", ".join(sorted(READERS))
        detail = f"files ending in {file.path.suffix or 'nothing'} are not read; known: {known}"
        return Refused(file.source_path, "unsupported", detail, sha256, len(data))
    return reader(file, data, sha256)


def _below(root: Path, apart_from: Path | None) -> Iterable[InputFile]:
    failed: list[OSError] = []
    for folder, folders, names in os.walk(root, onerror=failed.append):
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and Path(folder, name).resolve() != apart_from
        )
        links = [name for name in folders if Path(folder, name).is_symlink()]
        for name in sorted([*names, *links]):
            if not name.startswith("."):
                yield _input_file(Path(folder, name), root)
    for error in failed:
        # A folder nobody may open is a page that could not be read, not silence.
        yield _input_file(Path(error.filename), root)


def _input_file(path: Path, root: Path) -> InputFile:
    below = os.fsencode(path.relative_to(root).as_posix()).decode("utf-8", "backslashreplace")
    # Some systems hand names out decomposed: the same file must have the same id everywhere.
    return InputFile(path, unicodedata.normalize("NFC", below), root.resolve().name)

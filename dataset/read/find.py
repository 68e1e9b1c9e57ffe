"""Which files the inputs mean: files, folders, globs and standard input."""

import fnmatch
import functools
import os
import re
import shutil
import sys
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from dataset.read.page import InputFile
from schemas.errors import UsageError
from schemas.files import disk_faults

STDIN = "-"
_MAGIC = re.compile(r"[*?\[]")


def find_inputs(given: Sequence[str | Path], *, apart_from: Path | None = None) -> tuple[InputFile, ...]:
    """All files that `given` means, sorted by source path. Hidden files and folders are left out.

    Each is a file, a folder, a glob (`crawl/**/*.html`; `**` is any number of folders) or `-`, standard
    input, which is written to a temporary file once and read from there; its source path is `stdin`. A
    name that exists is that file, whatever characters it has. Paths below a glob are those below its last
    folder without a wildcard. A file that two inputs reach counts once, below the higher root. Links to
    folders are not followed. The folder `apart_from`, the workspace, is not looked into where it lies
    below an input: what a run writes is no page of the next.

    Raises:
        UsageError: an input does not exist, a glob matches nothing, an input is the workspace, or two files
            would have one source path.
        StorageError: there is no room for what comes from standard input.
    """
    own = apart_from.resolve() if apart_from is not None else None
    found: dict[str, InputFile] = {}
    # Every part of a path is looked at: once a folder, not once a file.
    real_folder = functools.cache(os.path.realpath)
    for one in given:
        for file in _files_of(one, own):
            path = file.path
            real = f"{real_folder(path.parent).rstrip('/')}/{path.name}"
            if path.is_symlink():
                real = os.path.realpath(path)
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


def _files_of(given: str | Path, own: Path | None) -> Iterator[InputFile]:
    path = Path(given)
    if str(given) == STDIN:
        yield InputFile(_spooled_stdin(), "stdin", "stdin")
    elif path.exists():
        if own is not None and path.resolve() == own:
            raise UsageError(
                f"{given} is the workspace itself, not a folder of pages",
                hint="Put the pages into a folder of their own and give that",
            )
        if path.is_dir():
            yield from _below(path, path, own)
        else:
            yield _input_file(path, path.parent, _name_of(path.parent))
    elif _MAGIC.search(str(given)):
        yield from _matching(path, own)
    else:
        raise UsageError(f"there is no file or folder {given}", hint="Check the path")


def _matching(pattern: Path, own: Path | None) -> Iterator[InputFile]:
    fixed = next(number for number, part in enumerate(pattern.parts) if _MAGIC.search(part))
    root = Path(*pattern.parts[:fixed])
    matches = list(_expanded(root, pattern.parts[fixed:], own))
    if not matches:
        raise UsageError(f"no file or folder matches {pattern}", hint="Check the pattern")
    name = _name_of(root)
    for path in matches:
        if path.is_dir() and not path.is_symlink():
            yield from _below(path, root, own)
        else:
            yield _input_file(path, root, name)


def _expanded(folder: Path, parts: Sequence[str], own: Path | None) -> Iterator[Path]:
    """Paths below a folder that match the parts of a pattern; a path may come twice."""
    first, rest = parts[0], parts[1:]
    if first == "**":
        yield from _expanded(folder, rest, own) if rest else [folder]
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError:
        yield folder  # told as a page that could not be read
        return
    for entry in entries:
        path = Path(entry.path)
        if entry.name.startswith(".") or (own is not None and path.resolve() == own):
            continue
        inner = entry.is_dir(follow_symlinks=False)
        if first == "**":
            if inner and rest:
                yield from _expanded(path, parts, own)
        elif fnmatch.fnmatchcase(entry.name, first):
            if not rest:
                yield path
            elif inner:
                yield from _expanded(path, rest, own)


def _below(folder: Path, root: Path, own: Path | None) -> Iterator[InputFile]:
    failed: list[OSError] = []
    called = _name_of(root)
    for inner, folders, names in os.walk(folder, onerror=failed.append):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and Path(inner, name).resolve() != own
        )
        links = [name for name in folders if Path(inner, name).is_symlink()]
        for name in sorted([*names, *links]):
            if not name.startswith("."):
                yield _input_file(Path(inner, name), root, called)
    for error in failed:
        # A folder nobody may open is a page that could not be read, not silence.
        yield _input_file(Path(error.filename), root, called)


def _name_of(root: Path) -> str:
    return root.resolve().name


def _input_file(path: Path, root: Path, name: str) -> InputFile:
    below = os.fsencode(path.relative_to(root).as_posix()).decode("utf-8", "backslashreplace")
    # Some systems hand names out decomposed: the same file must have the same id everywhere.
    return InputFile(path, unicodedata.normalize("NFC", below), name)


@functools.cache
def _spooled_stdin() -> Path:
    """Standard input can be read once, and not by another process: a file can."""
    path = Path(_spool_folder().name, "stdin")
    with disk_faults(path), path.open("wb") as file:
        shutil.copyfileobj(sys.stdin.buffer, file, 1 << 20)
    return path


@functools.cache
def _spool_folder() -> "tempfile.TemporaryDirectory[str]":
    # Held by the cache until the process ends; its finalizer removes it then.
    return tempfile.TemporaryDirectory(prefix="tinbai-stdin-", ignore_cleanup_errors=True)

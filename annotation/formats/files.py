"""Reading what others wrote: UTF-8 to the byte, line breaks as they stand, errors with file and line."""

import json
from collections.abc import Iterator
from pathlib import Path

from annotation.formats.labelled import broken

_SHOWN = 60


def text_of(path: Path, place: str) -> str:
    """The file's text without a byte-order mark; CR stays.

    Raises:
        DataError: it is not UTF-8, or cannot be read.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise broken(place, f"cannot be read ({error.strerror})", "Give a file that is there") from error
    try:
        return data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise broken(
            f"{place}:{line}", f"byte {error.start} is not UTF-8", "Save the file as UTF-8"
        ) from error


def json_of(text: str, place: str) -> object:
    """A JSON value; `place` is the file, or the file and its line.

    Raises:
        DataError: it is not JSON.
    """
    try:
        return json.loads(text)
    except ValueError as error:
        where = f"{place}:{error.lineno}" if isinstance(error, json.JSONDecodeError) else place
        raise broken(where, f"not JSON ({error})") from error
    except RecursionError:
        raise broken(place, "JSON nested too deeply") from None


def json_lines(path: Path, place: str) -> Iterator[tuple[str, object]]:
    """Each line's place and value; blank lines do not count.

    Raises:
        DataError: a line is not JSON.
    """
    for number, line in enumerate(text_of(path, place).split("\n"), start=1):
        if line.strip():
            where = f"{place}:{number}"
            try:
                yield where, json.loads(line)
            except (ValueError, RecursionError) as error:
                raise broken(where, f"not JSON ({str(error)[:_SHOWN]})") from error


def texts_below(path: Path, suffix: str) -> list[tuple[Path, str]]:
    """The file, or every file below the folder whose name ends so, with the name that reports give it.

    Raises:
        DataError: nothing is there.
    """
    if path.is_dir():
        found = sorted(file for file in path.rglob(f"*{suffix}") if file.is_file())
        if not found:
            raise broken(path.name, f"no file of this folder ends in {suffix}", "Give another folder")
        return [(file, f"{path.name}/{file.relative_to(path).as_posix()}") for file in found]
    if not path.exists():
        raise broken(path.name, "is not there", "Give a file or a folder that is there")
    return [(path, path.name)]

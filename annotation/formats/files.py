"""Reading what others wrote: UTF-8 to the byte, line breaks as they stand, errors with file and line.

JSON is taken at its word: a key that stands twice, NaN and Infinity are refused, not guessed at. How large a file is
and how deep it goes is looked at before it is parsed.
"""

import json
import re
from collections.abc import Iterator
from itertools import accumulate
from math import isinf
from pathlib import Path
from typing import NoReturn

from annotation.formats.labelled import broken

LARGEST = 1 << 30
"""Bytes of a file: parsed, a GiB of JSON takes several."""
DEEPEST = 100
"""Levels of lists and objects. Exports have a dozen; Python itself reads a thousand and trips over them later."""
_SHOWN = 60
_STRINGS = re.compile(r'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_BRACKETS = re.compile(r"[\[\]{}]")
_STEPS = {"[": 1, "{": 1, "]": -1, "}": -1}


def text_of(path: Path, place: str) -> str:
    """The file's text without a byte-order mark; CR stays.

    Raises:
        DataError: it is not UTF-8, or cannot be read.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise broken(place, f"is larger than {LARGEST >> 20} MiB", "Split the file and give each part")
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
        return _strict(text)
    except ValueError as error:
        where = f"{place}:{error.lineno}" if isinstance(error, json.JSONDecodeError) else place
        raise broken(where, f"not JSON ({error})") from error


def json_lines(path: Path, place: str) -> Iterator[tuple[str, object]]:
    """Each line's place and value; blank lines do not count.

    Raises:
        DataError: a line is not JSON.
    """
    for number, line in enumerate(text_of(path, place).split("\n"), start=1):
        if line.strip():
            where = f"{place}:{number}"
            try:
                yield where, _strict(line)
            except ValueError as error:
                raise broken(where, f"not JSON ({str(error)[:_SHOWN]})") from error


def may_hold_halves(text: str) -> bool:
    """Whether JSON writes surrogates, whole or half: few texts do, so that `require_whole` is asked of few."""
    return _SURROGATE.search(text) is not None


def require_whole(value: object, place: str) -> None:
    """Raises DataError where some text of a JSON value holds half of a surrogate pair, which is in no UTF-8."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise broken(place, "half of a surrogate pair in a text") from None


def _strict(text: str) -> object:
    """Raises ValueError where the text is not JSON, goes too deep, or would say something else to other readers."""
    brackets = _BRACKETS.findall(_STRINGS.sub("", text))
    if max(accumulate(map(_STEPS.__getitem__, brackets)), default=0) > DEEPEST:
        raise ValueError(f"more than {DEEPEST} levels deep")
    value: object = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number, parse_float=_finite)
    return value


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    body = dict(pairs)
    if len(body) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice[:_SHOWN]!r} stands twice in an object")
    return body


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _finite(digits: str) -> float:
    value = float(digits)
    if isinf(value):
        raise ValueError(f"{digits[:_SHOWN]} is beyond every float")
    return value


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

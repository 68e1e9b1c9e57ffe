"""JSON that is not a line each: an array of objects, one object, or objects one after the other. Record N is object N."""

import hashlib
import re
from collections.abc import Iterator

from dataset.read.formats.jsonl import Objects
from dataset.read.lines import LongLine
from dataset.read.options import ReadOptions
from dataset.read.page import Raw, Refused
from dataset.read.place import place_in
from dataset.read.stream import Stream

_OUTSIDE = re.compile(rb"[\"{}]")
# To the end of a string, or of what there is of it.
_STRING = re.compile(rb"[^\"\\]*+(?:\\.[^\"\\]*+)*+", re.DOTALL)
_BETWEEN = b" \t\r\n,[]"


def read_json(source_path: str, stream: Stream, options: ReadOptions) -> Iterator[Raw | Refused]:
    """A record an object. An object whose braces match is refused alone if it is broken."""
    objects = Objects(options)
    stream.record = 1
    for number, (start, data, is_object) in enumerate(_objects(stream, options.max_page_bytes), 1):
        stream.record = number + 1
        size = data.size if isinstance(data, LongLine) else len(data)
        place = place_in(stream, f"{source_path}#{number}", start, size)
        if isinstance(data, LongLine):
            yield place.too_large(data.size, data.sha256, options.max_page_bytes)
        elif is_object:
            yield objects.raw(place, data)
        else:
            yield place.refused("broken", "this is no JSON object", data)


def _objects(stream: Stream, longest: int) -> Iterator[tuple[int, bytes | LongLine, bool]]:
    """Each object's start and bytes, and True; what else stands between two objects, and False."""
    held = _Held(stream.position, longest)
    depth = 0
    in_string = escaped = False
    while chunk := stream.chunk():
        begun = place = 0
        while place < len(chunk):
            if in_string:
                if escaped:
                    place, escaped = place + 1, False
                found = _STRING.match(chunk, place)
                place = found.end() if found else place
                if place < len(chunk):
                    in_string = chunk[place] != 0x22
                    escaped = in_string
                    place += 1
                continue
            token = _OUTSIDE.search(chunk, place)
            if token is None:
                break
            place = token.end()
            if token[0] == b'"':
                in_string = True
            elif token[0] == b"{":
                if depth == 0:
                    held.add(chunk[begun : place - 1])
                    yield from held.between()
                    begun = place - 1
                depth += 1
            elif depth > 0:
                depth -= 1
                if depth == 0:
                    held.add(chunk[begun:place])
                    yield (*held.taken(), True)
                    begun = place
        held.add(chunk[begun:])
    if depth:
        yield (*held.taken(), True)
    else:
        yield from held.between()


class _Held:
    """The bytes since the last object, or of one, unless they are too many."""

    def __init__(self, start: int, longest: int) -> None:
        self._start = start
        self._longest = longest
        self._parts: list[bytes] = []
        self._size = 0
        self._digest: hashlib._Hash | None = None

    def add(self, data: bytes) -> None:
        self._size += len(data)
        self._parts.append(data)
        if self._size > self._longest:
            self._digest = self._digest or hashlib.sha256()
            self._digest.update(b"".join(self._parts))
            self._parts.clear()

    def taken(self) -> tuple[int, bytes | LongLine]:
        """Their place and themselves, or what is known of them; it holds nothing then."""
        start = self._start
        data = LongLine(self._size, self._digest.hexdigest()) if self._digest else b"".join(self._parts)
        self._start += self._size
        self._size = 0
        self._parts.clear()
        self._digest = None
        return start, data

    def between(self) -> Iterator[tuple[int, bytes | LongLine, bool]]:
        start, data = self.taken()
        if isinstance(data, LongLine):
            yield start, data, False
        elif lost := data.removeprefix(b"\xef\xbb\xbf").strip(_BETWEEN):
            yield start + data.find(lost), lost, False

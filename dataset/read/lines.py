"""Lines of a stream, none of them ever held beyond a size."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from dataset.read.stream import Stream


@dataclass(frozen=True, slots=True)
class LongLine:
    """A line that was longer than allowed: what is known of it."""

    size: int
    sha256: str


def lines_of(stream: Stream, longest: int) -> Iterator[tuple[int, bytes | LongLine]]:
    """Each line with the place where it starts, and without its LF.

    Raises:
        Broken: as `Stream.chunk`; the lines before were given.
    """
    start = stream.position
    begun: list[bytes] = []
    size = 0
    digest = None
    while chunk := stream.chunk():
        pieces = chunk.split(b"\n")
        last = pieces.pop()
        for piece in pieces:
            if digest is not None:
                digest.update(piece)
                line: bytes | LongLine = LongLine(size + len(piece), digest.hexdigest())
                digest = None
            elif size:
                line = b"".join([*begun, piece])
            else:
                line = piece
            length = size + len(piece)
            if length > longest and isinstance(line, bytes):
                line = LongLine(length, hashlib.sha256(line).hexdigest())
            yield start, line
            start += length + 1
            begun.clear()
            size = 0
        if last:
            size += len(last)
            begun.append(last)
            if size > longest:
                digest = digest or hashlib.sha256()
                digest.update(b"".join(begun))
                begun.clear()
    if size:
        yield start, LongLine(size, digest.hexdigest()) if digest is not None else b"".join(begun)

"""The bytes of a file, decompressed as they come, in memory that does not grow with it."""

import codecs
import hashlib
import re
from collections import deque
from collections.abc import Iterator
from typing import BinaryIO

from dataset.read.codecs import Codec, Unpacker, codec_of

CHUNK = 1 << 18
_PACKED = 1 << 16


class StreamError(Exception):
    """A stream cannot be read on from here. `reason` and `detail` are those of a `Refused`."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


class Stream:
    """Bytes of an open file, unpacked where it is compressed.

    `position` counts the unpacked bytes handed out; it is a place in the file only while `exact`. `record`
    is the number of the record being read, for whoever has to say where a stream broke.
    A member that grows beyond `max_bytes` and more than `max_ratio` times its size is a bomb.
    """

    def __init__(self, handle: BinaryIO, max_bytes: int, max_ratio: int) -> None:
        self.codec = codec_of(handle.read(16))
        handle.seek(0)
        self.position = 0
        self.exact = True
        self.record = 0
        self._handle = handle
        self._max_bytes = max_bytes
        self._max_ratio = max_ratio
        self._held = b""
        self._at = 0
        self._packed = b""
        self._packed_read = 0
        self._member: Unpacker | None = None
        self._member_start = 0
        self._member_size = 0
        self._member_place = 0
        self._members: deque[tuple[int, int]] = deque()
        self._unpacked_size = 0
        self._resumed = 0
        self._broken: StreamError | None = None
        self._decoder: codecs.IncrementalDecoder | None = None

    @property
    def name(self) -> str:
        """The path of the file."""
        return self._handle.name

    def chunk(self) -> bytes:
        """Some bytes, as many as come at once; none at the end.

        Raises:
            StreamError: the compressed data are damaged, end too early, or are a bomb.
        """
        out = self._held[self._at :] if self._at else self._held
        self._held, self._at = b"", 0
        out = out or self._fresh()
        self.position += len(out)
        return out

    def peek(self, size: int) -> bytes:
        """The next `size` bytes, fewer at the end or before a damage, without taking them."""
        missing = size - (len(self._held) - self._at)
        if missing > 0:
            parts = [self._held[self._at :]]
            try:
                while missing > 0 and (fresh := self._fresh()):
                    parts.append(fresh)
                    missing -= len(fresh)
            except StreamError:
                if len(parts) == 1 and not parts[0]:
                    raise
            finally:
                self._held, self._at = b"".join(parts), 0
        return self._held[self._at : self._at + size]

    def need(self, size: int) -> bytes:
        """As `peek`, but a damage before that many bytes is raised."""
        out = self.peek(size)
        if len(out) < size and self._broken is not None:
            raise self._broken
        return out

    def read(self, size: int) -> bytes:
        """The next `size` bytes, fewer at the end but not before a damage."""
        out = self.need(size)
        self._at += len(out)
        self.position += len(out)
        return out

    def check(self, start: int) -> None:
        """Raise `StreamError` if the damage met so far is in a member that began between `start` and here."""
        if self._broken is not None and start <= self._member_place < self.position:
            raise self._broken

    def mark(self) -> int:
        """Where in the file the member begins that holds the next byte, or that byte itself: for `resume`."""
        if self.codec is None:
            return self.position
        while len(self._members) > 1 and self._members[1][0] <= self.position:
            self._members.popleft()
        return self._members[0][1] if self._members else self._packed_read - len(self._packed)

    def unread(self, data: bytes) -> None:
        """Put bytes back that were just taken."""
        self._held, self._at = data + self._held[self._at :], 0
        self.position -= len(data)

    def skip(self, size: int) -> Iterator[bytes]:
        """Take the next `size` bytes, fewer at the end, a part at a time."""
        while size > 0 and (part := self.read(min(size, CHUNK))):
            size -= len(part)
            yield part

    def as_utf8(self) -> None:
        """Hand out UTF-16 with a byte order mark as UTF-8 from here on. Places are no longer exact."""
        assert self.position == 0
        self._decoder = codecs.getincrementaldecoder("utf-16")("replace")
        self._held, self._at = self._decoder.decode(self._held).encode(), 0
        self.exact = False

    def resume(self, prefix: bytes, start: int) -> str | None:
        """After damage: go on at the next member that begins with `prefix`; None if there is none.

        The search begins within the member at `start`, a mark: what follows the damage may have been taken
        for part of it. Returns the sha256 of the file's bytes that were passed over.
        """
        if self.codec is None:
            return None
        magic = re.compile(b"|".join(map(re.escape, self.codec.magic)))
        start = max(start, self._resumed)  # never the same member twice
        begin = start + 1
        while True:
            self._handle.seek(begin)
            block = self._handle.read(1 << 20)
            for found in magic.finditer(block):
                if self._begins(begin + found.start(), prefix):
                    self._go_to(begin + found.start())
                    return self._sha256(start, begin + found.start())
            if len(block) < 1 << 20:
                return None
            begin += len(block) - 8

    def go_back(self, position: int) -> None:
        """Stand again where it stood before, in a file that is not compressed."""
        assert self.codec is None
        self._handle.seek(position)
        self._held, self._at = b"", 0
        self.position = position

    def _sha256(self, start: int, end: int) -> str:
        digest = hashlib.sha256()
        self._handle.seek(start)
        while start < end and (block := self._handle.read(min(1 << 20, end - start))):
            digest.update(block)
            start += len(block)
        return digest.hexdigest()

    def _begins(self, offset: int, prefix: bytes) -> bool:
        assert self.codec is not None
        self._handle.seek(offset)
        try:
            return self.codec.unpacker().decompress(self._handle.read(_PACKED), len(prefix)) == prefix
        except self.codec.errors:
            return False

    def _go_to(self, offset: int) -> None:
        self._handle.seek(offset)
        self._held = self._packed = b""
        self._at = 0
        self._unpacked_size = self.position
        self._members.clear()
        self._resumed = offset
        self._packed_read = offset
        self._member = self._broken = None
        self.exact = False

    def _fresh(self) -> bytes:
        fresh = self._next()
        while self._decoder is not None and fresh:
            if text := self._decoder.decode(fresh):
                return text.encode("utf-8", "replace")
            fresh = self._next()
        return fresh

    def _next(self) -> bytes:
        if self.codec is None:
            return self._handle.read(CHUNK)
        if self._broken is None:
            try:
                return self._unpacked(self.codec)
            except StreamError as broken:
                # A decompressor is not to be asked again after an error.
                self._broken = broken
        raise self._broken

    def _unpacked(self, codec: Codec) -> bytes:
        while True:
            if self._member is None and not self._next_member(codec):
                return b""
            member = self._member
            assert member is not None
            if not self._packed and member.needs_input:
                self._fill()
                if not self._packed:
                    raise StreamError("broken", f"the {codec.name} data end in the middle")
            try:
                out = member.decompress(self._packed, max_length=CHUNK)
            except codec.errors as error:
                raise StreamError("broken", f"the {codec.name} data are damaged: {error}") from error
            self._packed = b""
            if member.eof:
                self._packed = member.unused_data
                self._member = None
            if out:
                self._weigh(len(out))
                return out

    def _next_member(self, codec: Codec) -> bool:
        if not self._packed:
            self._fill()
        while self._packed and not self._packed.strip(b"\0"):
            self._fill()  # padding, as tapes and some downloads leave it
        if not self._packed:
            return False
        if len(self._packed) < 16:
            self._packed += self._pull()
        self._member_start = self._packed_read - len(self._packed)
        self._member_place = self._unpacked_size
        self._members.append((self._member_place, self._member_start))
        self._member_size = 0
        if self._packed[0] == 0:
            self._packed = self._packed.lstrip(b"\0")
        if not self._packed.startswith(codec.magic):
            raise StreamError("broken", f"what follows the {codec.name} data is none")
        self._member = codec.unpacker()
        return True

    def _weigh(self, fresh: int) -> None:
        self._member_size += fresh
        self._unpacked_size += fresh
        packed = self._packed_read - self._member_start
        if self._member_size > max(self._max_bytes, packed * self._max_ratio):
            raise StreamError(
                "too_large", f"the compressed data grow more than {self._max_ratio} times, as a zip bomb does"
            )

    def _fill(self) -> None:
        self._packed = self._pull()

    def _pull(self) -> bytes:
        fresh = self._handle.read(_PACKED)
        self._packed_read += len(fresh)
        return fresh

"""What unpacks gzip, zstd, bzip2 and xz, member by member, through one interface."""

import bz2
import lzma
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from backports import zstd

# A frame may ask for a window of gigabytes; the zstd program too takes 128 MB and no more unless told.
_ZSTD_WINDOW_LOG = 27
_XZ_MEMORY = 256 << 20


class Unpacker(Protocol):
    """As bz2.BZ2Decompressor: it keeps the input that `most` bytes of output left over, until `needs_input`."""

    def decompress(self, data: bytes, /, max_length: int) -> bytes: ...
    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Codec:
    """One kind of compression. A file is one or more members; each begins with a magic number."""

    name: str
    magic: tuple[bytes, ...]
    suffixes: tuple[str, ...]
    unpacker: Callable[[], Unpacker]
    errors: tuple[type[Exception], ...]


class _Gunzip:
    """zlib's decompressor hands unused input back, where the others keep it."""

    __slots__ = ("_left", "_zlib")

    def __init__(self) -> None:
        self._zlib = zlib.decompressobj(wbits=31)
        self._left = b""

    def decompress(self, data: bytes, /, max_length: int) -> bytes:
        out = self._zlib.decompress(self._left + data if self._left else data, max_length)
        self._left = self._zlib.unconsumed_tail
        return out

    @property
    def eof(self) -> bool:
        return self._zlib.eof

    @property
    def needs_input(self) -> bool:
        return not self._left

    @property
    def unused_data(self) -> bytes:
        return self._zlib.unused_data


def _unzstd() -> Unpacker:
    return zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: _ZSTD_WINDOW_LOG})


CODECS = (
    Codec("gzip", (b"\x1f\x8b\x08",), (".gz", ".gzip"), _Gunzip, (zlib.error,)),
    Codec(
        "zstd",
        # A frame, or one of the sixteen kinds of skippable frame.
        (b"\x28\xb5\x2f\xfd", *(bytes([kind]) + b"\x2a\x4d\x18" for kind in range(0x50, 0x60))),
        (".zst", ".zstd"),
        _unzstd,
        (zstd.ZstdError,),
    ),
    Codec("bzip2", (b"BZh",), (".bz2",), bz2.BZ2Decompressor, (OSError, ValueError)),
    Codec(
        "xz",
        (b"\xfd7zXZ\x00",),
        (".xz",),
        lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY),
        (lzma.LZMAError,),
    ),
)


def codec_of(head: bytes) -> Codec | None:
    """The compression of a file, told by its first bytes; None if it is not compressed."""
    return next((codec for codec in CODECS if head.startswith(codec.magic) and _is_bzip2(codec, head)), None)


def _is_bzip2(codec: Codec, head: bytes) -> bool:
    # "BZh9" may begin a text; the number pi behind it does not.
    return codec.name != "bzip2" or head[4:10] in (b"1AY&SY", b"\x17rE8P\x90")

"""Where a record stands, and how it becomes a raw page or a refusal."""

import hashlib
from typing import NamedTuple

from dataset.read.page import Media, PageMeta, Raw, Refused
from dataset.read.stream import Stream

NO_META = PageMeta()


class Place(NamedTuple):
    """Where a record stands: its source path, and its bytes in its file where the container tells."""

    source_path: str
    byte_start: int | None = None
    byte_end: int | None = None

    def refused(self, reason: str, detail: str, data: bytes | None) -> Refused:
        """A record that is no page; `data` is what there is of it."""
        return Refused(
            self.source_path,
            reason,
            detail,
            None if data is None else hashlib.sha256(data).hexdigest(),
            None if data is None else len(data),
            self.byte_start,
            self.byte_end,
        )

    def too_large(self, size: int, sha256: str | None, most: int) -> Refused:
        """A record that was not held, being larger than `most` bytes."""
        detail = f"{size} bytes, at most {most} are read"
        return Refused(self.source_path, "too_large", detail, sha256, size, self.byte_start, self.byte_end)

    def raw(
        self, data: bytes, *, media: Media = "unknown", charset: str | None = None, meta: PageMeta = NO_META
    ) -> Raw:
        sha256 = _digest(data, media, charset, meta)
        return Raw(self.source_path, data, sha256, media, charset, meta, self.byte_start, self.byte_end)


def place_in(stream: Stream, name: str, start: int, size: int) -> Place:
    """The place of a record in a stream, its bytes only while the stream knows them."""
    return Place(name, start, start + size) if stream.exact else Place(name)


def _digest(data: bytes, media: Media, charset: str | None, meta: PageMeta) -> str:
    """sha256 of all that a page depends on, whatever its container and compression: of `data` alone where
    nothing else is known."""
    digest = hashlib.sha256(data)
    if media != "unknown" or charset is not None or meta is not NO_META:
        *stated, _ = meta  # no container states captions
        known = "\x00".join([one or "" for one in (media, charset, *stated)])
        # 0xFF is in no UTF-8: no page alone gives these bytes.
        digest.update(b"\xff" + known.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()

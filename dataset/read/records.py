"""Every record of a file, as raw as it came, or the reason why it cannot be read."""

import codecs
import stat
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from dataset.read.formats.json_values import read_json
from dataset.read.formats.jsonl import read_jsonl
from dataset.read.formats.parquet import read_parquet
from dataset.read.formats.table import read_csv
from dataset.read.formats.warc import read_warc
from dataset.read.formats.whole import read_html, read_text
from dataset.read.options import ReadOptions
from dataset.read.page import InputFile, Raw, Refused
from dataset.read.place import Place
from dataset.read.sniff import BY_SUFFIX, format_of
from dataset.read.stream import Stream, StreamError
from schemas.files import file_sha256

Reader = Callable[[str, Stream, ReadOptions], Iterator[Raw | Refused]]

# Every format that is read; what tells them apart is in sniff.py.
READERS: Mapping[str, Reader] = {
    "text": read_text,
    "html": read_html,
    "jsonl": read_jsonl,
    "csv": read_csv,
    "json": read_json,
    "parquet": read_parquet,
    "warc": read_warc,
}
_HEAD = 1 << 16


def raws(file: InputFile, options: ReadOptions) -> Iterator[Raw | Refused]:
    """Stream the records of a file, in its order. Never raises for what a file holds or for one that cannot be read.

    A file that is one page keeps its source path; record N of a container (from 1) is `file#N`: a line of
    JSONL, a data row of CSV, a row of Parquet, a record of WARC. Memory stays within a few times
    `max_page_bytes`, however large the file. A record that cannot be read is refused and the next one read;
    where that is impossible, one row refuses the rest of the file.
    """
    stream = None
    try:
        about = file.path.stat()
        if stat.S_ISDIR(about.st_mode) and not file.path.is_symlink():
            yield Refused(file.source_path, "unreadable", "the folder cannot be opened")
            return
        if not stat.S_ISREG(about.st_mode):
            yield Refused(file.source_path, "unsupported", "not a regular file")
            return
        with file.path.open("rb") as handle:
            stream = Stream(handle, options.max_page_bytes, options.max_ratio)
            try:
                yield from _records(file, stream, options)
            except StreamError as broken:
                place = Place(f"{file.source_path}#{stream.record}" if stream.record else file.source_path)
                detail = (
                    f"{broken.detail}; the rest of the file is not read" if stream.record else broken.detail
                )
                sha256 = file_sha256(file.path)
                yield Refused(place.source_path, broken.reason, detail, sha256, about.st_size)
    except OSError as error:
        container = stream is not None and stream.record
        name = f"{file.source_path}#{container}" if container else file.source_path
        yield Refused(name, "unreadable", error.strerror or type(error).__name__)


def _records(file: InputFile, stream: Stream, options: ReadOptions) -> Iterator[Raw | Refused]:
    head = stream.peek(_HEAD)
    if not head:
        yield Place(file.source_path, 0, 0).refused("empty", "the file is empty", b"")
        return
    utf16 = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if utf16:
        head = head[: len(head) & ~1].decode("utf-16", "replace").encode()
    found = format_of(head, file.path.name, options)
    if utf16 and found in ("jsonl", "json", "csv"):
        stream.as_utf8()
    if found is None:
        suffix = Path(file.path.name).suffix or "nothing"
        known = ", ".join(sorted(BY_SUFFIX))
        detail = f"files ending in {suffix} are not read; known: {known}"
        sha256, size = file_sha256(file.path), file.path.stat().st_size
        yield Refused(file.source_path, "unsupported", detail, sha256, size)
        return
    yield from READERS[found](file.source_path, stream, options)

"""What flows out of an input: raw records, then pages, or the reason why there is none."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple

Media = Literal["text", "html", "unknown"]


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to read. `source_path` is its path below the input root, with `/`; `root` is the root's name."""

    path: Path
    source_path: str
    root: str


class PageMeta(NamedTuple):
    """What a page, or the record that holds it, states outside its text. Dates are EDTF; unknown is None.

    `crawled` is `YYYY-MM-DD`. A tuple, as `Raw` is: there is one for every record of a corpus, and a frozen dataclass
    takes three times as long to make.
    """

    title: str | None = None
    author: str | None = None
    url: str | None = None
    source: str | None = None
    section: str | None = None
    published: str | None = None
    crawled: str | None = None
    license: str | None = None
    captions: tuple[str, ...] = ()


class Raw(NamedTuple):
    """One record of an input before anybody decoded it: a whole file, a line of JSONL, a WARC response.

    `source_path` is the file's for a whole file and `file#N` for record N (from 1) of a container.
    `data` are the bytes of its page alone, `charset` what the container declares about them. `sha256`
    covers all that the page depends on, the container's fields too. `byte_start:byte_end` is its place in
    its file, decompressed; None where the container has no such place.
    """

    source_path: str
    data: bytes
    sha256: str
    media: Media = "unknown"
    charset: str | None = None
    meta: PageMeta = PageMeta()
    byte_start: int | None = None
    byte_end: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page's raw text, its record's sha256 and bytes, and what it states about itself.

    `outside` are the lines of an HTML page that its extractor left out, in order.
    """

    source_path: str
    sha256: str
    size: int
    text: str
    meta: PageMeta = field(default=PageMeta())
    outside: tuple[str, ...] = ()
    byte_start: int | None = None
    byte_end: int | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A record that is no page: `reason` is a short code, `detail` says what was found. No sha256: unreadable."""

    source_path: str
    reason: str
    detail: str
    sha256: str | None = None
    size: int | None = None
    byte_start: int | None = None
    byte_end: int | None = None

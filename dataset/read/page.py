"""What a reader gives: a page, or the reason why there is none."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to read. `source_path` is its path below the input root, with `/`; `root` is the root's name."""

    path: Path
    source_path: str
    root: str


@dataclass(frozen=True, slots=True)
class PageMeta:
    """What a page states about itself outside its text. Dates are EDTF; unknown is None."""

    title: str | None = None
    author: str | None = None
    url: str | None = None
    section: str | None = None
    published: str | None = None
    captions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A page's raw text, its bytes' sha256 and number, and what it states about itself."""

    source_path: str
    sha256: str
    size: int
    text: str
    meta: PageMeta = field(default=PageMeta())


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that is no page: `reason` is a short code, `detail` says what was found. No sha256: unreadable."""

    source_path: str
    reason: str
    detail: str
    sha256: str | None = None
    size: int | None = None

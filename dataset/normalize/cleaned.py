"""Between reading and deciding: one row per record, its text cleaned, nothing decided.

Reading is done once: what repeats across a site's pages is known only when all of them were read, and
then they are decided from this table.
"""

from collections.abc import Sequence
from functools import lru_cache

import pyarrow as pa

from dataset.normalize.marks import split_prefixes
from dataset.normalize.provenance import host_of
from dataset.read.page import InputFile, Page, PageMeta, Refused
from schemas.language.clean import clean_texts

CLEANED = pa.schema(
    [
        pa.field("source_path", pa.string(), nullable=False),
        pa.field("root", pa.string(), nullable=False),
        # The host of the page's address, else the root: whose furniture its lines are compared with.
        pa.field("site", pa.string(), nullable=False),
        pa.field("raw_sha256", pa.string()),
        pa.field("size", pa.int64()),
        pa.field("byte_start", pa.int64()),
        pa.field("byte_end", pa.int64()),
        # Set where the record is no page; `text` is empty then.
        pa.field("reason", pa.string()),
        pa.field("detail", pa.string()),
        # Cleaned lines joined by LF, one for each raw line, blank ones too: line numbers are those of the page.
        pa.field("text", pa.large_string(), nullable=False),
        # The metadata prefix that stood glued to the first line, or "".
        pa.field("prefix", pa.string(), nullable=False),
        pa.field("outside", pa.list_(pa.large_string()), nullable=False),
        pa.field("title", pa.string()),
        pa.field("author", pa.string()),
        pa.field("url", pa.string()),
        pa.field("source", pa.string()),
        pa.field("section", pa.string()),
        pa.field("published", pa.string()),
        pa.field("crawled", pa.string()),
        pa.field("license", pa.string()),
        pa.field("captions", pa.list_(pa.string()), nullable=False),
    ]
)

_STATED = ("title", "author", "url", "source", "section", "published", "crawled", "license")
_NOTHING = PageMeta()


def cleaned_of(pages: Sequence[tuple[InputFile, Page | Refused]]) -> pa.Table:
    """A CLEANED table of a few pages, each with the file that it is from; all are cleaned in one go."""
    only = [page for _, page in pages]
    prefixes, texts = split_prefixes(
        clean_texts([page.text if isinstance(page, Page) else "" for page in only])
    )
    metas = [page.meta if isinstance(page, Page) else _NOTHING for page in only]
    columns: dict[str, Sequence[object]] = {
        "source_path": [page.source_path for page in only],
        "root": [file.root for file, _ in pages],
        "site": [
            (_host_at(meta.url) if meta.url else None) or file.root
            for (file, _), meta in zip(pages, metas, strict=True)
        ],
        "raw_sha256": [page.sha256 for page in only],
        "size": [page.size for page in only],
        "byte_start": [page.byte_start for page in only],
        "byte_end": [page.byte_end for page in only],
        "reason": [None if isinstance(page, Page) else page.reason for page in only],
        "detail": [None if isinstance(page, Page) else page.detail for page in only],
        "text": texts,
        "prefix": prefixes,
        "outside": _outside(only),
        **{name: [getattr(meta, name) for meta in metas] for name in _STATED},
        "captions": [meta.captions for meta in metas],
    }
    return pa.table([_array(columns[field.name], field.type) for field in CLEANED], schema=CLEANED)


def _outside(pages: Sequence[Page | Refused]) -> list[list[str]]:
    """The lines beside the text of each page, cleaned; all in one go."""
    lines = [page.outside if isinstance(page, Page) else () for page in pages]
    cleaned = iter(clean_texts([line for some in lines for line in some]))
    return [[next(cleaned) for _ in some] for some in lines]


def _host_at(url: str) -> str | None:
    return _host_of_start("/".join(url.split("/", 3)[:3]) if "//" in url else url)


# Taking a URL apart costs 12 us, and a crawl has few hosts.
_host_of_start = lru_cache(1 << 16)(host_of)


def _array(values: Sequence[object], kind: pa.DataType) -> pa.Array:
    try:
        return pa.array(values, kind)
    except UnicodeEncodeError:  # half a surrogate pair, as JSON can hold
        return pa.array([_sound(value) for value in values], kind)


def _sound(value: object) -> object:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return [_sound(one) for one in value] if isinstance(value, list | tuple) else value

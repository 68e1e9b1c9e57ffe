"""Between reading and deciding: one row per record, its text cleaned, nothing decided.

Reading is done once: what repeats across a site's pages is known only when all of them were read, and
then they are decided from this table.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import repeat

import numpy as np
import polars as pl
import pyarrow as pa

from dataset.native import call
from dataset.normalize.arrays import from_values
from dataset.normalize.marks import PREFIXED, split_prefixes
from dataset.normalize.provenance import host_of
from dataset.normalize.text_bytes import text_bytes
from dataset.read.options import ReadOptions
from dataset.read.page import InputFile, Page, PageMeta, Raw, Refused
from dataset.read.pages import page_of
from dataset.read.plain import ODD, plain_texts
from schemas.language.clean import SUSPECT, clean_column, clean_texts

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

_NOTHING = PageMeta()


def cleaned_records(records: Sequence[tuple[InputFile, Raw | Refused]], options: ReadOptions) -> pa.Table:
    """A CLEANED table of a few records, each with the file that it is from; all are cleaned in one go."""
    found: list[Raw | Page | Refused] = [record for _, record in records]
    texts = plain_texts(found, options)
    # One scan for all that is unusual, to read or to clean: a text that has nothing of it is never a string of Python's.
    unusual = _perhaps_unusual(texts)
    unusual = unusual.filter(texts.gather(unusual).str.contains(f"{ODD}|{SUSPECT}").fill_null(value=True))
    odd = texts.gather(unusual).str.contains(ODD).fill_null(value=True)
    to_read, to_clean = unusual.filter(odd), unusual.filter(~odd)
    for number in to_read.to_list():
        record = found[number]
        found[number] = page_of(record, options) if isinstance(record, Raw) else record
    read = clean_texts([_text_of(found[number]) for number in to_read.to_list()])
    cleaned = clean_column(texts.gather(to_clean))
    texts = _with(
        texts, pl.concat([to_read, to_clean]), pl.concat([pl.Series(read, dtype=pl.String), cleaned])
    )
    return _table([file for file, _ in records], found, texts)


def cleaned_of(pages: Sequence[tuple[InputFile, Page | Refused]]) -> pa.Table:
    """The same of records that are read."""
    found = [page for _, page in pages]
    texts = pl.Series(clean_texts([_text_of(page) for page in found]), dtype=pl.String)
    return _table([file for file, _ in pages], found, texts)


def _perhaps_unusual(texts: pl.Series) -> pl.Series:
    """The places of all texts that have anything of ODD or SUSPECT, of all that are null, and of a few others."""
    raw, first = text_bytes(texts)
    unusual = np.empty(len(texts), np.uint8)
    call("unusual_texts", raw, first, len(texts), unusual)
    return (pl.Series(unusual > 0) | texts.is_null()).arg_true()


def _text_of(page: Raw | Page | Refused) -> str:
    return page.text if isinstance(page, Page) else ""


def _with(texts: pl.Series, places: pl.Series, others: pl.Series) -> pl.Series:
    """The texts with others at some places."""
    if not len(places):
        return texts
    order = np.arange(len(texts))
    order[places.to_numpy()] = np.arange(len(texts), len(texts) + len(others))
    return pl.concat([texts, others]).gather(order)


def _table(files: Sequence[InputFile], found: Sequence[Raw | Page | Refused], texts: pl.Series) -> pa.Table:
    """What was found with its texts: of a raw record its text is all there is of its page."""
    glued = texts.str.contains(PREFIXED).arg_true()
    some, rests = split_prefixes(texts.gather(glued).to_list())
    prefixes = [""] * len(texts)
    for number, prefix in zip(glued.to_list(), some, strict=True):
        prefixes[number] = prefix
    metas = [_NOTHING if isinstance(page, Refused) else page.meta for page in found]
    columns: dict[str, Sequence[object]] = {
        "source_path": [page.source_path for page in found],
        "root": [file.root for file in files],
        "site": [
            (_host_at(meta.url) if meta.url else None) or file.root
            for file, meta in zip(files, metas, strict=True)
        ],
        "raw_sha256": [page.sha256 for page in found],
        "size": [len(page.data) if isinstance(page, Raw) else page.size for page in found],
        "byte_start": [page.byte_start for page in found],
        "byte_end": [page.byte_end for page in found],
        "reason": [page.reason if isinstance(page, Refused) else None for page in found],
        "detail": [page.detail if isinstance(page, Refused) else None for page in found],
        "prefix": prefixes,
        "outside": _outside(found),
        **dict(zip(PageMeta._fields, zip(*metas, strict=True) if metas else repeat(()), strict=False)),
    }
    arrays = {name: _array(values, CLEANED.field(name).type) for name, values in columns.items()}
    arrays["text"] = _with(texts, glued, pl.Series(rests, dtype=pl.String)).to_arrow(
        compat_level=pl.CompatLevel.oldest()
    )
    return pa.table([arrays[name] for name in CLEANED.names], schema=CLEANED)


def _outside(pages: Sequence[Raw | Page | Refused]) -> list[list[str]]:
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
        return from_values(values, kind)
    except UnicodeEncodeError:  # half a surrogate pair, as JSON can hold
        return from_values([_sound(value) for value in values], kind)


def _sound(value: object) -> object:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return [_sound(one) for one in value] if isinstance(value, list | tuple) else value

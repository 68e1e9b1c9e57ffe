"""Decided pages as rows of the tables, a batch at a time and column by column."""

import hashlib
from dataclasses import dataclass
from itertools import pairwise

import polars as pl
import pyarrow as pa

from dataset.normalize.arrays import from_values, whole
from dataset.normalize.options import NORM_VERSION
from schemas.arrow import arrow_schemas
from schemas.contract import Contract

STAGE = "normalize"
_KNOWN = (
    "source_path",
    "root",
    "raw_sha256",
    "size",
    "byte_start",
    "byte_end",
    "prefix",
    "url",
    "reason",
    "detail",
    "crawled",
    "license",
)


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows that a batch of pages gives, before exact duplicates are folded.

    `pages` has a row per page of the batch, in order; articles are sorted by id.
    """

    pages: pa.Table
    articles: pa.Table
    quarantine: pa.Table


def id_of(source_key: str) -> str:
    """blake2b-128 hex: an id depends on where a page came from and on nothing else."""
    return hashlib.blake2b(source_key.encode("utf-8"), digest_size=16).hexdigest()


def rows_of(
    cleaned: pa.Table, decided: pl.DataFrame, contract: Contract, rules: str, license_: str | None
) -> Rows:
    """The rows of a batch: an article, a listing's teasers, or a row of quarantine for every page.

    `cleaned` is the CLEANED table that `decided.pages` are about, if only in columns that this looks at; `license_`
    is that of pages that state none.
    """
    stated = pl.DataFrame(cleaned.select(list(_KNOWN)))
    known = stated.select(
        "source_path",
        "root",
        "raw_sha256",
        "size",
        "byte_start",
        "byte_end",
        "prefix",
        stated_url="url",
        unread="reason",
        unread_detail="detail",
        crawled_at=pl.col("crawled").str.to_date("%Y-%m-%d", strict=False),
        license=pl.col("license").fill_null(pl.lit(license_, pl.String)),
    )
    page = known.hstack(decided).with_columns(
        pl.coalesce("unread", pl.col("reason").replace("", None)).alias("reason"),
        pl.coalesce("unread_detail", pl.col("detail").replace("", None)).alias("detail"),
    )
    # Only a story is known by its address: two rejected pages may well give the same, and the second page
    # of a listing often gives that of the first.
    story = pl.col("reason").is_null() & (pl.col("kind") == "article")
    page = page.with_columns(
        kind=pl.when(pl.col("reason").is_null()).then("kind").otherwise(pl.lit("rejected")),
        source_key=pl.when(story).then(pl.coalesce("stated_url", "source_path")).otherwise("source_path"),
        row=pl.int_range(pl.len(), dtype=pl.UInt32),
    )
    page = page.with_columns(id=_ids(page["source_key"]))
    pages = page.with_columns(rules=pl.lit(rules), folded=pl.lit(False))
    of_pages, of_articles, of_quarantine = arrow_schemas(contract, "pages", "articles", "quarantine")
    return Rows(
        pages=conformed(pages, of_pages),
        articles=_articles(page, of_articles),
        quarantine=_quarantine(page, of_quarantine),
    )


def _articles(page: pl.DataFrame, schema: pa.Schema) -> pa.Table:
    shared = page.with_columns(
        source_sha256="raw_sha256", norm_version=pl.lit(NORM_VERSION), parent_id=pl.lit(None, pl.String)
    )
    stories = shared.filter(pl.col("kind") == "article").with_columns(item_index=pl.lit(None, pl.Int32))
    names = [name for name in schema.names if name != "text_sha256"]
    rows = pl.concat(
        [stories.select(names), _teasers(shared.filter(pl.col("kind") == "listing")).select(names)]
    ).sort("id", maintain_order=True)
    table = conformed(rows, pa.schema([schema.field(name) for name in names], metadata=schema.metadata))
    hashes = from_values(_sha256(whole(table["text"])), pa.string())
    place = schema.get_field_index("text_sha256")
    return table.add_column(place, schema.field(place), hashes)


def _teasers(listings: pl.DataFrame) -> pl.DataFrame:
    """A row for each entry of listing pages."""
    entries = (
        listings.drop("text", "title", "event_date")
        .with_columns(item_index=pl.int_ranges(1, pl.col("entries").list.len() + 1, dtype=pl.Int32))
        .explode("entries", "item_index")
        .unnest("entries")
    )
    end = pl.col("text").str.len_chars().cast(pl.Int32)
    return entries.with_columns(
        id=_ids(entries.select(pl.format("{}#{}", "source_key", "item_index")).to_series()),
        kind=pl.lit("teaser"),
        parent_id="id",
        url=pl.lit(None, pl.String),
        paragraphs=pl.concat_list(pl.struct(start=pl.lit(0, pl.Int32), end=end)),
    )


def _sha256(texts: pa.Array) -> list[str]:
    """sha256 hex of each text's UTF-8, straight from Arrow's buffer."""
    if not len(texts):
        return []
    _, offsets, data = texts.buffers()
    places = memoryview(offsets).cast("q")[texts.offset : texts.offset + len(texts) + 1]
    view = memoryview(data) if data is not None else memoryview(b"")
    return [hashlib.sha256(view[start:end]).hexdigest() for start, end in pairwise(places)]


def _quarantine(page: pl.DataFrame, schema: pa.Schema) -> pa.Table:
    refused = page.filter(pl.col("reason").is_not_null())
    rows = refused.with_columns(stage=pl.lit(STAGE), item_index=pl.lit(None, pl.Int32))
    return conformed(rows, schema)


def _ids(keys: pl.Series) -> pl.Series:
    return pl.Series("id", [id_of(key) for key in keys.to_list()], dtype=pl.String)


def conformed(frame: pl.DataFrame, schema: pa.Schema) -> pa.Table:
    """The columns of a schema, in its order and types. A null where none may be is our fault: it raises."""
    arrow = frame.select(schema.names).to_arrow(compat_level=pl.CompatLevel.oldest())
    return pa.table([_column(arrow.column(field.name), field) for field in schema], schema=schema)


def _column(column: pa.ChunkedArray, field: pa.Field) -> pa.ChunkedArray:
    if not field.nullable and column.null_count:
        raise ValueError(f"column {field.name} holds nulls and may not")
    return column.cast(field.type)

"""Decided pages as rows of the tables, a batch at a time and column by column."""

import hashlib
from dataclasses import dataclass
from itertools import pairwise

import polars as pl
import pyarrow as pa

from dataset.normalize.decided import Decided
from dataset.normalize.options import NORM_VERSION
from schemas.arrow import arrow_schema
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
PAGE_ROW = pa.field("page", pa.uint32(), nullable=False)


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows that a batch of pages gives, before exact duplicates are folded.

    `pages` has a row per page of the batch, in order; `furniture` says by `page` which of them a line is on.
    """

    pages: pa.Table
    articles: pa.Table
    furniture: pa.Table
    quarantine: pa.Table


def id_of(source_key: str) -> str:
    """blake2b-128 hex: an id depends on where a page came from and on nothing else."""
    return hashlib.blake2b(source_key.encode("utf-8"), digest_size=16).hexdigest()


def furniture_rows_schema(contract: Contract) -> pa.Schema:
    """The table `furniture`, and which page each line is on."""
    return arrow_schema(contract, "furniture").append(PAGE_ROW)


def rows_of(
    cleaned: pa.Table, decided: Decided, contract: Contract, rules: str, license_: str | None
) -> Rows:
    """The rows of a batch: an article, a listing's teasers, or a row of quarantine for every page; its furniture.

    `cleaned` is the CLEANED table that `decided` is about, if only in columns that this looks at; `license_`
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
    page = known.hstack(decided.pages).with_columns(
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
    return Rows(
        pages=conformed(pages, arrow_schema(contract, "pages")),
        articles=_articles(page, contract),
        furniture=_furniture(page, decided.lines, contract),
        quarantine=_quarantine(page, contract),
    )


def _articles(page: pl.DataFrame, contract: Contract) -> pa.Table:
    schema = arrow_schema(contract, "articles")
    shared = page.with_columns(
        source_sha256="raw_sha256", norm_version=pl.lit(NORM_VERSION), parent_id=pl.lit(None, pl.String)
    )
    stories = shared.filter(pl.col("kind") == "article").with_columns(item_index=pl.lit(None, pl.Int32))
    tables = [_hashed(stories, schema)]
    listings = shared.filter(pl.col("kind") == "listing")
    if len(listings):
        tables.append(_hashed(_teasers(listings), schema))
    return pa.concat_tables(tables)


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


def _hashed(rows: pl.DataFrame, schema: pa.Schema) -> pa.Table:
    texts = rows["text"].to_arrow().cast(pa.large_string())
    return conformed(rows.with_columns(text_sha256=pl.Series(_sha256(texts), dtype=pl.String)), schema)


def _sha256(texts: pa.Array) -> list[str]:
    """sha256 hex of each text's UTF-8, straight from Arrow's buffer."""
    if not len(texts):
        return []
    _, offsets, data = texts.buffers()
    places = memoryview(offsets).cast("q")[texts.offset : texts.offset + len(texts) + 1]
    view = memoryview(data) if data is not None else memoryview(b"")
    return [hashlib.sha256(view[start:end]).hexdigest() for start, end in pairwise(places)]


def _furniture(page: pl.DataFrame, lines: pl.DataFrame, contract: Contract) -> pa.Table:
    """Every line that is not in an article's text; of a refused page, every line."""
    prefixed = page.filter(pl.col("prefix") != "").select("row", "prefix")
    if len(prefixed):
        lines = _with_prefixes(lines, prefixed)
    dropped = lines.filter(~pl.col("kept"))
    places = dropped["page"]
    return conformed(dropped.with_columns(id=page["id"].gather(places)), furniture_rows_schema(contract))


def _with_prefixes(lines: pl.DataFrame, prefixed: pl.DataFrame) -> pl.DataFrame:
    """The metadata that stood glued to a page's first line: a line of its own where that line is story."""
    first = lines.group_by("page").agg(line=pl.col("line").min())
    glued = prefixed.join(first, left_on="row", right_on="page").rename({"row": "page"})
    lines = lines.join(glued, on=["page", "line"], how="left", maintain_order="left")
    own = lines.filter(pl.col("kept") & pl.col("prefix").is_not_null()).with_columns(
        kind=pl.lit("meta"), rule=pl.lit("glued-prefix"), text="prefix", kept=pl.lit(False)
    )
    joined = pl.concat_str("prefix", "text", separator=" ")
    beside = pl.when(~pl.col("kept") & pl.col("prefix").is_not_null()).then(joined).otherwise("text")
    return pl.concat([lines.with_columns(text=beside), own]).drop("prefix")


def _quarantine(page: pl.DataFrame, contract: Contract) -> pa.Table:
    refused = page.filter(pl.col("reason").is_not_null())
    rows = refused.with_columns(stage=pl.lit(STAGE), item_index=pl.lit(None, pl.Int32))
    return conformed(rows, arrow_schema(contract, "quarantine"))


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

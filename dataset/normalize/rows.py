"""Decided pages as rows of the tables, a batch at a time and column by column."""

import hashlib
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import polars as pl
import pyarrow as pa

from dataset.normalize.arrays import from_values, whole
from dataset.normalize.decided import LINES, Decided
from dataset.normalize.kinds import KINDS, RULES
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
# Furniture between the halves of a run. Its pages' ids are stated when the tables are put together.
FURNITURE = pa.schema(
    [
        pa.field("page", pa.uint32(), nullable=False),
        pa.field("line", pa.int32(), nullable=False),
        pa.field("kind", pa.dictionary(pa.uint8(), pa.string()), nullable=False),
        pa.field("rule", pa.dictionary(pa.uint8(), pa.string()), nullable=False),
        pa.field("text", pa.string(), nullable=False),
    ]
)


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows that a batch of pages gives, before exact duplicates are folded.

    `pages` has a row per page of the batch, in order; articles are sorted by id; `furniture` is of FURNITURE,
    sorted by page id, page and line.
    """

    pages: pa.Table
    articles: pa.Table
    furniture: pa.Table
    quarantine: pa.Table


def id_of(source_key: str) -> str:
    """blake2b-128 hex: an id depends on where a page came from and on nothing else."""
    return hashlib.blake2b(source_key.encode("utf-8"), digest_size=16).hexdigest()


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
    of_pages, of_articles, of_quarantine = arrow_schemas(contract, "pages", "articles", "quarantine")
    return Rows(
        pages=conformed(pages, of_pages),
        articles=_articles(page, of_articles),
        furniture=_furniture(page, decided.lines),
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


def _furniture(page: pl.DataFrame, lines: pl.DataFrame) -> pa.Table:
    """Every line that is not in an article's text; of a refused page, every line."""
    prefixed = page.filter(pl.col("prefix") != "").select("row", "prefix")
    if len(prefixed):
        lines = _with_prefixes(lines, prefixed)
    dropped = np.flatnonzero(~lines["kept"].to_numpy())
    places = lines["page"].to_numpy()[dropped]
    # Pages are sorted and not lines, of which there are fifty times as many. Two pages of one address have one id.
    rank = np.empty(len(page), np.int64)
    rank[page.select(pl.arg_sort_by("id", "row")).to_series().to_numpy()] = np.arange(len(page))
    order = np.argsort(rank[places] << 32 | lines["line"].to_numpy()[dropped], kind="stable")
    # From one chunk Polars gathers four times as fast as from several.
    rows = lines.select(FURNITURE.names).rechunk().select(pl.all().gather(dropped[order]))
    names = {"kind": KINDS, "rule": RULES}
    numbers = rows.with_columns(pl.col(*names).to_physical()).to_arrow(compat_level=pl.CompatLevel.oldest())
    columns = [
        pa.DictionaryArray.from_arrays(
            numbers.column(name).combine_chunks(), from_values(names[name], pa.string())
        )
        if name in names
        else numbers.column(name)
        for name in FURNITURE.names
    ]
    return pa.table(columns, FURNITURE.names).cast(FURNITURE)


def _with_prefixes(lines: pl.DataFrame, prefixed: pl.DataFrame) -> pl.DataFrame:
    """The metadata that stood glued to a page's first line: a line of its own where that line is story, else with it.

    They stand behind all lines, and are dropped in place of the page's first.
    """
    page, row = lines["page"].to_numpy(), prefixed["row"].to_numpy()
    first = page.searchsorted(row)
    there = page.searchsorted(row, "right") > first
    first = first[there]
    joined = pl.concat_str("prefix", "text", separator=" ")
    kept = pl.col("kept")
    glued = (
        lines[first]
        .with_columns(prefixed["prefix"].filter(pl.Series(there)))
        .with_columns(
            kind=pl.when(kept).then(pl.lit("meta", LINES["kind"])).otherwise("kind"),
            rule=pl.when(kept).then(pl.lit("glued-prefix", LINES["rule"])).otherwise("rule"),
            text=pl.when(kept).then("prefix").otherwise(joined),
            kept=pl.lit(value=False),
        )
    )
    not_dropped = lines["kept"].to_numpy().copy()
    not_dropped[first] = True
    return pl.concat([lines.with_columns(kept=not_dropped), glued.select(lines.columns)])


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

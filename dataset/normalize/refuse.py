"""What was taken down stays away: its pages and entries leave the tables, and quarantine says so.

A page or an entry is known again by its id, its address, the hash of its text or of the raw page
(`schemas.takedowns`). What is refused keeps its row in the table of pages, so that counts balance and the next run
need not read it again.
"""

import re
import struct
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from dataset.normalize.arrow_file import write_arrow
from dataset.normalize.gather import Source
from dataset.normalize.holdings import ID, KINDS, NAME, TAKEN_DOWN, TEXT, Holdings, column_of
from dataset.normalize.rows import STAGE, conformed
from schemas.arrow import arrow_schema
from schemas.contract import Contract
from schemas.takedowns import How, Takedowns, Tombstone

# Strings of so many rows are held at a time.
_PIECE = 200_000
_SAID: dict[How, str] = {
    "id": "the id of",
    "address": "the address of",
    "text": "the text of",
    "page": "the raw page of",
}
_STONE = re.compile(r" of (?P<id>\S+), which was taken down on ")
_NAMED = {name: pl.UInt64() for name in NAME}


@dataclass(frozen=True, slots=True)
class Match:
    """A page, or with an `item` from 1 the entry of a listing, that `stone` keeps away, and by what it was known.

    `name` is its page's; `kind` its page's or that of the entry. `url` is the article's, None of others.
    """

    name: tuple[int, int]
    item: int
    id: str
    kind: str
    source_path: str
    url: str | None
    text_sha256: str | None
    source_sha256: str | None
    stone: Tombstone
    how: How


def matches(holdings: Holdings, takedowns: Takedowns) -> tuple[Match, ...]:
    """Every page and entry that a tombstone names and that is not refused yet; a page comes once."""
    if not takedowns:
        return ()
    already = holdings.quarantine.filter(pl.col("refused"))
    found: dict[tuple[int, int, int], Match] = {}
    for match in (*_of_articles(holdings, takedowns), *_of_pages(holdings, takedowns, already)):
        found.setdefault((*match.name, match.item), match)
    whole = {match.name for match in found.values() if not match.item}
    return tuple(match for match in found.values() if not match.item or match.name not in whole)


def refuse(
    holdings: Holdings, takedowns: Takedowns, contract: Contract, folder: Path
) -> tuple[Holdings, int]:
    """The holdings without what is taken down, and how much was refused now; its rows for quarantine go into `folder`."""
    found = matches(holdings, takedowns)
    if not found:
        return holdings, 0
    whole = pl.DataFrame([match.name for match in found if not match.item], schema=_NAMED, orient="row")
    entries = pl.DataFrame(
        [(*match.name, match.item) for match in found if match.item],
        schema={**_NAMED, "item": pl.Int32()},
        orient="row",
    )

    def without(frame: pl.DataFrame) -> pl.DataFrame:
        return frame.join(whole, on=NAME, how="anti", maintain_order="left")

    told = Source(folder / "refused.arrow")
    schema = arrow_schema(contract, "quarantine")
    write_arrow(told.path, schema, [_rows(found, schema)])
    known = pl.DataFrame(
        {
            "source": len(holdings.sources),
            "row": range(len(found)),
            "h1": [match.name[0] for match in found],
            "h2": [match.name[1] for match in found],
            "item": [match.item or None for match in found],
            "refused": True,
        },
        schema=holdings.quarantine.schema,
    )
    gone = holdings.pages.select(*NAME).join(
        whole.with_columns(gone=True), on=NAME, how="left", maintain_order="left"
    )
    rejected = gone["gone"].fill_null(value=False)
    pages = holdings.pages.with_columns(
        kind=pl.when(rejected).then(pl.lit("rejected", KINDS)).otherwise("kind"),
        folded=pl.col("folded") & ~rejected,
    )
    articles = without(holdings.articles).join(entries, on=(*NAME, "item"), how="anti", maintain_order="left")
    refused = replace(
        holdings,
        sources=(*holdings.sources, told),
        pages=pages,
        articles=articles,
        blocks=without(holdings.blocks),
        quarantine=pl.concat([without(holdings.quarantine), known]),
    )
    return refused, len(found)


def refused_ids(quarantine: Sequence[Path]) -> frozenset[str]:
    """The ids of what was refused in runs so far."""
    return frozenset(str(id_) for _, id_, _ in _refused(quarantine) if id_ is not None)


def restored_paths(quarantine: Sequence[Path], takedowns: Takedowns) -> frozenset[str]:
    """The pages of what was refused for a tombstone that stands no more: they are to be read again."""
    found = set()
    for detail, _, path in _refused(quarantine):
        named = _STONE.search(detail or "")
        if named is None or named["id"] not in takedowns.standing:
            found.add(path)
    return frozenset(found)


def _refused(quarantine: Sequence[Path]) -> Iterator[tuple[str | None, str | None, str]]:
    """Detail, id and source path of every row of quarantine that says so."""
    for path in quarantine:
        with pq.ParquetFile(path) as file:
            for group in range(file.num_row_groups):
                why = pl.DataFrame(file.read_row_group(group, columns=["stage", "reason"]))
                rows = (why["stage"] == STAGE) & (why["reason"] == TAKEN_DOWN)
                if rows.any():
                    told = pl.DataFrame(file.read_row_group(group, columns=["detail", "id", "source_path"]))
                    yield from told.filter(rows).select("detail", "id", "source_path").iter_rows()


def _of_articles(holdings: Holdings, takedowns: Takedowns) -> Iterator[Match]:
    articles = holdings.articles
    texts = _numbers(takedowns.texts, TEXT)
    wanted = _is_of(articles, ID, _numbers(takedowns.standing, ID)) | _is_of(articles, TEXT, texts)
    if takedowns.urls:
        wanted |= _where(holdings, articles, "url", _at_hosts(takedowns.hosts))
    some = articles.filter(wanted)
    columns = ("id", "kind", "url", "text_sha256", "source_sha256", "source_path")
    for name, item, row in _told(holdings, some, columns):
        known = takedowns.find(
            row["id"] or "",
            url=row["url"],
            text=row["text_sha256"],
            # The raw page of an entry is the whole listing's.
            page=None if item else row["source_sha256"],
        )
        if known is not None:
            yield _match(name, item, row, None if item else row["source_sha256"], known)


def _of_pages(holdings: Holdings, takedowns: Takedowns, already: pl.DataFrame) -> Iterator[Match]:
    known = already.filter(pl.col("item").is_null()).select(*NAME)
    pages = holdings.pages.join(known, on=NAME, how="anti", maintain_order="left")
    wanted = _is_of(pages, ID, _numbers(takedowns.standing, ID))
    if takedowns.pages:
        raw = list(takedowns.pages)
        wanted |= _where(holdings, pages, "raw_sha256", lambda column: column.is_in(raw))
    some = pages.filter(wanted).with_columns(item=pl.lit(0, pl.Int32))
    # Of a story the address is in its own row; no other page is known by one.
    columns = ("id", "kind", "raw_sha256", "source_path")
    for name, item, row in _told(holdings, some, columns):
        found = takedowns.find(row["id"] or "", page=row["raw_sha256"])
        if found is not None:
            yield _match(name, item, row, row["raw_sha256"], found)


def _match(
    name: tuple[int, int],
    item: int,
    row: Mapping[str, str | None],
    page: str | None,
    known: tuple[Tombstone, How],
) -> Match:
    """`page` is the sha256 of the raw page; only an article's `row` has an address and a text."""
    stone, how = known
    said = (row["id"] or "", row["kind"] or "", row["source_path"] or "")
    return Match(name, item, *said, row.get("url"), row.get("text_sha256"), page, stone, how)


def _told(
    holdings: Holdings, some: pl.DataFrame, columns: Sequence[str]
) -> Iterator[tuple[tuple[int, int], int, dict[str, str | None]]]:
    values = [column_of(holdings.sources, some, name).to_list() for name in columns]
    for h1, h2, item, *row in zip(*(some[name].to_list() for name in (*NAME, "item")), *values, strict=True):
        yield (h1, h2), item, dict(zip(columns, row, strict=True))


def _where(
    holdings: Holdings, rows: pl.DataFrame, column: str, test: Callable[[pl.Series], pl.Series]
) -> pl.Series:
    """For which rows a column passes; its strings are held a piece at a time."""
    parts = [
        test(column_of(holdings.sources, rows[start : start + _PIECE], column)).fill_null(value=False)
        for start in range(0, len(rows), _PIECE)
    ]
    return pl.concat([pl.Series([], dtype=pl.Boolean), *parts])


def _at_hosts(hosts: list[str]) -> Callable[[pl.Series], pl.Series]:
    """Whether an address may be one of a tombstone: few are taken apart, which takes some microseconds each."""

    def test(urls: pl.Series) -> pl.Series:
        frame = pl.DataFrame({"url": urls})
        return frame.select(pl.col("url").str.to_lowercase().str.contains_any(hosts)).to_series()

    return test


def _numbers(hexes: Iterable[str], names: Sequence[str]) -> pl.DataFrame:
    """The first 128 bits of each, as holdings have them. What is no hex is no id that normalize gave."""
    pairs = [
        struct.unpack(">QQ", bytes.fromhex(one[:32]))
        for one in hexes
        if re.fullmatch(r"[0-9a-f]{32}(?:[0-9a-f]{32})?", one)
    ]
    return pl.DataFrame(pairs, schema=dict.fromkeys(names, pl.UInt64()), orient="row").unique()


def _is_of(rows: pl.DataFrame, names: Collection[str], wanted: pl.DataFrame) -> pl.Series:
    return (
        rows.select(*names)
        .join(wanted.with_columns(there=True), on=list(names), how="left", maintain_order="left")["there"]
        .fill_null(value=False)
    )


def _rows(found: Sequence[Match], schema: pa.Schema) -> pa.Table:
    rows = pl.DataFrame(
        {
            "id": [match.id for match in found],
            "stage": STAGE,
            "reason": TAKEN_DOWN,
            "detail": [
                f"{_SAID[match.how]} {match.stone.id}, which was taken down on {match.stone.date}"
                for match in found
            ],
            "source_path": [match.source_path for match in found],
            "item_index": [match.item or None for match in found],
            "byte_start": None,
            "byte_end": None,
            "raw_sha256": [match.source_sha256 for match in found],
        },
        schema_overrides={"item_index": pl.Int32(), "byte_start": pl.Int64(), "byte_end": pl.Int64()},
    )
    return conformed(rows, schema)

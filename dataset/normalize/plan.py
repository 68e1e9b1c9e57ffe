"""Which rows make up each file of the workspace's tables, and in which order."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from dataset.normalize.fold import Folding
from dataset.normalize.holdings import ID, NAME, Holdings, column_of, ids_of
from dataset.normalize.places import FOLDED_ARTICLES, FOLDED_FURNITURE, PAGES, QUARANTINE, part_name
from dataset.normalize.put_together import Part
from schemas.arrow import arrow_schema
from schemas.contract import Contract
from schemas.tables import ROW_GROUP

ROWS_PER_PART = 50_000
LINES_PER_PART = 500_000
LINES_PER_GROUP = 50_000
ROWS_NOTE = "tinbai.rows"


def parts_of(holdings: Holdings, folding: Folding, contract: Contract) -> tuple[Part, ...]:
    """All files of the tables, but for evidence.

    Articles and furniture are sorted by id, and cut by rows alone; pages, quarantine and what is folded by source path.
    The file of pages tells how many rows each table has.
    """
    ranked, paths = _ranked(holdings)
    gone = folding.gone.with_columns(gone=pl.lit(True))
    ranks = ranked.join(gone, on=NAME, how="left", maintain_order="left").select(
        *NAME, *ID, "rank", pl.col("gone").fill_null(False)
    )
    articles = [*_articles(holdings, folding, contract), _folded_articles(holdings, folding, ranks, contract)]
    blocks = holdings.blocks.drop("folded").join(ranks, on=NAME, how="inner")
    furniture = [
        *_furniture(holdings, blocks.filter(~pl.col("gone")), contract),
        _folded_furniture(holdings, blocks.filter("gone"), paths, contract),
    ]
    rows = rows_of_tables([*articles, *furniture])
    notes = {ROWS_NOTE: json.dumps(rows, sort_keys=True)}
    quarantine = _quarantine(holdings, ranks, contract)
    return (*articles, *furniture, quarantine, _pages(holdings, ranks, contract, ranked, notes))


def rows_of_tables(parts: Sequence[Part]) -> dict[str, int]:
    """How many rows each table has, by its folder or file."""
    rows: dict[str, int] = {}
    for part in parts:
        table = table_of_part(part.name)
        rows[table] = rows.get(table, 0) + part.rows
    return rows


def table_of_part(name: Path) -> str:
    return (name if name.parts[0] == "normalized" else name.parent).as_posix()


def _ranked(holdings: Holdings) -> tuple[pl.DataFrame, pl.Series]:
    """The pages sorted by source path, each with its place among them; and the paths in that order."""
    paths = column_of(holdings.sources, holdings.pages, "source_path")
    order = paths.arg_sort()
    ranked = holdings.pages[order].with_row_index("rank")
    return ranked, paths.gather(order)


def _articles(holdings: Holdings, folding: Folding, contract: Contract) -> Iterator[Part]:
    kept = holdings.articles.filter(~folding.lost).sort(ID)
    for number, start in enumerate(range(0, max(1, len(kept)), ROWS_PER_PART)):
        rows = kept[start : start + ROWS_PER_PART]
        yield _part(
            part_name("articles", number), arrow_schema(contract, "articles"), ROW_GROUP, holdings, rows
        )


def _folded_articles(holdings: Holdings, folding: Folding, ranks: pl.DataFrame, contract: Contract) -> Part:
    lost = holdings.articles.filter(folding.lost).join(ranks.select(*NAME, "rank"), on=NAME, how="left")
    schema = arrow_schema(contract, "articles")
    return _part(FOLDED_ARTICLES, schema, ROW_GROUP, holdings, lost.sort("rank", "item"))


def _furniture(holdings: Holdings, blocks: pl.DataFrame, contract: Contract) -> Iterator[Part]:
    """Where a page's rows come in two blocks, these follow each other in the tables they are from."""
    ordered = blocks.sort(*ID, "source", "row")
    ends = ordered["count"].cast(pl.Int64).cum_sum().to_numpy()
    total = int(ends[-1]) if len(ends) else 0
    schema = arrow_schema(contract, "furniture")
    for number, start in enumerate(range(0, max(1, total), LINES_PER_PART)):
        rows = _cut(ordered, ends, start, min(start + LINES_PER_PART, total))
        stated = {"id": _strings(ids_of(rows))}
        yield _part(part_name("furniture", number), schema, LINES_PER_GROUP, holdings, rows, stated)


def _cut(blocks: pl.DataFrame, ends: npt.NDArray[np.int64], start: int, end: int) -> pl.DataFrame:
    """The blocks of the rows `start:end`, the first and the last of them cut where need be."""
    first, last = (int(np.searchsorted(ends, place, side="right")) for place in (start, end - 1))
    some = blocks[first : last + 1]
    counts = some["count"].to_numpy().astype(np.int64)
    rows = some["row"].to_numpy().astype(np.int64)
    if len(counts):
        before = int(ends[first] - counts[0])
        counts[-1] -= int(ends[last]) - end
        rows[0] += start - before
        counts[0] -= start - before
    return some.with_columns(row=pl.Series(rows.astype(np.uint32)), count=pl.Series(counts.astype(np.uint32)))


def furniture_schema(contract: Contract) -> pa.Schema:
    """Folded furniture also names its page, which ids alone do not tell."""
    return arrow_schema(contract, "furniture").append(pa.field("source_path", pa.string(), nullable=False))


def _folded_furniture(holdings: Holdings, blocks: pl.DataFrame, paths: pl.Series, contract: Contract) -> Part:
    ordered = blocks.sort("rank", "source", "row")
    stated = {"id": _strings(ids_of(ordered)), "source_path": _strings(paths.gather(ordered["rank"]))}
    return _part(FOLDED_FURNITURE, furniture_schema(contract), LINES_PER_GROUP, holdings, ordered, stated)


def _quarantine(holdings: Holdings, ranks: pl.DataFrame, contract: Contract) -> Part:
    rows = holdings.quarantine.join(ranks.select(*NAME, "rank"), on=NAME, how="left").sort("rank", "item")
    return _part(QUARANTINE, arrow_schema(contract, "quarantine"), ROW_GROUP, holdings, rows)


def _pages(
    holdings: Holdings,
    ranks: pl.DataFrame,
    contract: Contract,
    ranked: pl.DataFrame,
    notes: Mapping[str, str],
) -> Part:
    stated = {"folded": ranks["gone"].to_arrow(), "kind": _strings(ranked["kind"].cast(pl.String))}
    return _part(PAGES, arrow_schema(contract, "pages"), ROW_GROUP, holdings, ranked, stated, notes)


def _strings(values: pl.Series) -> pa.Array:
    return values.to_arrow(compat_level=pl.CompatLevel.oldest()).cast(pa.string())


def _part(
    name: Path,
    schema: pa.Schema,
    group_rows: int,
    holdings: Holdings,
    rows: pl.DataFrame,
    stated: Mapping[str, pa.Array] | None = None,
    notes: Mapping[str, str] | None = None,
) -> Part:
    """A part of these rows; it names the files that it needs and no others."""
    used, source = np.unique(rows["source"].to_numpy(), return_inverse=True)
    return Part(
        name,
        schema,
        group_rows,
        tuple(holdings.sources[number].path for number in used.tolist()),
        source.astype(np.uint32),
        rows["row"].to_numpy(),
        rows["count"].to_numpy() if "count" in rows.columns else None,
        stated or {},
        notes or {},
    )

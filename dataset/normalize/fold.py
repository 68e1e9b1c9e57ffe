"""Exact duplicates: one text is kept once, by the record in use, else by the one whose source key is smallest.

Folding is a function of all pages of a workspace and of the ids in use, never of the order in which pages
came. What is folded is stored beside the tables, so that it comes back when the page that it was folded
into changes. An id is in use when people have labelled it or it was released: a copy that comes later must
not take its place, or labels would belong to no article.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc

from dataset.normalize.rows import STAGE, Tables
from schemas.contract import Contract
from schemas.tables import table_of

DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Folded:
    """The tables as others see them, and the rows that were folded away."""

    tables: Tables
    articles: pa.Table
    furniture: pa.Table


def fold(tables: Tables, contract: Contract, *, in_use: Collection[str] = frozenset()) -> Folded:
    """Fold records with one id or one text; the rest of a listing stays when some of its entries go."""
    records = _records(tables)
    kept_of_id: dict[str, _Record] = {}
    kept_of_text: dict[str, _Record] = {}
    lost: dict[int, tuple[_Record, str]] = {}
    for record in sorted(records, key=lambda record: (record.id not in in_use, record.order)):
        same_id = kept_of_id.setdefault(record.id, record)
        if same_id is not record:
            lost[record.row] = (same_id, "the same address")
            continue
        same_text = kept_of_text.setdefault(record.text_sha256, record)
        if same_text is not record:
            lost[record.row] = (same_text, "the same text")
    rows_of_page: dict[str, list[_Record]] = defaultdict(list)
    for record in records:
        rows_of_page[record.source_path].append(record)
    gone = {path for path, rows in rows_of_page.items() if all(row.row in lost for row in rows)}
    quarantine = []
    for record in records:
        if record.row not in lost or (
            record.source_path in gone and record is not rows_of_page[record.source_path][0]
        ):
            continue
        kept, why = lost[record.row]
        whole = record.source_path in gone
        quarantine.append(_duplicate(record, kept, why, whole=whole))
    mask = pa.array([row in lost for row in range(tables.articles.num_rows)], pa.bool_())
    own = pc.is_in(tables.furniture["source_path"], value_set=pa.array(sorted(gone), pa.string()))
    folded = pc.is_in(tables.pages["source_path"], value_set=pa.array(sorted(gone), pa.string()))
    place = tables.pages.schema.get_field_index("folded")
    return Folded(
        tables=Tables(
            pages=tables.pages.set_column(place, tables.pages.schema.field(place), folded),
            articles=tables.articles.filter(pc.invert(mask)),
            furniture=tables.furniture.filter(pc.invert(own)),
            quarantine=pa.concat_tables([tables.quarantine, table_of(contract, "quarantine", quarantine)]),
        ),
        articles=tables.articles.filter(mask),
        furniture=tables.furniture.filter(own),
    )


def unfold(folded: Folded) -> Tables:
    """The tables as they were before folding."""
    tables = folded.tables
    made_by_fold = pc.and_(
        pc.equal(tables.quarantine["stage"], STAGE), pc.equal(tables.quarantine["reason"], DUPLICATE)
    )
    return replace(
        tables,
        articles=pa.concat_tables([tables.articles, folded.articles]),
        furniture=pa.concat_tables([tables.furniture, folded.furniture]),
        quarantine=tables.quarantine.filter(pc.invert(made_by_fold)),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Record:
    row: int
    id: str
    page_id: str
    source_path: str
    source_key: str
    raw_sha256: str
    text_sha256: str
    item_index: int | None

    @property
    def order(self) -> tuple[bool, str, str, int]:
        """Stories before teasers, then by source key; two pages of one address by path."""
        return (self.item_index is not None, self.source_key, self.source_path, self.item_index or 0)


def _records(tables: Tables) -> list[_Record]:
    pages = {
        page["source_path"]: page
        for page in tables.pages.select(["source_path", "source_key", "id"]).to_pylist()
    }
    columns = tables.articles.select(
        ["id", "source_path", "source_sha256", "text_sha256", "item_index"]
    ).to_pylist()
    return [
        _Record(
            row=row,
            id=record["id"],
            page_id=pages[record["source_path"]]["id"],
            source_path=record["source_path"],
            source_key=pages[record["source_path"]]["source_key"],
            raw_sha256=record["source_sha256"],
            text_sha256=record["text_sha256"],
            item_index=record["item_index"],
        )
        for row, record in enumerate(columns)
    ]


def _duplicate(record: _Record, kept: _Record, why: str, *, whole: bool) -> dict[str, object]:
    return {
        "id": record.page_id if whole else record.id,
        "stage": STAGE,
        "reason": DUPLICATE,
        "detail": f"{why} as {kept.id} from {kept.source_path}",
        "source_path": record.source_path,
        "item_index": None if whole else record.item_index,
        "byte_start": None,
        "byte_end": None,
        "raw_sha256": record.raw_sha256,
    }

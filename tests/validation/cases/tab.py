from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from schemas.contract import default_contract
from schemas.tables import table_of, write_table
from tests.validation.cases.case import Case, put
from validation.inputs import Inputs

Change = Callable[[pa.Table], pa.Table]


def _file(inputs: Inputs, table: str) -> Path:
    path = inputs.table(table)
    return path / "part-00000.parquet" if path.is_dir() else path


def _rewritten(table: str, change: Change) -> Callable[[Inputs], object]:
    def rewrite(inputs: Inputs) -> None:
        file = _file(inputs, table)
        pq.write_table(change(pq.read_table(file)), file)

    return rewrite


def _values(column: str, kind: pa.DataType, value: object = ..., row: int = 2) -> Change:
    """One column in another type, or with another value in one row."""

    def change(table: pa.Table) -> pa.Table:
        values = table[column].to_pylist()
        if value is not ...:
            values[row] = value
        return table.set_column(table.schema.get_field_index(column), column, pa.array(values, kind))

    return change


def _bytes(table: str, keep: Callable[[bytes], bytes]) -> Callable[[Inputs], object]:
    return lambda inputs: _file(inputs, table).write_bytes(keep(_file(inputs, table).read_bytes()))


def _no_rows(inputs: Inputs) -> None:
    write_table(inputs.gold / "part-00000.parquet", table_of(default_contract(), "gold", []))


def _one_more(inputs: Inputs) -> None:
    """A second file of the table, without rows."""
    write_table(inputs.gold / "part-00001.parquet", table_of(default_contract(), "gold", []))


SPANS = pa.list_(
    pa.struct([("start", pa.float64()), ("end", pa.float64()), ("label", pa.string()), ("text", pa.string())])
)

CASES = [
    Case(check="TAB001", kind="passes", what="whole files"),
    Case(
        check="TAB001",
        kind="fails",
        what="the half of one",
        found=1,
        files=_bytes("gold", lambda data: data[: len(data) // 2]),
    ),
    Case(
        check="TAB001",
        kind="edge",
        what="its last byte lost",
        found=1,
        files=_bytes("splits", lambda data: data[:-1]),
    ),
    Case(check="TAB001", kind="edge", what="nothing in it", found=1, files=_bytes("clusters", lambda _: b"")),
    Case(check="TAB001", kind="edge", what="no rows", files=_no_rows),
    Case(check="TAB001", kind="edge", what="another file without rows", files=_one_more),
    Case(check="TAB002", kind="passes", what="the contract's columns"),
    Case(
        check="TAB002",
        kind="fails",
        what="one lost",
        found=1,
        files=_rewritten("gold", lambda table: table.drop_columns(["status"])),
    ),
    Case(
        check="TAB002",
        kind="fails",
        what="offsets as floating point",
        found=2,
        files=_rewritten("gold", _values("entities", SPANS)),
    ),
    Case(
        check="TAB002",
        kind="edge",
        what="in another order",
        files=_rewritten("gold", lambda table: table.select(table.column_names[::-1])),
    ),
    Case(
        check="TAB002",
        kind="edge",
        what="wider strings",
        found=1,
        files=_rewritten("gold", _values("status", pa.large_string())),
    ),
    Case(
        check="TAB002",
        kind="edge",
        what="one too many",
        found=1,
        files=_rewritten("splits", lambda table: table.append_column("note", table["id"])),
    ),
    Case(check="TAB002", kind="edge", what="no rows", files=_no_rows),
    Case(check="TAB003", kind="passes", what="nulls where they may be"),
    Case(
        check="TAB003",
        kind="fails",
        what="where none may be",
        found=1,
        files=_rewritten("gold", _values("status", pa.string(), None)),
    ),
    Case(check="TAB003", kind="edge", what="where one may be", rows=put("gold", 2, adjudicator=None)),
    Case(
        check="TAB003",
        kind="edge",
        what="two nulls in one list count once",
        found=1,
        files=_rewritten("gold", _values("topics", pa.list_(pa.string()), [None, None])),
    ),
    Case(
        check="TAB003",
        kind="edge",
        what="the last row",
        found=1,
        files=_rewritten("gold", _values("status", pa.string(), None, -1)),
    ),
    Case(check="TAB003", kind="edge", what="no rows", files=_no_rows),
    Case(check="TAB004", kind="passes", what="values of closed sets"),
    Case(check="TAB004", kind="fails", what="another", found=1, rows=put("articles", 13, kind="artcle")),
    Case(check="TAB004", kind="edge", what="in capitals", found=1, rows=put("splits", 2, split="Train")),
    Case(check="TAB004", kind="edge", what="null, where it may be", rows=put("gold", 0, adjudicator=None)),
    Case(check="TAB004", kind="edge", what="an empty string", found=1, rows=put("clusters", 2, tier="")),
    Case(
        check="TAB004",
        kind="edge",
        what="a line break behind a pattern",
        found=1,
        rows=put("gold", 0, adjudicator="annotator-0a1b2c3d\n"),
    ),
    Case(check="TAB005", kind="passes", what="every key once"),
    Case(
        check="TAB005",
        kind="fails",
        what="two golds of one article",
        found=1,
        rows=lambda t: t["gold"].append(dict(t["gold"][0])),
    ),
    Case(
        check="TAB005",
        kind="edge",
        what="three of one",
        found=2,
        rows=lambda t: t["splits"].extend([dict(t["splits"][0])] * 2),
    ),
    Case(check="TAB005", kind="edge", what="two annotations of one article"),
    Case(
        check="TAB005",
        kind="edge",
        what="keys that differ in a space",
        rows=put("annotations", 1, annotation_id="1-1 "),
    ),
]

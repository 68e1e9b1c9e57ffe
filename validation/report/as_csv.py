"""violations.csv: the table of violations for spreadsheets; programs have violations.parquet."""

import polars as pl
import pyarrow as pa

from validation.report.cells import LONGEST, cell

# What `cell` may change: a character that is not plain, or a formula's first. Rust's regex looks at every text
# and leaves the few that need care to Python.
_CARE = r"[^\x20-\x7e\u{a1}-\u{ac}\u{ae}-\u{2ff}\u{1e00}-\u{1eff}\u{2010}-\u{2027}]|(^|;)[\s\"]*[=+\-@]"


def violations_csv(violations: pa.Table) -> bytes:
    """RFC 4180: commas, quotes where needed, CRLF; an absent value is an empty cell.

    UTF-8 with a byte-order mark: without it Excel takes Vietnamese for another encoding. csv with utf-8-sig,
    pandas, Polars and Arrow skip it. Numbers are numbers; text is made fit for a spreadsheet, so what a cell
    held to the letter is in violations.parquet alone.
    """
    frame = pl.DataFrame(pl.from_arrow(violations))
    text = [name for name, kind in frame.schema.items() if kind == pl.String]
    frame = frame.with_columns(_cells(frame[name]) for name in text)
    written: str = frame.write_csv(None, line_terminator="\r\n")
    return written.encode("utf-8-sig")


def _cells(column: pl.Series) -> pl.Series:
    unique = column.unique().drop_nulls()
    some = unique.filter(unique.str.contains(_CARE) | (unique.str.len_chars() > LONGEST)).to_list()
    return column.replace(some, [cell(text) for text in some]) if some else column

"""TAB002: tables have the contract's columns. Found by validation/engine/columns.py before anything is cast."""

from validation.check import Check
from validation.inputs import TABLES

CHECK = Check(
    id="TAB002",
    title="Tables have the contract's columns",
    scope="file",
    tables=TABLES,
    meaning="Column names and types are the contract's. Offsets stored as floating point are found here, "
    "before a cast could make 3 of 3.7 without a word.",
    example="gold/part-00000.parquet holds entities.start as double; the contract says int32.",
    fix="Make the table again with this version of tinbai, or write it with schemas.tables.table_of.",
)

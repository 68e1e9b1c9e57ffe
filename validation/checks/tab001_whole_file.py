"""TAB001: files can be read. Found by validation/engine/source.py while reading."""

from validation.check import Check
from validation.inputs import TABLES

CHECK = Check(
    id="TAB001",
    title="Files can be read",
    scope="file",
    tables=TABLES,
    meaning="Every table is a whole Parquet file whose strings are UTF-8. A file that was cut short by a full "
    "disk or a stopped copy is found, wherever in the file the damage is.",
    example="articles/part-00003.parquet ends after 4 kB: its footer is missing.",
    fix="Remove the file and run the stage that makes it again.",
)

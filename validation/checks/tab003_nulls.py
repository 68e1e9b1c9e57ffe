"""TAB003: nothing is null that may not be. Found by validation/engine/columns.py."""

from validation.check import Check
from validation.inputs import TABLES

CHECK = Check(
    id="TAB003",
    title="Nothing is null that may not be",
    scope="file",
    tables=TABLES,
    meaning="Unknown is null where the contract allows it; anywhere else a null is a value that was lost.",
    example="norm_version is null in row 7 of articles.",
    fix="Run the stage that wrote the table again; if the null comes back, the stage has a fault.",
)

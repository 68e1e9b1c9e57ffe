"""TAB004: closed sets and patterns hold. Found by validation/engine/values.py."""

from validation.check import Check
from validation.inputs import TABLES

CHECK = Check(
    id="TAB004",
    title="Closed sets and patterns hold",
    scope="file",
    tables=TABLES,
    meaning="A column with a closed set of values holds no other, and one with a pattern matches it. Labels, "
    "topics and the ids of articles have checks of their own: SPAN005, TOP001, ART002.",
    example="kind is “artcle”; the contract knows article and teaser.",
    fix="Correct the value where it comes from, and run that stage again.",
)

"""TAB005: keys are unique in every table but articles, which ART001 looks after."""

from collections.abc import Iterable

from schemas.visible import quoted
from validation.check import Flaw, Setting, WholeCheck
from validation.engine.whole import Whole

KEYED = ("clusters", "splits", "suggestions", "annotations", "gold")


def _find(whole: Whole, _setting: Setting) -> Iterable[Flaw]:
    for name in KEYED:
        frame = whole.tables.get(name)
        if frame is None or "key" not in frame.columns:
            continue
        for row, first in whole.repeated(name, frame["key"]):
            record = whole.value(name, whole.key(name), row)
            yield Flaw(
                f"{whole.key(name)} {quoted(record)} stands in row {first} already",
                table=name,
                row=row,
                record_id=record,
            )


CHECK = WholeCheck(
    id="TAB005",
    title="Keys are unique",
    scope="workspace",
    tables=KEYED,
    meaning="One row per article in clusters, splits, suggestions and gold; one per annotation in annotations.",
    example="gold holds the same article in rows 3 and 9, with different labels.",
    fix="Run the stage that writes the table again: dedup, suggest, pull or adjudicate.",
    requires=(),
    find=_find,
)

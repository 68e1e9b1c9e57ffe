"""DUP001: no text stands twice."""

from collections.abc import Iterable

from schemas.visible import quoted
from validation.check import Flaw, Setting, WholeCheck, of_article
from validation.engine.whole import Whole


def _find(whole: Whole, _setting: Setting) -> Iterable[Flaw]:
    for row, first in whole.repeated("articles", whole.tables["articles"]["text_key"]):
        record = whole.value("articles", "id", row)
        twin = whole.value("articles", "id", first)
        yield of_article(f"the text is that of {quoted(twin)} (row {first}), to the letter", row, record)


CHECK = WholeCheck(
    id="DUP001",
    title="No exact duplicates",
    scope="workspace",
    tables=("articles",),
    meaning="No two articles have the same text. The second would cost an annotator's time, and could stand in "
    "the test split while the first is trained on.",
    example="One story under two URLs, letter for letter the same.",
    fix="tinbai normalize folds exact duplicates: run it again over all the pages at once.",
    requires=("articles",),
    keys=("text_key",),
    find=_find,
)

"""ART003: one article per URL."""

from collections.abc import Iterable

from validation.check import Flaw, Setting, WholeCheck
from validation.engine.whole import Whole
from validation.visible import quoted


def _find(whole: Whole, _setting: Setting) -> Iterable[Flaw]:
    for row, first in whole.repeated("articles", whole.tables["articles"]["url_key"]):
        record = whole.value("articles", "id", row)
        url = whole.value("articles", "url", row)
        yield Flaw(
            f"url {quoted(url, 100)} is that of row {first}, from the same source, too",
            table="articles",
            row=row,
            record_id=record,
            article_id=record,
        )


CHECK = WholeCheck(
    id="ART003",
    title="One article per URL",
    scope="workspace",
    tables=("articles",),
    meaning="No two articles of one source have the same URL, written with or without scheme, www., fragment "
    "or final slash. Pages of other sources may name it as the one they took the story from; teasers may too.",
    example="https://bao.example/tin-1.html and http://www.bao.example/tin-1.html#top, both from bao.example.",
    fix="The page was crawled twice: keep the newer one in the input folder and run tinbai normalize again.",
    requires=("articles",),
    find=_find,
)

"""ART001: no two articles have one id."""

from collections.abc import Iterable

from schemas.visible import quoted
from validation.check import Flaw, Setting, WholeCheck, of_article
from validation.engine.whole import Whole


def _find(whole: Whole, _setting: Setting) -> Iterable[Flaw]:
    for row, first in whole.repeated("articles", whole.tables["articles"]["key"]):
        record = whole.value("articles", "id", row)
        yield of_article(f"id {quoted(record)} stands in row {first} already", row, record)


CHECK = WholeCheck(
    id="ART001",
    title="Ids are unique",
    scope="workspace",
    tables=("articles",),
    meaning="Labels, clusters and splits name an article by its id, so an id names one article or teaser.",
    example="Two rows of articles have the id 5fab6f7c42f8aede5fab6f7c42f8aede.",
    fix="Remove articles/ and run tinbai normalize again; ids come from the page's URL or path, so look for "
    "a page that is read twice.",
    requires=("articles",),
    find=_find,
)

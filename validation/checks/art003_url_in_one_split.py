"""ART003: articles with one URL lie in one split.

Not simply one article per URL: a page that republishes a story gives its source's URL, so two honest pages
can give the same one. What may not happen is that one of them is trained on and the other tested.
"""

from collections.abc import Iterable

from validation.check import Flaw, Setting, WholeCheck
from validation.engine.whole import Whole
from validation.visible import quoted


def _find(whole: Whole, _setting: Setting) -> Iterable[Flaw]:
    articles = whole.tables["articles"]
    splits = whole.tables["splits"].select("key", "split").unique("key", keep="first")
    twins = whole.repeated("articles", articles["url_key"])
    rows = sorted({row for pair in twins for row in pair})
    named = articles.filter(articles["row"].is_in(rows)).join(splits, on="key", how="left")
    split_of = dict(named.select("row", "split").iter_rows())
    for row, first in twins:
        if split_of[row] != split_of[first]:
            record = whole.value("articles", "id", row)
            url = whole.value("articles", "url", row)
            yield Flaw(
                f"url {quoted(url, 100)} is that of row {first} too, which is in {split_of[first]}",
                table="articles",
                row=row,
                record_id=record,
                article_id=record,
            )


CHECK = WholeCheck(
    id="ART003",
    title="One URL lies in one split",
    scope="workspace",
    tables=("articles",),
    meaning="Two articles of one source that give one URL (with or without scheme, www., fragment or final "
    "slash) are tellings of one page, so both are trained on or both are tested.",
    example="https://bao.example/tin-1.html in train and http://www.bao.example/tin-1.html#top in test.",
    fix="Leave one of the two pages out of the input and run tinbai normalize and dedup again.",
    requires=("articles", "splits"),
    find=_find,
)

"""ART003: articles that give one URL are one story.

Not simply one article per URL: a page that republishes a story gives its source's URL, so two honest pages
can give the same one. Dedup puts them into one cluster, because their texts are related; where it did
not, one of the URLs is wrong, and whoever joins on URLs would join two stories.
"""

from collections.abc import Iterable

from schemas.visible import quoted
from validation.check import Flaw, Setting, WholeCheck, of_article
from validation.engine.whole import Whole


def _find(whole: Whole, _setting: Setting) -> Iterable[Flaw]:
    articles = whole.tables["articles"]
    twins = whole.repeated("articles", articles["url_key"])
    if not twins:
        return
    rows = sorted({row for pair in twins for row in pair})
    named = articles.filter(articles["row"].is_in(rows))
    clusters = whole.tables["clusters"].select("key", "cluster").join(named, on="key", how="semi")
    named = named.join(clusters.unique("key", keep="first", maintain_order=True), on="key", how="left")
    cluster_of = dict(named.select("row", "cluster").iter_rows())
    for row, first in twins:
        if cluster_of[row] != cluster_of[first]:
            record = whole.value("articles", "id", row)
            url = whole.value("articles", "url", row)
            yield of_article(
                f"url {quoted(url, 100)} is that of row {first} too, and the two are not one story",
                row,
                record,
            )


CHECK = WholeCheck(
    id="ART003",
    title="One URL is one story",
    scope="workspace",
    tables=("articles",),
    meaning="Two articles that give one URL (with or without scheme, www., fragment or final slash) are "
    "tellings of one page and lie in one cluster. In two clusters, one of the URLs is wrong.",
    example="https://bao.example/tin-1.html on a flood and http://www.bao.example/tin-1.html#top on a match.",
    fix="Run tinbai dedup, if articles changed since. Else leave the page with the wrong URL out, or set the "
    "check to a warning in contract.yaml where a site states one URL on every page.",
    requires=("articles", "clusters"),
    keys=("url_key",),
    find=_find,
)

"""Which articles go to annotators: nobody labels today what they labelled yesterday."""

from collections.abc import Collection

import pyarrow as pa
import pyarrow.compute as pc


def for_annotators(
    articles: pa.Table, clusters: pa.Table, *, pushed: Collection[str], teasers: bool, duplicates: bool
) -> pa.Table:
    """Rows of `articles` to label. Of a cluster: what was pushed before, else the longest telling, then the smallest id.

    Without a row in `clusters` an article stands alone. Teasers do not stand for a cluster that has an article.
    """
    if not teasers:
        articles = articles.filter(pc.equal(articles["kind"], "article"))
    if duplicates:
        return articles
    cluster_of = dict(zip(clusters["id"].to_pylist(), clusters["cluster_id"].to_pylist(), strict=True))
    best: dict[str, tuple[bool, bool, int, str]] = {}
    lengths = pc.utf8_length(articles["text"]).to_pylist()
    rows = zip(articles["id"].to_pylist(), articles["kind"].to_pylist(), lengths, strict=True)
    for article, kind, length in rows:
        rank = (article not in pushed, kind != "article", -length, article)
        cluster = cluster_of.get(article, article)
        best[cluster] = min(best.get(cluster, rank), rank)
    chosen = {rank[-1] for rank in best.values()} | set(pushed)
    return articles.filter(pc.is_in(articles["id"], pa.array(sorted(chosen), pa.string())))

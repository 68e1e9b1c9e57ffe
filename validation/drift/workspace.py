"""What the next release would hold, from the engine's frames."""

from collections import Counter
from collections.abc import Mapping

import polars as pl

from schemas.drift.population import Gathered, Population


def of_workspace(
    facts: Mapping[str, pl.DataFrame],
    tables: Mapping[str, pl.DataFrame],
    labels: Mapping[str, int],
    topics: Mapping[str, int],
) -> Population:
    """What the next release would hold. `facts` and `tables` are the engine's; `labels` and `topics` count those of gold."""
    gathered = Gathered()
    articles = facts.get("articles")
    if articles is not None:
        gathered.stories(articles, _keys_in(tables, "articles"))
    gold = facts.get("gold")
    keys = tables.get("gold")
    if gold is not None and keys is not None and "key" in keys.columns:
        known = gold.join(keys, on="row").select("key", "n_entities", "n_topics")
        splits = tables.get("splits")
        if splits is not None and "split" in splits.columns:
            known = known.join(
                splits.select("key", "split").unique("key", keep="first"), on="key", how="left"
            )
            for (split,), some in known.drop_nulls("split").group_by("split"):
                gathered.labelled(str(split), some["key"], some["n_entities"])
        gathered.records = Counter(
            labels=int((known["n_entities"] > 0).sum()), topics=int((known["n_topics"] > 0).sum())
        )
    return gathered.population(labels, topics)


def _keys_in(tables: Mapping[str, pl.DataFrame], name: str) -> pl.Series | None:
    frame = tables.get(name)
    return frame["key"] if frame is not None and "key" in frame.columns else None

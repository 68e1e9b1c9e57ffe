"""What the template says of where the texts come from and how they were cleaned."""

from collections import Counter
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from dataset.release.model import ReleaseTables
from schemas.contract import Contract

_SOURCES = 8
_CLEANING = {
    "pages": "pages read",
    "articles": "articles kept",
    "listings": "listing pages, cut into entries",
    "teasers": "entries kept as teasers",
    "folded": "exact copies of an earlier page",
    "folded_entries": "exact copies of an earlier entry",
    "rejected": "pages set aside",
}


def corpus(tables: ReleaseTables, contract: Contract) -> dict[str, Any]:
    articles = tables.articles
    kinds = Counter(articles.column("kind").to_pylist())
    sources = Counter(articles.column("source").to_pylist())
    unnamed = sources.pop(None, 0)
    named = _ranked(sources)
    shown = [f"{name} ({count:,})" for name, count in named[:_SOURCES]]
    if len(named) > _SOURCES:
        shown.append(f"{len(named) - _SOURCES} more")
    members = Counter(tables.clusters.column("cluster_id").to_pylist())
    return {
        "articles": f"{kinds['article']:,}",
        "teasers": f"{kinds['teaser']:,}" if kinds["teaser"] else "",
        "texts": f"{articles.num_rows:,}",
        "n_sources": len(named),
        "sources": ", ".join(shown),
        "unnamed_sources": f"{unnamed:,}" if unnamed else "",
        "published": _range(articles.column("published_at")),
        "published_known": f"{articles.num_rows - articles.column('published_at').null_count:,}",
        "crawled": _range(articles.column("crawled_at")),
        "cleaning": _cleaning(tables),
        "limits": contract.limits,
        "clustered": f"{sum(count for count in members.values() if count > 1):,}",
    }


def _cleaning(tables: ReleaseTables) -> list[tuple[str, str]]:
    """Counts in the order of the work, then why pages were set aside. What is zero tells nothing."""
    told = [(what, tables.counts.get(name, 0)) for name, what in _CLEANING.items()]
    reasons = Counter(tables.quarantine.column("reason").to_pylist())
    if tables.counts.get("folded"):
        del reasons["duplicate"]  # counted as copies above
    told += [(f"set aside: {reason}", count) for reason, count in _ranked(reasons)]
    return [(what, f"{count:,}") for what, count in told if count]


def _ranked(counts: Counter[Any]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))


def _range(column: pa.ChunkedArray) -> tuple[date, date] | None:
    bounds = pc.min_max(column).as_py()
    return None if bounds["min"] is None else (bounds["min"], bounds["max"])

"""DUP102: no event is told in two splits.

Dedup joins what is nearly one text. What it calls related (a fifth of the runs of five syllables shared, and less than
a half) is left in two clusters, so it can lie in two splits. Most of it is either the same event told by two newsrooms
or a form that a newsroom fills in every day (prices, weather). The days tell the two apart.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date

import polars as pl

from schemas.visible import quoted
from validation.check import Flaw, Setting, WholeCheck, of_article
from validation.checks.tied import tied_pairs
from validation.engine.whole import Whole

_DATES = ("id", "event_date", "published_at", "published_precision")
_DAYS = re.compile(r"\d{4}-\d{2}-\d{2}(?:/\d{4}-\d{2}-\d{2})?")
Article = Mapping[str, object]


def _find(whole: Whole, setting: Setting) -> Iterable[Flaw]:
    related = tied_pairs(whole, ("related",), setting.contract.limits.related_jaccard)
    across = related.filter(pl.col("split") != pl.col("split_other"))
    if across.is_empty():
        return
    rows = pl.concat([across["article"], across["article_other"]]).unique().to_list()
    values = whole.values("articles", _DATES, rows)
    articles = {row["row"]: row for row in values.iter_rows(named=True)}
    for pair in across.iter_rows(named=True):
        one, other = articles.get(pair["article"]), articles.get(pair["article_other"])
        why = _one_event(one, other, setting.rule.limit or 0) if one and other else None
        if one and other and why:
            yield of_article(
                f"{quoted(one['id'])} in {pair['split']} and {quoted(other['id'])} in {pair['split_other']} seem to tell "
                f"one event: Jaccard {pair['jaccard']:.2f}, {why}",
                pair["row"],
                one["id"],
                "clusters",
            )


def _one_event(one: Article, other: Article, days: float) -> str | None:
    """What the dates have in common; None where they speak against it, or say nothing."""
    events = [str(article.get("event_date") or "") for article in (one, other)]
    if all(map(_DAYS.fullmatch, events)):
        return f"both of {events[0]}" if events[0] == events[1] else None
    published = [_day(article) for article in (one, other)]
    first, last = published
    if first is None or last is None or abs((first - last).days) > days:
        return None
    return f"published on {first} and {last}"


def _day(article: Article) -> date | None:
    day = article.get("published_at")
    return day if isinstance(day, date) and article.get("published_precision") == "day" else None


CHECK = WholeCheck(
    id="DUP102",
    title="No event is told in two splits",
    scope="workspace",
    tables=("clusters",),
    meaning="Two articles that dedup calls related do not lie in two splits where both name one day of the event, or were "
    "published within as many days of each other as the rule's limit says. A model that was trained on the one "
    "knows names and facts of the other.",
    example="A flood as two papers tell it on the same day, one in train, one in test.",
    fix="Lower limits.near_jaccard in contract.yaml before the first release, so that they join, and run tinbai dedup "
    "again; or leave one of the two out.",
    requires=("articles", "clusters", "splits"),
    keys=("text_key",),
    find=_find,
)

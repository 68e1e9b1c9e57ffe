from collections.abc import Callable
from datetime import date

from tests.validation.cases.case import Case, limit, put
from tests.validation.factory import Tables, article_id, retext


def _copy(
    change: Callable[[str], str], number: int = 77, kind: str = "article"
) -> Callable[[Tables], object]:
    """One more article with another's text, changed."""

    def append(tables: Tables) -> None:
        copy = tables["articles"][9] | {"id": article_id(number), "url": None, "kind": kind}
        copy |= {"parent_id": article_id(999), "item_index": 1} if kind == "teaser" else {}
        retext(copy, change(str(copy["text"])))
        tables["articles"].append(copy)
        for name in ("clusters", "splits"):
            tables[name].append(
                tables[name][9] | {"id": article_id(number), "cluster_id": article_id(number)}
            )

    return append


def tie(tier: str, jaccard: float | None, one: int = 3, other: int = 4) -> Callable[[Tables], object]:
    """What clusters says of two articles."""

    def change(tables: Tables) -> None:
        for number, nearest in ((one, other), (other, one)):
            said = {
                "tier": tier,
                "nearest_id": tables["clusters"][nearest]["id"],
                "jaccard": jaccard,
                "containment": jaccard,
            }
            tables["clusters"][number] |= said

    return change


def event(
    jaccard: float = 0.3,
    splits: tuple[str, str] = ("train", "test"),
    tier: str = "related",
    **dates: tuple[object, object],
) -> Callable[[Tables], object]:
    """Articles 1 and 2 are related, each in its split and with its dates."""

    def change(tables: Tables) -> None:
        tie(tier, jaccard, 1, 2)(tables)
        for place, number in enumerate((1, 2)):
            tables["splits"][number]["split"] = splits[place]
            plain = {"event_date": None, "published_at": date(2024, 7, 1), "published_precision": "day"}
            tables["articles"][number] |= plain | {name: pair[place] for name, pair in dates.items()}

    return change


CASES = [
    Case(check="DUP001", kind="passes", what="every text once"),
    Case(check="DUP001", kind="fails", what="a text twice", found=1, rows=_copy(str)),
    Case(check="DUP001", kind="edge", what="in capitals", rows=_copy(str.upper)),
    Case(check="DUP001", kind="edge", what="a teaser that is its story", rows=_copy(str, kind="teaser")),
    Case(check="DUP002", kind="passes", what="a cluster within one split"),
    Case(
        check="DUP002",
        kind="fails",
        what="a cluster in two splits",
        found=1,
        rows=put("splits", 4, split="train", cluster_id=article_id(555)),
    ),
    Case(check="DUP002", kind="edge", what="two clusters of one text each, in two splits"),
    Case(
        check="DUP002",
        kind="edge",
        what="a torn cluster, whose rows of one split are held out",
        rows=put("splits", 4, split="train"),
    ),
    Case(check="DUP003", kind="passes", what="a row for each"),
    Case(
        check="DUP003", kind="fails", what="an article without", found=1, rows=lambda t: t["clusters"].pop(8)
    ),
    Case(check="DUP003", kind="edge", what="a teaser without", rows=lambda t: t["clusters"].pop(13)),
    Case(
        check="DUP003",
        kind="edge",
        what="a row of nothing, and one of it lost",
        found=2,
        rows=put("clusters", 8, id=article_id(555)),
    ),
    Case(check="DUP003", kind="edge", what="no rows at all", found=12, rows=lambda t: t["clusters"].clear()),
    Case(check="DUP004", kind="passes", what="a row for each"),
    Case(
        check="DUP004",
        kind="fails",
        what="a row of nothing",
        found=2,
        rows=put("splits", 8, id=article_id(555)),
    ),
    Case(check="DUP004", kind="edge", what="teasers may stay out"),
    Case(check="DUP004", kind="edge", what="no rows at all", found=12, rows=lambda t: t["splits"].clear()),
    Case(check="DUP101", kind="passes", what="half of the words in common"),
    Case(check="DUP101", kind="fails", what="nine tenths in common", found=1, rows=tie("near", 0.9)),
    Case(check="DUP101", kind="edge", what="the limit", found=1, rows=tie("near", 0.8)),
    Case(check="DUP101", kind="edge", what="just below", rows=tie("near", 0.7999)),
    Case(
        check="DUP101",
        kind="edge",
        what="a greater limit",
        rows=tie("near", 0.9),
        contract=limit("DUP101", 0.95),
    ),
    Case(
        check="DUP101", kind="edge", what="the same words in other letters", found=1, rows=tie("exact", 1.0)
    ),
    Case(
        check="DUP101",
        kind="edge",
        what="in two splits, where DUP103 tells it",
        rows=lambda t: (tie("near", 0.9)(t), put("splits", 4, split="train")(t)),
    ),
    Case(
        check="DUP101",
        kind="edge",
        what="the same to the letter, where DUP001 tells it",
        rows=lambda t: (tie("exact", 1.0)(t), retext(t["articles"][4], str(t["articles"][3]["text"]))),
    ),
    Case(check="DUP101", kind="edge", what="not measured", rows=tie("near", None)),
    Case(
        check="DUP101",
        kind="edge",
        what="teasers",
        rows=lambda t: (
            tie("near", 0.9, 12, 13)(t),
            t["splits"].extend(
                {"id": row["id"], "cluster_id": row["id"], "split": "train"} for row in t["articles"][12:14]
            ),
        ),
    ),
    Case(check="DUP102", kind="passes", what="nothing related"),
    Case(check="DUP102", kind="fails", what="published on one day", found=1, rows=event()),
    Case(
        check="DUP102",
        kind="fails",
        what="of one event's day",
        found=1,
        rows=event(
            event_date=("2024-06-30", "2024-06-30"), published_at=(date(2024, 7, 1), date(2024, 8, 1))
        ),
    ),
    Case(
        check="DUP102",
        kind="edge",
        what="two days apart",
        found=1,
        rows=event(published_at=(date(2024, 7, 1), date(2024, 7, 3))),
    ),
    Case(
        check="DUP102",
        kind="edge",
        what="three days apart",
        rows=event(published_at=(date(2024, 7, 1), date(2024, 7, 4))),
    ),
    Case(
        check="DUP102",
        kind="edge",
        what="events of two days",
        rows=event(event_date=("2024-06-30", "2024-07-01")),
    ),
    Case(
        check="DUP102",
        kind="edge",
        what="an event whose year is unknown",
        found=1,
        rows=event(event_date=("XXXX-06-30", "XXXX-07-01")),
    ),
    Case(
        check="DUP102",
        kind="edge",
        what="one month, and no day",
        rows=event(published_precision=("month", "month")),
    ),
    Case(
        check="DUP102",
        kind="edge",
        what="no date",
        rows=event(published_at=(None, None), published_precision=("unknown", "unknown")),
    ),
    Case(check="DUP102", kind="edge", what="in one split", rows=event(splits=("test", "test"))),
    Case(check="DUP102", kind="edge", what="less alike than related is now", rows=event(jaccard=0.19)),
    Case(
        check="DUP102",
        kind="edge",
        what="validation and test",
        found=1,
        rows=event(splits=("validation", "test")),
    ),
    Case(check="DUP103", kind="passes", what="a cluster within one split"),
    Case(
        check="DUP103",
        kind="fails",
        what="a cluster in two splits",
        found=1,
        rows=put("splits", 4, split="train"),
    ),
    Case(
        check="DUP103",
        kind="edge",
        what="splits of other clusters, where DUP002 tells it",
        rows=put("splits", 4, split="train", cluster_id=article_id(555)),
    ),
    Case(
        check="DUP103",
        kind="edge",
        what="three splits, told once",
        found=1,
        rows=lambda t: [
            t["splits"][number].update(cluster_id=article_id(555), split=split)
            for number, split in enumerate(("train", "validation", "test"))
        ],
    ),
]

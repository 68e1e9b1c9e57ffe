"""Where the tasks are: labelled by how many, and what waits for whom."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import polars as pl

from tinbai.status.answers import Answers


@dataclass(frozen=True, slots=True)
class Tasks:
    """Articles that went to people and that the workspace still has: `pushed` is the sum of the four below.

    `labelled` by one annotator or more in the present text, `skipped` by all who saw them, `outdated`: the
    text has changed since it was pushed and nobody labelled the present one, `unlabelled` the rest.
    `complete` are those of `labelled` that have as many answers as are asked for, `overlap` or one, `missing` how many
    answers are to come until all are. `by_opinions` is (annotators, tasks).
    """

    pushed: int
    labelled: int
    skipped: int
    outdated: int
    unlabelled: int
    overlap: int
    complete: int
    missing: int
    by_opinions: tuple[tuple[int, int], ...]


def count_tasks(
    answers: Answers, sent: pl.DataFrame, overlap: int, alone: Collection[str] = frozenset()
) -> Tasks:
    """Count the tasks of the ledgers; an answer proves a task too, should its ledger be lost.

    `overlap` people label each, but one person those of `alone`, ids of articles.
    """
    articles = answers.articles.select("article", "id", pl.col("text_sha256").alias("now"))
    one = articles.filter(pl.col("id").is_in(list(alone)))["article"].implode()
    wanted = pl.when(pl.col("article").is_in(one)).then(1).otherwise(overlap)
    ledger = (
        sent.join(articles, on="id", how="inner")
        .group_by("article")
        .agg((pl.col("text_sha256") == pl.col("now")).any().alias("present"))
    )
    seen = (
        answers.rows.drop_nulls("article")
        .group_by("article")
        .agg(
            (pl.col("was_skipped") & ~pl.col("stale")).any().alias("skip"),
            (~pl.col("stale")).any().alias("seen"),
        )
    )
    opinions = answers.given.group_by("article").agg(pl.len().alias("opinions"))
    tasks = (
        ledger.join(seen, on="article", how="full", coalesce=True)
        .join(opinions, on="article", how="left")
        .with_columns(
            pl.col("opinions").fill_null(0),
            pl.col("skip").fill_null(False),
            (pl.col("present").fill_null(False) | pl.col("seen").fill_null(False)).alias("present"),
        )
    )
    none = pl.col("opinions") == 0
    skipped = none & pl.col("skip")
    outdated = none & ~pl.col("skip") & ~pl.col("present")
    counts = tasks.select(
        (~none).sum().alias("labelled"),
        skipped.sum().alias("skipped"),
        outdated.sum().alias("outdated"),
        (none & ~pl.col("skip") & pl.col("present")).sum().alias("unlabelled"),
        (pl.col("opinions") >= wanted).sum().alias("complete"),
        (wanted - pl.col("opinions").cast(pl.Int64)).clip(0).sum().alias("missing"),
    ).row(0, named=True)
    many = tasks.group_by("opinions").len().sort("opinions")
    return Tasks(
        pushed=len(tasks),
        overlap=overlap,
        by_opinions=tuple((int(people), int(count)) for people, count in many.iter_rows()),
        **{name: int(count) for name, count in counts.items()},
    )


def count_unpushed(
    articles: pl.DataFrame,
    clusters: pl.DataFrame,
    sent: pl.DataFrame,
    *,
    teasers: bool,
    duplicates: bool,
) -> int:
    """How many tasks the next push would add for articles that never went out: as `for_annotators` chooses.

    Of a cluster it takes one, and what went before it takes again: so a cluster counts when nothing of it went.
    """
    wanted = articles if teasers else articles.filter(pl.col("kind") == "article")
    pushed = pl.col("id").is_in(sent["id"].unique().implode())
    if duplicates:
        return int(wanted.select((~pushed).sum()).item())
    grouped = (
        wanted.select("id", pushed.alias("pushed"))
        .join(clusters.select("id", "cluster_id"), on="id", how="left")
        .group_by(pl.col("cluster_id").fill_null(pl.col("id")))
        .agg(pl.col("pushed").any())
    )
    return int(grouped.select((~pl.col("pushed")).sum()).item())


def stale_articles(answers: Answers, quarantine: pl.DataFrame) -> int:
    """Articles with labels on an older text: kept in the table, or left on the server by pull."""
    kept = answers.rows.filter("stale")["id"]
    left = quarantine.filter(pl.col("reason") == "older_text")["id"].drop_nulls()
    return pl.concat([kept, left]).n_unique()


@dataclass(frozen=True, slots=True)
class Conflicts:
    """Articles whose annotators differ and that nobody settled: `sent` to an adjudicator, or `unsent`."""

    sent: int
    unsent: int


def count_conflicts(
    answers: Answers,
    differing: pl.DataFrame,
    decisions: pl.DataFrame,
    gold: pl.DataFrame,
    sent: pl.DataFrame,
) -> Conflicts:
    """A conflict ends with an adjudicator's decision on the present text, or where a majority settled it.

    Whether there is a majority among three is for `tinbai adjudicate` to tell: until it ran, they count.
    """
    articles = answers.articles.select("article", "id", pl.col("text_sha256").alias("now"))
    decided = decisions.filter(~pl.col("was_skipped")).select("id", "text_sha256")
    settled = gold.filter(pl.col("status").is_in(["majority", "agreed"])).select(
        "id", "text_sha256", pl.col("n_annotators").cast(differing.schema["opinions"]).alias("opinions")
    )
    open_ = (
        differing.join(articles, on="article", how="inner")
        .join(decided, left_on=["id", "now"], right_on=["id", "text_sha256"], how="anti")
        .join(
            settled,
            left_on=["id", "now", "opinions"],
            right_on=["id", "text_sha256", "opinions"],
            how="anti",
        )
    )
    there = open_.join(sent, left_on=["id", "now"], right_on=["id", "text_sha256"], how="semi")
    return Conflicts(sent=len(there), unsent=len(open_) - len(there))


@dataclass(frozen=True, slots=True)
class Waiting:
    """One kind of thing that waits: what, how many (None: not known), and what ends it."""

    name: str
    what: str
    count: int | None
    how: str


def waiting(
    tasks: Tasks, *, unpushed: int, drafts: int | None, stale: int, conflicts: Conflicts
) -> Sequence[Waiting]:
    """In the order in which an article meets them."""
    second = tasks.labelled - tasks.complete
    return (
        Waiting("not_pushed", "articles that nobody got yet", unpushed, "tinbai push"),
        Waiting("outdated", "tasks whose text has changed since", tasks.outdated, "tinbai push"),
        Waiting("unlabelled", "tasks that nobody labelled", tasks.unlabelled, "people label"),
        Waiting("skipped", "tasks skipped by all who saw them", tasks.skipped, "somebody else labels them"),
        Waiting(
            "second_opinion",
            "tasks labelled by fewer than asked",
            second,
            "another annotator labels",
        ),
        Waiting("drafts", "drafts that nobody submitted", drafts, "their annotators submit them"),
        Waiting("stale", "articles with labels on an older text", stale, "label them in the present text"),
        Waiting("conflicts", "conflicts that no adjudicator got yet", conflicts.unsent, "tinbai adjudicate"),
        Waiting("adjudication", "conflicts with an adjudicator", conflicts.sent, "an adjudicator decides"),
    )

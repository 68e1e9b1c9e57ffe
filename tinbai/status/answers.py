"""What annotators said: which answers count, and their spans."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
import pyarrow as pa

from tinbai.status.spans import ORIGINS, Numbers, Spans, flatten


@dataclass(frozen=True, slots=True)
class Answers:
    """`articles` has a row per article with its number `article`, `id`, `kind`, `title` and `text_sha256`.

    `rows` has one per annotation with its `article` (null where that is gone), and `stale`: the annotator
    saw another text than the article's present one. `given` are those that count, by the rule of
    annotation/usable.py: submitted, not skipped, of the present text, the annotator's last word on the
    article; row N is answer N of `spans`, `opinions` says how many annotators gave one, `spans` how many
    spans it has.
    """

    articles: pl.DataFrame
    rows: pl.DataFrame
    given: pl.DataFrame
    spans: Spans

    @property
    def article_of(self) -> Numbers:
        """The article of each answer."""
        return self.given["article"].cast(pl.Int64).to_numpy()

    @property
    def opinions_of(self) -> Numbers:
        """How many annotators answered the article of each answer."""
        return self.given["opinions"].cast(pl.Int64).to_numpy()


def read_answers(annotations: pa.Table, articles: pl.DataFrame, labels: Sequence[str]) -> Answers:
    """Sort out the contract's table `annotations` against the articles as they are now.

    Spans are not proven on the text again: pull has done that, and `validate` does.
    """
    numbered = articles.with_row_index("article")
    known = numbered.select("article", "id", pl.col("text_sha256").alias("now"))
    rows = (
        pl.DataFrame(pl.from_arrow(annotations.drop_columns("entities")))
        .with_row_index("row")
        .join(known, on="id", how="left", maintain_order="left")
        .with_columns((pl.col("now") != pl.col("text_sha256")).fill_null(False).alias("stale"))
        .drop("now")
    )
    said = rows.filter(~pl.col("was_skipped") & ~pl.col("stale") & pl.col("article").is_not_null())
    given = (
        said.sort("updated_at", "annotation_id")
        .unique(["article", "annotator"], keep="last", maintain_order=True)
        .with_columns(pl.len().over("article").alias("opinions"))
        .sort("row")
    )
    spans = flatten(
        annotations["entities"],
        given["row"].cast(pl.Int64).to_numpy(),
        np.arange(len(given)),
        labels=labels,
        kind="origin",
        kinds=ORIGINS,
    )
    counted = given.with_columns(pl.Series("spans", np.bincount(spans.answer, minlength=len(given))))
    return Answers(numbered, rows, counted, spans)

"""What each annotator said, in numbers: a row per annotation or gold record, without text."""

import polars as pl

from schemas.contract import Contract

_GIVEN: dict[str, type[pl.DataType] | pl.DataType] = {
    "annotator": pl.String,
    "updated_at": pl.Datetime("us", "UTC"),
    "lead_time_s": pl.Float64,
    "n_annotators": pl.Int32,
    "status": pl.String,
    "adjudicator": pl.String,
}
_LABEL = "label "


def said(records: pl.DataFrame, spans: pl.DataFrame | None, contract: Contract) -> pl.DataFrame:
    """`records` with `spans` (engine/spans.py) as numbers.

    `sound`: every span lies inside the text that the record pins. `answer`: 64 bits of what is said, whoever said it:
    the set of its spans (offsets and label), of its topics, and the main topic. `label NAME`: spans with this label.
    """
    columns = records.columns
    frame = records.select(
        "row",
        "record_id",
        pl.col("article_id").alias("id"),
        *(
            (pl.col(name) if name in columns else pl.lit(None)).cast(kind).alias(name)
            for name, kind in _GIVEN.items()
        ),
        pl.col("chars").cast(pl.Int32),
        "was_skipped",
        "comparable",
        "n_entities",
        _topics(columns).hash(seed=0).alias("of_topics"),
    )
    names = contract.entity_names
    if spans is None:
        nothing = (pl.lit(0, pl.Int32).alias(label_column(name)) for name in names)
        frame = frame.with_columns(pl.lit(value=False).alias("sound"), pl.lit(0, pl.UInt64).alias("of_spans"))
        return _answered(frame.with_columns(nothing))
    once = pl.struct("start", "end", "label").hash(seed=0).filter(~pl.col("twice"))
    by_record = spans.group_by("row").agg(
        pl.col("inside").all().alias("sound"),
        once.bitwise_xor().alias("of_spans"),
        *((pl.col("label") == name).sum().cast(pl.Int32).alias(label_column(name)) for name in names),
    )
    frame = frame.join(by_record, on="row", how="left", maintain_order="left")
    empty = (pl.col(label_column(name)).fill_null(0) for name in names)
    return _answered(
        frame.with_columns(pl.col("sound").fill_null(value=True), pl.col("of_spans").fill_null(0), *empty)
    )


def _topics(columns: list[str]) -> pl.Expr:
    chosen = pl.col("topics").list.unique().list.sort().list.join("\x1f", ignore_nulls=True)
    main = pl.col("primary_topic")
    parts = [
        (part if name in columns else pl.lit("")).fill_null("")
        for name, part in (("topics", chosen), ("primary_topic", main))
    ]
    return pl.concat_str(parts, separator="\x1e")


def _answered(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(pl.struct("of_spans", "of_topics").hash(seed=0).alias("answer")).drop(
        "of_spans", "of_topics"
    )


def label_column(name: str) -> str:
    """The column that counts a label's spans."""
    return _LABEL + name


def counting(frame: pl.DataFrame) -> pl.DataFrame:
    """The annotations that count, by article and annotator: not skipped, of the text as it is now, with every span in it,
    and of several by one annotator the last.
    """
    good = pl.col("comparable") & pl.col("sound") & ~pl.col("was_skipped") & pl.col("annotator").is_not_null()
    return (
        frame.filter(good)
        .sort("id", "annotator", "updated_at", "record_id")
        .unique(["id", "annotator"], keep="last", maintain_order=True)
    )

"""REL002: what was released in a split stays there."""

from collections.abc import Iterable, Iterator

import polars as pl

from schemas.keys import key_of
from schemas.release.columns import FAULTS, batches, frames, splits_of
from schemas.visible import quoted
from validation.check import Flaw, Setting, WholeCheck, of_article
from validation.engine.whole import Whole

_CONFIGS = ("entities", "topics")


def _find(whole: Whole, _setting: Setting) -> Iterable[Flaw]:
    now = whole.tables["splits"].select("row", "key", pl.col("split").cast(pl.String).alias("now"))
    told: set[int] = set()
    for where, frame in _released(whole):
        both = frame.with_columns(key_of(pl.col("id")).alias("key")).join(now, on="key").sort("row")
        moved = both.filter(pl.col("split") != pl.col("now")).select("id", "split", "row", "now")
        for record, was, row, split in moved.iter_rows():
            if row not in told and whole.value("splits", "id", row) == record:
                told.add(row)
                yield of_article(
                    f"article {quoted(record)} is in {quoted(split)}; {where} has it in {quoted(was)}",
                    row,
                    record,
                    "splits",
                )


def _released(whole: Whole) -> Iterator[tuple[str, pl.DataFrame]]:
    """Frames of `id` and `split`, the oldest release first, then what the workspace remembers of them all.

    A file that cannot be read is REL003's or REL004's; the workspace's own memory is written anew by a release.
    """
    for release in whole.releases:
        for config in _CONFIGS:
            for split in splits_of(release.manifest, config):
                assert release.manifest is not None
                ids = _readable(frames(release.manifest, release.sound, config, split, ["id"]))
                yield from ((release.tag, frame.with_columns(pl.lit(split).alias("split"))) for frame in ids)
    path = whole.inputs.released_splits
    if path is not None and path.is_file():
        rows = _readable(batches(path, ["id", "split"]))
        yield from ((path.name, frame) for frame in rows if "split" in frame.columns)


def _readable(frames: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    while True:
        try:
            frame = next(frames, None)
        except FAULTS:
            return
        if frame is None:
            return
        if "id" in frame.columns and set(frame.dtypes) == {pl.String}:
            yield frame


CHECK = WholeCheck(
    id="REL002",
    title="Released splits are stable",
    scope="workspace",
    tables=("splits",),
    meaning="An article that a release put into a split is in it now, and will be in every release to come. Else "
    "a model that was trained on it would be scored on it.",
    example="v1.0.0 has an article in test, and splits has it in train.",
    fix="Run tinbai dedup again: it keeps the split of every released id. Splits are never edited by hand.",
    requires=("splits", "released splits"),
    find=_find,
)

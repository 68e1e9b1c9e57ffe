"""What each key of a config says, as three hashes, so that two releases of any size can be held against each other."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

import polars as pl

from schemas.release.columns import batches
from schemas.release.manifest import ConfigEntry
from schemas.release.stated import UNREADABLE, Feature, named, no_release

TEXT = frozenset(
    {"text", "text_sha256", "paragraphs", "sent_id", "tokens", "tokens_digest", "token_start", "token_end"}
)
LABELS = frozenset(
    {"entities", "ner_tags", "topics", "primary", "primary_topic", "vote_share", "was_skipped"}
)
KINDS = ("rewritten", "relabelled", "amended")
"""The first of these whose columns differ is what happened to a key: its text, its labels, anything else."""


def said(
    release: Path, entry: ConfigEntry, columns: Collection[str], alike: Collection[str], names: Mapping[str, Feature]
) -> pl.DataFrame:  # fmt: skip
    """`key`, its `split`, and 64 bits of what `columns` say of it, by kind; nothing of the splits `alike`.

    Args:
        names: columns whose class ids are read as names, because the other release numbers them otherwise.

    Raises:
        DataError: a file cannot be read.
    """
    columns = [column for column in columns if column != entry.key]
    groups = dict(zip(KINDS, _groups(columns), strict=True))
    parts = [pl.DataFrame(schema={"key": pl.String, "split": pl.String, **dict.fromkeys(KINDS, pl.UInt64)})]
    for split in (split for split in entry.splits if split not in alike):
        for frame in keyed(release, entry, split, columns, names):
            try:
                hashes = [_hashed(frame.schema, group).alias(kind) for kind, group in groups.items()]
                parts.append(frame.select(pl.col("key"), pl.lit(split).alias("split"), *hashes))
            except UNREADABLE as error:
                raise no_release(release, f"has rows in {split} that cannot be read") from error
    rows = pl.concat(parts)
    if rows["key"].n_unique() == len(rows):
        return rows
    # The sentences of an article: what it says is what they say, in their order.
    whole = (pl.col(kind).cast(pl.String).str.join(",").hash(seed=0) for kind in KINDS)
    return rows.group_by("key", maintain_order=True).agg(pl.col("split").last(), *whole)


def keyed(
    release: Path, entry: ConfigEntry, split: str, columns: Collection[str], names: Mapping[str, Feature]
) -> Iterator[pl.DataFrame]:
    """Frames of `key` and the columns, which are others, in the order of the files.

    Raises:
        DataError: a file cannot be read, or lacks one of the columns.
    """
    try:
        for path in entry.splits[split].files:
            for frame in batches(release / path, [entry.key, *columns]):
                if set(frame.columns) != {entry.key, *columns} or frame[entry.key].null_count():
                    raise KeyError(path)
                yield frame.select(
                    pl.col(entry.key).cast(pl.String).alias("key"),
                    *(
                        named(pl.col(column), names[column]).alias(column) if column in names else column
                        for column in columns
                    ),
                )
    except UNREADABLE as error:
        raise no_release(release, f"has rows in {split} that cannot be read") from error


def _groups(columns: Collection[str]) -> tuple[list[str], list[str], list[str]]:
    text, labels = ([column for column in columns if column in kind] for kind in (TEXT, LABELS))
    return text, labels, [column for column in columns if column not in TEXT | LABELS]


def _hashed(schema: Mapping[str, pl.DataType], columns: Sequence[str]) -> pl.Expr:
    """As JSON first: there a list in a list, nothing and an empty list are each their own. Days and times go as the numbers
    that they are stored as: Polars panics at a year that no calendar has."""
    if not columns:
        return pl.lit(0, pl.UInt64)
    plain = (
        pl.col(name).to_physical() if schema[name].is_temporal() else pl.col(name) for name in sorted(columns)
    )
    return pl.struct(plain).struct.json_encode().hash(seed=0)

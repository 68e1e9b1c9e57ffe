"""A breach that is another one in each language: only those of the languages that a batch holds are looked for."""

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

import polars as pl

Rules = TypeVar("Rules", bound=Hashable)


def by_language(
    rules_of: Callable[[str], Rules], breach: Callable[[Rules], pl.Expr], columns: Sequence[str]
) -> pl.Expr:
    """What `breach` makes of the rules for a row's language tag: a boolean expression over `columns`.

    A row without a language has the empty tag. Nearly every batch is in one language and is not divided; tags without
    rules of their own, which may be many, are looked at together.
    """

    def look(series: Sequence[pl.Series]) -> pl.Series:
        frame = pl.DataFrame(list(series))
        tags = frame["language"].fill_null("")
        if len(tags) and (tags == tags[0]).all():
            return _told(frame, breach(rules_of(tags[0])))
        written: dict[Rules, list[str]] = {}
        for tag in tags.unique():
            written.setdefault(rules_of(tag), []).append(tag)
        found = pl.Series([None], dtype=pl.Boolean).new_from_index(0, len(frame))
        for rules, spellings in written.items():
            rows = tags.is_in(spellings).arg_true()
            found = found.scatter(rows, _told(frame[rows], breach(rules)))
        return found

    return pl.map_batches(["language", *columns], look, return_dtype=pl.Boolean, is_elementwise=True)


def _told(frame: pl.DataFrame, breach: pl.Expr) -> pl.Series:
    # A literal is one row, whatever the frame has.
    return frame.with_columns(breach.alias("breach"))["breach"]

"""The fields of an article that hold words people wrote, and characters found in them."""

import re
from collections.abc import Callable, Iterable, Iterator

import polars as pl

from schemas.visible import code_point
from validation.characters import places
from validation.check import Flaw, Row

STRINGS = ("text", "title", "author", "section")
TEXTS = (*STRINGS, "captions")


def in_any(test: Callable[[pl.Expr], pl.Expr], *fields: str) -> pl.Expr:
    """Whether the test holds for one of the fields; a list's items are looked at as lines of one text."""
    texts = (
        pl.col(name).list.join("\n", ignore_nulls=True) if name == "captions" else pl.col(name)
        for name in fields or TEXTS
    )
    return pl.any_horizontal(test(text).fill_null(value=False) for text in texts)


def only_where(near: pl.Expr, text: pl.Expr) -> pl.Expr:
    """The text where a cheap test holds, else nothing: a costly pattern then looks at few of them.

    Not null: patterns are run over what a null hides as well.
    """
    return pl.when(near).then(text).otherwise(pl.lit(""))


def texts_of(row: Row) -> Iterator[tuple[str, str]]:
    """Each field's name and text; a list's items one by one."""
    for field in TEXTS:
        value = row[field]
        if isinstance(value, str):
            yield field, value
        elif isinstance(value, list):
            yield from ((field, item) for item in value if isinstance(item, str))


def first_of_each(found: Iterable[tuple[str, int, int]]) -> Iterator[tuple[str, int, int, str]]:
    """Each kind of what was found at `start:end` with its first place and, where there are more, how many there are."""
    places: dict[str, list[tuple[int, int]]] = {}
    for kind, start, end in found:
        places.setdefault(kind, []).append((start, end))
    for kind, all_of_it in places.items():
        more = f", the first of {len(all_of_it)}" if len(all_of_it) > 1 else ""
        yield kind, *all_of_it[0], more


def found_in(row: Row, what: str, *patterns: re.Pattern[str]) -> Iterator[Flaw]:
    """One flaw for each field that a pattern matches in, at the first match."""
    for field, text in texts_of(row):
        found = places(text, *patterns)
        if not found:
            continue
        first = found[0]
        many = f"{len(found)} {what}s, the first" if len(found) > 1 else f"one {what},"
        inside = field == "text"
        yield Flaw(
            f"{field} holds {many} {code_point(text[first])} at {first}",
            start=first if inside else None,
            end=first + 1 if inside else None,
        )

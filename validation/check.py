"""What a check is. Each stands in a file of its own in `validation/checks/`."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from schemas.contract import CheckRule, Contract

if TYPE_CHECKING:
    import polars as pl

    from validation.engine.whole import Whole

Scope = Literal["file", "article", "record", "span", "workspace", "expectation"]
Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Flaw:
    """One breach, told for a person. `start` and `end` are code points of the article's text.

    The fields from `table` on matter to checks of the whole workspace alone; elsewhere the engine knows.
    """

    message: str
    start: int | None = None
    end: int | None = None
    table: str | None = None
    record_id: str | None = None
    article_id: str | None = None
    row: int | None = None
    snippet: str | None = None


def of_article(message: str, row: int, article: str | None, table: str = "articles") -> Flaw:
    """A breach told of a row that is an article's, or stands for one in another table."""
    return Flaw(message, table=table, row=row, record_id=article, article_id=article)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a check knows besides the data: the contract, its own rule, and which table it looks at."""

    contract: Contract
    rule: CheckRule
    table: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A check as people meet it: what it says, an example of a breach, how to repair one.

    `own_rule` is that of a project's own check, which no contract names; None for the catalogue's.
    """

    id: str
    title: str
    scope: Scope
    tables: tuple[str, ...]
    meaning: str
    example: str
    fix: str
    own_rule: CheckRule | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RowCheck(Check):
    """A check of one row at a time: an article, a record of labels, or a span.

    `breach` is a boolean expression over the engine's frame of that scope (validation/engine/articles.py,
    records.py and spans.py say what columns there are). `message` is the same for every breach, or is
    made from the row, and then may also find that there is none after all.
    """

    needs: tuple[str, ...]
    breach: "Callable[[Setting], pl.Expr]"
    message: str | Callable[[Row, Setting], Iterable[Flaw]]


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeCheck(Check):
    """A check that sees everything the engine has read. It does not run where one of `requires` is absent.

    `keys`: those of the articles' text_key and url_key that it looks at; where nobody does, they are null.
    `unfit` says of a table why the check cannot run over it, such as too little data to judge; None where it can.
    """

    requires: tuple[str, ...]
    keys: tuple[str, ...] = ()
    find: "Callable[[Whole, Setting], Iterable[Flaw]]"
    unfit: "Callable[[Whole, Setting, str], str | None] | None" = None

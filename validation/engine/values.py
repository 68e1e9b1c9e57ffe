"""TAB004: closed sets and patterns of the contract, as expressions over a table's frame."""

from collections.abc import Iterator

import polars as pl

from schemas.contract import Contract, TableField
from schemas.visible import quoted
from validation.check import Flaw

# Labels and topics are SPAN005's and TOP001's, the ids of articles ART002's.
_ELSEWHERE = {("articles", "id")}


class Values:
    """The closed sets and patterns of one table's columns."""

    def __init__(self, contract: Contract, table: str) -> None:
        self._contract = contract
        self._tests: dict[str, tuple[str, pl.Expr, TableField]] = {}
        for field in contract.table(table).fields:
            if (table, field.name) not in _ELSEWHERE:
                self._plan(field)

    def _plan(self, field: TableField) -> None:
        test = self._test(field, pl.col(field.name))
        if test is not None:
            self._tests[field.name] = (field.name, test, field)
        members = field.type.list.struct if field.type.list is not None else None
        for member in members or ():
            inner = self._test(member, pl.element().struct.field(member.name))
            if inner is not None:
                test = pl.col(field.name).list.eval(inner).list.any()
                self._tests[f"{field.name}.{member.name}"] = (field.name, test, member)

    def _test(self, field: TableField, value: pl.Expr) -> pl.Expr | None:
        if field.type.scalar not in ("string", "large_string"):
            return None
        if field.pattern is not None:
            return ~value.str.contains(field.pattern)
        if isinstance(field.values, tuple):
            return ~value.is_in(field.values)
        return None

    def find(self, frame: pl.DataFrame) -> Iterator[tuple[int, Flaw]]:
        """Each breach with its place in the frame."""
        tests = {name: test for name, (column, test, _) in self._tests.items() if column in frame.columns}
        if not tests or frame.is_empty():
            return
        marks = frame.select(test.fill_null(value=False).alias(name) for name, test in tests.items())
        for name in marks.columns:
            if not marks[name].any():
                continue
            column, _, field = self._tests[name]
            values = self._contract.values_of(field)
            rule = (
                f"the contract knows {', '.join(values)}" if values else f"it does not match {field.pattern}"
            )
            for place in marks[name].arg_true():
                value = frame[column][int(place)]
                said = f" is {quoted(value)}" if field.name == name else " holds another value"
                yield int(place), Flaw(f"{name}{said}; {rule}")

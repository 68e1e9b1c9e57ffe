"""Polars keeps 32 compiled patterns. A batch that asks for one more compiles all of them anew, at some 8 ms each."""

import inspect

import polars as pl
import pytest
from polars.expr.string import ExprStringNameSpace

from tests.normalize.test_batch import TEXTS, decided, table

KEPT = 32


def test_a_batch_asks_for_no_more_patterns_than_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: set[str] = set()
    taking = [
        name
        for name, method in vars(ExprStringNameSpace).items()
        if inspect.isfunction(method) and {"pattern", "patterns"} & set(inspect.signature(method).parameters)
    ]
    assert {"contains", "replace_all", "extract_groups"} <= set(taking)
    for name in taking:
        method = getattr(ExprStringNameSpace, name)
        signature = inspect.signature(method)

        def counted(
            self: ExprStringNameSpace, *args: object, m=method, s=signature, **more: object
        ) -> pl.Expr:  # type: ignore[no-untyped-def]
            given = s.bind(self, *args, **more).arguments
            if not given.get("literal"):
                asked.add(str(given["pattern"]))
            return m(self, *args, **more)

        monkeypatch.setattr(ExprStringNameSpace, name, counted)
    decided(table(TEXTS))
    assert 10 < len(asked) <= KEPT

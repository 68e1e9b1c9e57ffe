"""Reads a Polars expression that is written as in Python, without running Python.

Why not `eval`: the file comes with a pull request, CI validates the pull request, and whoever writes the expression
would have the machine. Why not `pl.Expr.deserialize`, or SQL: nobody can review the one, and the other reads files.

So the text is parsed to Python's syntax tree and walked here. A node that is not named below is refused: there is no
name but `pl`, no attribute but the listed functions and methods, no lambda, no comprehension, no f-string. What is
listed works on each row by itself and takes no function, path or plugin: `map_elements`, `map_batches`, `pipe`, `read_*`,
`scan_*`, `deserialize` and `register_plugin_function` are not there. Aggregates, windows and shifts (`sum`, `over`,
`shift`, `is_duplicated`) are not either: tables stream by in batches, and these would see one batch alone. Two constants
are not calculated with, so that nobody waits for `9 ** 9 ** 9`; nor is there anything that makes a text longer than it is.
"""

import ast
import operator
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Any

import polars as pl

LONGEST = 4_000
_DEEPEST = 60

FUNCTIONS = {"col", "lit", "when", "element", "any_horizontal", "all_horizontal", "coalesce", "date"}
FUNCTIONS |= {"min_horizontal", "max_horizontal", "sum_horizontal"}
TYPES = {"String", "Int32", "Int64", "Float64", "Boolean", "Date"}
METHODS = {
    "": "abs and_ cast ceil clip eq eq_missing fill_null floor ge gt is_between is_finite is_in is_nan is_not_null is_null "
    "le lt ne ne_missing not_ or_ otherwise round then when",
    "str": "contains contains_any count_matches ends_with extract extract_all find head len_bytes len_chars slice split "
    "starts_with strip_chars strip_chars_end strip_chars_start strip_prefix strip_suffix tail to_integer to_lowercase "
    "to_uppercase",
    "list": "all any contains eval first get join last len max min n_unique sum",
    "dt": "date day hour minute month ordinal_day weekday year",
    "struct": "field",
}
_NAMESPACES = {name: frozenset(methods.split()) for name, methods in METHODS.items()}
_BINARY: dict[type[ast.operator], Callable[[object, object], object]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.BitAnd: operator.and_,
    ast.BitOr: operator.or_,
    ast.BitXor: operator.xor,
}
_COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], object]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_HINTS: dict[type[ast.AST], str] = {
    ast.BoolOp: "write & and | with parentheses around both sides, not and and or",
    ast.Pow: "** is not for checks",
    ast.In: "write pl.col(...).is_in([...])",
    ast.NotIn: "write ~pl.col(...).is_in([...])",
    ast.Not: "write ~ in the place of not",
    ast.Lambda: "no Python runs in a check",
}
_WHEN = (type(pl.when(True)), type(pl.when(True).then(1).when(True)))  # neither is an Expr yet
_LITERAL = {"is_in", "contains_any"}  # a column there would mean all its rows at once


class RefusedError(Exception):
    """What stands there is not for checks; the message says what is."""


def read_expression(text: str) -> pl.Expr:
    """The expression that `text` writes down.

    Raises:
        RefusedError: it is not Python's syntax, or asks for more than the above.
    """
    if len(text) > LONGEST:
        raise RefusedError(f"{len(text)} characters; {LONGEST} are the most")
    try:
        tree = ast.parse(f"({text}\n)", mode="eval")  # in parentheses it may go over lines
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        said = error.msg if isinstance(error, SyntaxError) else type(error).__name__
        raise RefusedError(f"not an expression of Python: {said}") from None
    value = _value(tree.body, 0)
    if not isinstance(value, pl.Expr):
        raise RefusedError("it is no expression over a column; begin with pl.col(...)")
    return value


def _value(node: ast.AST, depth: int) -> object:
    if depth > _DEEPEST:
        raise RefusedError(f"more than {_DEEPEST} levels deep")
    below = depth + 1
    match node:
        case ast.Constant(value=bool() | int() | float() | str() | None as value):
            return value
        case ast.List(elts=items) | ast.Tuple(elts=items):
            return [_value(item, below) for item in items]
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as value)):
            return -value
        case ast.UnaryOp(op=ast.USub() | ast.Invert() as op, operand=operand):
            expression = _expression(operand, below)
            return -expression if isinstance(op, ast.USub) else ~expression
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
            return _applied(_BINARY[type(op)], left, right, below)
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _COMPARE:
            return _applied(_COMPARE[type(op)], left, right, below)
        case ast.Attribute(value=ast.Name(id="pl"), attr=name) if name in TYPES:
            return getattr(pl, name)
        case ast.Call(func=ast.Attribute() as function, args=arguments, keywords=keywords):
            return _called(function, arguments, keywords, below)
    raise RefusedError(_why(node))


def _expression(node: ast.AST, depth: int) -> pl.Expr:
    value = _value(node, depth)
    if not isinstance(value, pl.Expr):
        raise RefusedError(f"{ast.unparse(node)[:60]} is no expression over a column")
    return value


def _applied(
    operation: Callable[[object, object], object], left: ast.AST, right: ast.AST, depth: int
) -> object:
    one, other = _value(left, depth), _value(right, depth)
    if not isinstance(one, pl.Expr) and not isinstance(other, pl.Expr):
        raise RefusedError("two constants are not calculated with; write what comes out")
    return _polars(lambda: operation(one, other))


def _called(
    function: ast.Attribute, arguments: list[ast.expr], keywords: list[ast.keyword], depth: int
) -> object:
    call = _function(function, depth)
    given = [_value(argument, depth) for argument in arguments]
    if any(keyword.arg is None for keyword in keywords):
        raise RefusedError("** is not for checks")
    named = {str(keyword.arg): _value(keyword.value, depth) for keyword in keywords}
    if function.attr == "col" and (named or len(given) != 1 or not _is_column(given[0])):
        raise RefusedError("pl.col takes one column's name")
    if function.attr in _LITERAL and any(isinstance(one, pl.Expr) for one in (*given, *named.values())):
        raise RefusedError(f".{function.attr} takes a list of values")
    if "strategy" in named:
        raise RefusedError("strategy looks at other rows, and a check sees each row by itself")
    return _polars(lambda: call(*given, **named))


def _function(function: ast.Attribute, depth: int) -> Callable[..., object]:
    name, owner = function.attr, function.value
    if isinstance(owner, ast.Name) and owner.id == "pl":
        return _looked_up(pl, "pl.", name, FUNCTIONS)
    if isinstance(owner, ast.Attribute) and owner.attr in _NAMESPACES and not _is_pl(owner.value):
        namespace = getattr(_expression(owner.value, depth), owner.attr)
        return _looked_up(namespace, f".{owner.attr}.", name, _NAMESPACES[owner.attr])
    value = _value(owner, depth)
    if not isinstance(value, (pl.Expr, *_WHEN)):
        raise RefusedError(f"{ast.unparse(owner)[:60]} has no methods in a check")
    return _looked_up(value, ".", name, _NAMESPACES[""])


def _looked_up(owner: object, prefix: str, name: str, known: Iterable[str]) -> Callable[..., object]:
    if name not in known or not hasattr(owner, name):
        near = get_close_matches(name, known, n=1, cutoff=0.7)
        best = f"did you mean {prefix}{near[0]}?" if near else f"there are {', '.join(sorted(known))}"
        raise RefusedError(f"{prefix}{name} is not for checks; {best}")
    found: Callable[..., object] = getattr(owner, name)
    return found


def _polars(make: Callable[[], object]) -> object:
    """Polars itself says where arguments do not fit."""
    try:
        return make()
    except (TypeError, ValueError, AttributeError, OverflowError, pl.exceptions.PolarsError) as error:
        raise RefusedError(" ".join(str(error).split())[:200]) from None


def _is_column(name: object) -> bool:
    """Polars takes `*` and `^...$` for many columns."""
    return isinstance(name, str) and name.isidentifier()


def _is_pl(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id == "pl"


def _why(node: ast.AST) -> str:
    for kind, hint in _HINTS.items():
        if isinstance(node, kind) or any(isinstance(child, kind) for child in ast.iter_child_nodes(node)):
            return hint
    if isinstance(node, ast.Compare):
        return "two comparisons in a row; write .is_between(low, high), or & between them"
    if _is_pl(node):
        return "pl alone is nothing; begin with pl.col(...)"
    if isinstance(node, ast.Name):
        return f"the name {node.id!r} means nothing in a check; there is only pl"
    return f"{ast.unparse(node)[:60]!r} is not for checks"

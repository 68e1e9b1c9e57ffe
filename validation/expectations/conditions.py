"""Row conditions of the project's own suites: only comparisons, for pandas would run more than that.

Great Expectations hands a condition to `DataFrame.query`, which reads attributes, calls methods and reaches our own
variables with `@`. A suite may come with a pull request, and then must not write files or start programs.
"""

import ast

_PLAIN = (
    ast.Expression, ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.USub, ast.Compare, ast.cmpop,
    ast.BinOp, ast.BitAnd, ast.BitOr, ast.Invert, ast.Name, ast.Load, ast.Constant, ast.List, ast.Tuple,
)  # fmt: skip
_LONGEST = 2_000


def refused_condition(part: object) -> str:
    """What is wrong with a condition anywhere in an expectation's kwargs; empty where nothing is."""
    if isinstance(part, list):
        return next(filter(None, map(refused_condition, part)), "")
    if not isinstance(part, dict):
        return ""
    for key, value in part.items():
        if key in ("row_condition", "pass_through_filter") and isinstance(value, str) and not _plain(value):
            return f"a condition that is no plain comparison: {value[:80]!r}"
        if key == "column" and isinstance(value, dict) and not str(value.get("name")).isidentifier():
            return f"a condition on {value.get('name')!r}, which is no column"
        if why := refused_condition(value):
            return why
    return ""


def _plain(text: str) -> bool:
    if len(text) > _LONGEST:
        return False
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return all(isinstance(node, _PLAIN) and not _hidden(node) for node in ast.walk(tree))


def _hidden(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id.startswith("_")

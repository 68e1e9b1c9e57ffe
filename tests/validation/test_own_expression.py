"""Expressions of checks.toml: what is read means what Polars means, and nothing else is read."""

import ast
import string

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from validation.own.expression import FUNCTIONS, LONGEST, METHODS, TYPES, RefusedError, read_expression

FRAME = pl.DataFrame(
    {
        "text": ["Theo Reuters, hôm nay", "Hà Nội", None],
        "title": ["Theo Reuters", "Hà Nội", ""],
        "chars": [21, 6, None],
        "names": [[{"label": "PER"}], [], [{"label": "ORG"}, {"label": "PER"}]],
        "topics": [["a"], ["b", "c"], []],
    },
    schema_overrides={"chars": pl.UInt32},
)
READ: list[tuple[str, pl.Expr]] = [
    ('pl.col("text").str.contains("Theo Reuters")', pl.col("text").str.contains("Theo Reuters")),
    ('~pl.col("text").is_null() & (pl.col("chars") - 3 > -5)', ~pl.col("text").is_null() & (pl.col("chars") - 3 > -5)),
    ('3 < pl.col("chars")', pl.col("chars") > 3),
    ('pl.col("text").is_in(["Hà Nội", "Huế"])', pl.col("text").is_in(["Hà Nội", "Huế"])),
    ('pl.col("chars").is_between(6, 9, closed="none")', pl.col("chars").is_between(6, 9, closed="none")),
    (
        'pl.when(pl.col("chars") > 9).then(pl.col("text")).when(pl.col("chars") > 5).then(pl.lit("x"))'
        '.otherwise(pl.col("title")) == "x"',
        pl.when(pl.col("chars") > 9)
        .then(pl.col("text"))
        .when(pl.col("chars") > 5)
        .then(pl.lit("x"))
        .otherwise(pl.col("title"))
        == "x",
    ),
    (
        'pl.col("names").list.eval(pl.element().struct.field("label") == "PER").list.any()',
        pl.col("names").list.eval(pl.element().struct.field("label") == "PER").list.any(),
    ),
    ('pl.any_horizontal(pl.col("text").is_null(), pl.col("chars") < 9)', pl.any_horizontal(pl.col("text").is_null(), pl.col("chars") < 9)),
    ('pl.col("chars").cast(pl.Float64) / 2 >= 3.0', pl.col("chars").cast(pl.Float64) / 2 >= 3.0),
    ('\n  pl.col("topics")\n  .list.contains("c") # gõ\n', pl.col("topics").list.contains("c")),
    ('pl.date(2024, 1, 31).dt.month() == pl.col("chars")', pl.date(2024, 1, 31).dt.month() == pl.col("chars")),
]  # fmt: skip
REFUSED = [
    ('pl.col("text").map_elements(lambda x: x)', "map_elements is not for checks"),
    ('pl.col("text").map_batches(print)', "map_batches is not for checks"),
    ('pl.col("text").pipe(print)', "pipe is not for checks"),
    ('pl.read_csv("/etc/passwd")', "read_csv is not for checks"),
    ('pl.scan_parquet("x")', "scan_parquet is not for checks"),
    ('pl.Expr.deserialize("x")', "is not for checks"),
    ('pl.plugins.register_plugin_function("x")', "is not for checks"),
    ('__import__("os").system("true")', "is not for checks"),
    ('open("x")', "is not for checks"),
    ("exec", "'exec' means nothing"),
    ('pl.col("text").__class__', "is not for checks"),
    ('pl.col("text").str.__class__()', "is not for checks"),
    ("pl.col.__globals__", "is not for checks"),
    ('pl.io.csv.os.system("true")', "is not for checks"),
    ("(lambda: 1)()", "no Python runs"),
    ('[x for x in pl.col("text")]', "is not for checks"),
    ('f"{pl}"', "is not for checks"),
    ('pl.col("a") if pl.col("b") else pl.col("c")', "is not for checks"),
    ('pl.col("text")[0]', "is not for checks"),
    ('(a := pl.col("text"))', "is not for checks"),
    ('pl.col(*["a"])', "is not for checks"),
    ('pl.col(**{"name": "a"})', "\\*\\* is not"),
    ('pl.col("a") and pl.col("b")', "write & and |"),
    ('not pl.col("a")', "write ~"),
    ('pl.col("a") in [1]', "is_in"),
    ('1 < pl.col("a") < 3', "is_between"),
    ("9 ** 9 ** 9", "\\*\\* is not"),
    ('pl.col("a") * ("x" * 1000000000)', "two constants"),
    ('pl.col("a").sum() > 3', "sum is not for checks"),
    ('pl.col("a").over("b") == 1', "over is not for checks"),
    ('pl.col("a").shift() == 1', "shift is not for checks"),
    ('pl.col("a").fill_null(strategy="forward") == 1', "strategy"),
    ('pl.col("a").is_in(pl.col("b"))', "a list of values"),
    ('pl.col("a").str.replace_all("", "xxx") == ""', "replace_all is not for checks"),
    ('pl.col("*") == 1', "one column's name"),
    ('pl.col("^.*$") == 1', "one column's name"),
    ('pl.col("a", "b") == 1', "one column's name"),
    ('pl.col("a").str', "is not for checks"),
    ('pl.col("a").str.contain("x")', "did you mean .str.contains"),
    ('pl.col("a").str.contains()', "missing 1 required"),
    ('pl.col("a").str.contains("x", litteral=True)', "unexpected keyword"),
    ("pl", "begin with pl.col"),
    ("3", "begin with pl.col"),
    ('"text"', "begin with pl.col"),
    ("", "begin with pl.col"),
    ('pl.col("a"), pl.col("b")', "begin with pl.col"),
    ('(yield pl.col("a"))', "is not for checks"),
    ('pl.col("a") == ', "not an expression of Python"),
    ("import os", "not an expression of Python"),
    ("pl.col('a') == \x00", "not an expression of Python"),
    ("(" * 400 + "1" + ")" * 400, "not an expression of Python"),
    ("~" * 100 + 'pl.col("a")', "levels deep"),
    ("1" * 4_400, "4400 characters"),
    ("pl.lit(" + "9" * 3_900 + ') == pl.col("a")', "."),
]


@pytest.mark.parametrize(("text", "meant"), READ, ids=lambda one: str(one)[:40])
def test_what_is_read_is_what_polars_means(text: str, meant: pl.Expr) -> None:
    assert FRAME.select(read_expression(text).alias("x")).equals(FRAME.select(meant.alias("x")))


@pytest.mark.parametrize(("text", "says"), REFUSED, ids=[text[:40] for text, _ in REFUSED])
def test_everything_else_is_refused(text: str, says: str) -> None:
    with pytest.raises(RefusedError, match=says) as raised:
        read_expression(text)
    assert "\n" not in str(raised.value)


def test_every_name_that_is_listed_is_there() -> None:
    """A newer Polars that renames one would make it unusable in silence."""
    assert {name for name in FUNCTIONS | TYPES if not hasattr(pl, name)} == set()
    for namespace, methods in METHODS.items():
        owner = pl.col("a") if not namespace else getattr(pl.col("a"), namespace)
        chained = {"then", "otherwise", "when"} if not namespace else set()
        assert {name for name in methods.split() if not hasattr(owner, name)} <= chained


_DANGEROUS = {
    "map_elements",
    "map_batches",
    "pipe",
    "deserialize",
    "serialize",
    "inspect",
    "register_plugin",
    "over",
}
_DANGEROUS |= {
    "rolling_map",
    "sql",
    "collect",
    "inspect",
    "meta",
    "name",
    "sample",
    "shuffle",
    "cum_count",
    "replace_strict",
}


def test_nothing_dangerous_is_listed() -> None:
    listed = FUNCTIONS | {name for methods in METHODS.values() for name in methods.split()}
    odd = {
        name for name in listed if name.startswith(("_", "read", "scan", "write", "sink", "register", "map"))
    }
    assert (listed & _DANGEROUS) | odd == set()


@given(st.text(alphabet=string.printable, max_size=60) | st.text(max_size=30))
def test_no_text_does_more_than_be_refused(text: str) -> None:
    try:
        found = read_expression(text)
    except RefusedError:
        return
    assert isinstance(found, pl.Expr)


_WORDS = [
    "pl",
    ".",
    "col",
    '("a")',
    "(",
    ")",
    "str",
    "contains",
    '"x"',
    "&",
    "~",
    "==",
    "1",
    "when",
    "then",
    ",",
    " ",
]
_WORDS += ["__class__", "lambda", ":", "[", "]", "list", "eval", "element", "()", "**", "-", "is_in"]


@given(st.lists(st.sampled_from(_WORDS), max_size=20).map("".join))
def test_no_row_of_its_words_does_either(text: str) -> None:
    try:
        found = read_expression(text)
    except RefusedError:
        return
    names = {
        node.id for node in ast.walk(ast.parse(f"({text}\n)", mode="eval")) if isinstance(node, ast.Name)
    }
    assert isinstance(found, pl.Expr)
    assert names == {"pl"}
    assert len(text) <= LONGEST

"""Cells of a CSV file that a spreadsheet shows and never runs."""

import re

from schemas.visible import visible

# What a spreadsheet takes for a formula, the full-width forms of Asian keyboards with it. After a semicolon,
# too: where the decimal mark is a comma, as in Vietnam, Excel splits a CSV file there. White space and
# quotes before a formula are dropped there.
FORMULA = re.compile(r"(^|;)([\s\"]*)([=+\-@＝＋－＠])")


LONGEST = 1_000  # Excel takes 32,767 characters in a cell


def cell(text: str) -> str:
    """One line, nothing invisible, no formula: an apostrophe stands before what would be one; long ones are cut.

    Line breaks become ⏎ and tabs ⇥, so that a violation is a line for grep and awk, too.
    """
    cut = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    return FORMULA.sub(r"\1\2'\3", visible(cut.replace("\n", "⏎").replace("\t", "⇥")))

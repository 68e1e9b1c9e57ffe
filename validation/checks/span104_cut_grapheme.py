"""SPAN104: spans do not cut what a reader sees as one character."""

from collections.abc import Iterable

import polars as pl

from schemas.visible import code_point, quoted
from validation.check import Flaw, Row, RowCheck, Setting
from validation.graphemes import NEAR, cuts_grapheme
from validation.inputs import LABELS


def _message(row: Row, _setting: Setting) -> Iterable[Flaw]:
    text = row["text"]
    for edge, verb in (("start", "starts"), ("end", "ends")):
        place = row[edge]
        if isinstance(text, str) and isinstance(place, int) and cuts_grapheme(text, place):
            yield Flaw(
                f"{row['label']} {quoted(row['surface'])} {verb} between {code_point(text[place - 1])} and "
                f"{code_point(text[place])}, which show as one character"
            )


CHECK = RowCheck(
    id="SPAN104",
    title="Spans do not cut characters",
    scope="span",
    tables=LABELS,
    meaning="What a reader sees as one character can be several code points: a letter and a mark that NFC has no "
    "letter for, an emoji family, a flag, a skin tone. A span holds all of them or none. Where words are cut "
    "between letters SPAN103 says so.",
    example="A span that ends between the man and the joiner of the emoji 👨‍👩‍👧.",
    fix="Look for the tool that counts in other units (UTF-16) and convert; else correct the span in Label Studio, and "
    "pull again.",
    needs=("entities",),
    breach=lambda _: pl.col("inside") & pl.col("window").str.contains(NEAR),
    message=_message,
)

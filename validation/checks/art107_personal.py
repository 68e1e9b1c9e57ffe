"""ART107: no personal data."""

from collections.abc import Iterable
from functools import cache

import polars as pl

from schemas.language.personal import personal_rules
from schemas.language.personal_rule import PersonalRules
from schemas.visible import quoted
from validation.check import Flaw, Row, RowCheck, Setting
from validation.checks.by_language import by_language
from validation.checks.fields import TEXTS, first_of_each, in_any, only_where, texts_of
from validation.personal import personal_data


def _breach(_setting: Setting) -> pl.Expr:
    return by_language(personal_rules, _may_hold, TEXTS)


@cache
def _may_hold(rules: PersonalRules) -> pl.Expr:
    text = pl.col("text")
    near = pl.any_horizontal(text.str.contains(pattern) for pattern in rules.near)
    short = in_any(lambda field: field.str.contains(rules.close), *(name for name in TEXTS if name != "text"))
    return only_where(near, text).str.contains(rules.close) | short


def _message(row: Row, _setting: Setting) -> Iterable[Flaw]:
    rules = personal_rules(str(row["language"]))
    for field, text in texts_of(row):
        found = ((one.kind, one.start, one.end) for one in personal_data(text, rules))
        for kind, start, end, more in first_of_each(found):
            inside = field == "text"
            yield Flaw(
                f"{field} holds the {kind} {quoted(text[start:end])} at {start}{more}",
                start=start if inside else None,
                end=end if inside else None,
            )


CHECK = RowCheck(
    id="ART107",
    title="No personal data",
    scope="article",
    tables=("articles",),
    meaning="A released text holds nobody's phone number, identity card number or e-mail address. Numbers that are "
    "there to be rung (hotlines, newsrooms, offices) and accounts for donations are no person's. Numbers are read as "
    "the article's language writes them; e-mail addresses and numbers with a country's code (+44) are told in any.",
    example="“liên hệ anh Nam, 0912 345 678”; “CCCD số 001085012345”.",
    fix="Leave the page out of the input, or ask whether the person agreed. A number that is an office's, or made "
    "up for a novel, is a case for a waiver.",
    needs=("language", *TEXTS),
    breach=_breach,
    message=_message,
)

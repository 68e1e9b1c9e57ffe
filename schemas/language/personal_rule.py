"""How numbers and addresses of persons are written, as one language's rules list them, and how every language writes them.

Every language has e-mail addresses, and numbers with a country's code behind a plus.
"""

import re
from dataclasses import dataclass

ENDS = r"(?![0-9A-Za-z/_@])(?![.,\-][0-9])(?! [1-9])"
"""Where a number may end: not within another, a word or a web address."""

EMAIL = re.compile(
    r"[A-Za-z0-9](?<![A-Za-z0-9._%+\-].)[A-Za-z0-9._%+\-]{0,63}@(?:[A-Za-z0-9\-]{1,63}\.){1,5}[A-Za-z]{2,}"
)
NEAR = (r"@|\+[1-9]",)
CLOSE = r"@[A-Za-z0-9]|\+[1-9][0-9 ()\-]{8}"

_MAILBOXES = """
    info information contact support help admin webmaster press media hr ads office sales marketing service services
    news editor hello mail email hotline online noreply
"""
MAILBOXES = frozenset(_MAILBOXES.split())
"""Before the @, they are nobody's own: RFC 2142 lists some, and companies everywhere have the others."""


@dataclass(frozen=True, slots=True)
class Phone:
    """`desk`: whoever is rung may be an institution, if the line names one. A number is written in `most` groups of digits
    at most, of `least` digits or more: 0912 3 4 5 6 7 8 is a table's row."""

    number: re.Pattern[str]
    desk: bool
    least: int
    most: int = 5


@dataclass(frozen=True, slots=True)
class Card:
    """`telling`: no word needs to say that the number is a card's."""

    number: re.Pattern[str]
    telling: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalRules:
    """`near`: what a text has that holds any, for Rust's regex: each begins with letters of its own, which are found at 5 to
    17 GB/s; as one pattern they take four times as long. `close`: the same more closely, at half a GB/s: a table's rows
    and spans of years are near as well.

    Words are looked for in small letters: before a number those of `card` and `account`, on both its sides those of
    `official` and, at a desk, `institution`. `and_words` stand between one number and the next.
    """

    near: tuple[str, ...] = NEAR
    close: str = CLOSE
    cards: tuple[Card, ...] = ()
    phones: tuple[Phone, ...]
    card: re.Pattern[str] | None = None
    account: re.Pattern[str] | None = None
    official: re.Pattern[str] | None = None
    institution: re.Pattern[str] | None = None
    and_words: tuple[str, ...] = ()
    mailboxes: frozenset[str] = MAILBOXES


# E.164: ten digits behind 1 and 7, elsewhere fifteen at most with the code. The shortest are left out (+250 500 000 may
# be money), and so are dots, which also part thousands, and the codes of no country (800, 87x, 979: services').
_PART = r"[ ()\-]{0,2}"
_DIGIT = rf"(?:{_PART}[0-9])"
_TWO = "2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]"
_THREE = "(?:2[1-69]|3[578]|42|5[09]|6[789]|85|96)[0-9]|88[06]|97[0-7]|99[2-68]"
_ABROAD = (
    rf"1{_PART}[2-9]{_DIGIT}{{2}}{_PART}[2-9]{_DIGIT}{{6}}|7{_PART}[3-9]{_DIGIT}{{9}}"
    rf"|(?:39{_PART}0|(?:{_TWO}){_PART}(?:\(0\))?{_PART})[1-9]{_DIGIT}{{7,12}}"
    rf"|(?:{_THREE}){_PART}(?:\(0\))?{_PART}[1-9]{_DIGIT}{{6,11}}"
)


def international(home: str = "") -> Phone:
    """Numbers with any country's code but `home`, whose rules know better."""
    but_home = rf"(?!{home})" if home else ""
    return Phone(re.compile(rf"\(?\+{but_home}(?:{_ABROAD}){ENDS}"), desk=True, least=1, most=7)


ANY_LANGUAGE = PersonalRules(phones=(international(),))
"""For a language without a pack."""

"""ART105: no UTF-8 that was read as Windows-1252 or Latin-1.

The reader puts whole sequences right. What gets here came by another way, or lost a character since: of a page
read as Latin-1, cleaning takes the controls out that half the letters end in (`Viá»t`).
"""

import re
from collections.abc import Iterable

import polars as pl

from schemas.language.mojibake import SURE
from schemas.visible import quoted
from validation.check import Flaw, Row, RowCheck, Setting
from validation.checks.fields import TEXTS, in_any, only_where, texts_of

# Characters that most texts lack, at 20 GB/s; only where one is the rest is looked for.
_RARE = "[º»€ÃÆÄ]|Â[°©®±²³·]"
# `áº` and `â€` whatever follows, small letters before Ã (`lÃ ` for là), ă, đ and the signs of Latin-1.
_MOJIBAKE = f"{SURE}|áº|á»[A-Za-z]|â€|[a-z]Ã|Ä[‘ƒ]|Â[°©®±²³·]"
_FOUND = re.compile(_MOJIBAKE)
# A quotation that ends in á reads the same: «Ai trả giá»…
_GUILLEMET = re.compile("á»[^A-Za-z\xa1-\xbf]")
_SHOWN = 20


def _breach(_setting: Setting) -> pl.Expr:
    return in_any(
        lambda text: only_where(text.str.contains(_RARE), text).str.contains(_MOJIBAKE), "text", "title"
    ) | in_any(lambda text: text.str.contains(_MOJIBAKE), "author", "section", "captions")


def _message(row: Row, _setting: Setting) -> Iterable[Flaw]:
    for field, text in texts_of(row):
        found = [match for match in _FOUND.finditer(text) if not _closes(match, text)]
        if not found:
            continue
        start, end = _word(text, found[0])
        many = f"{len(found)} runs of mojibake, the first" if len(found) > 1 else "mojibake,"
        inside = field == "text"
        yield Flaw(
            f"{field} holds {many} {quoted(text[start:end])} at {start}",
            start=start if inside else None,
            end=end if inside else None,
        )


def _closes(match: re.Match[str], text: str) -> bool:
    return "«" in text and _GUILLEMET.fullmatch(match[0]) is not None


def _word(text: str, match: re.Match[str]) -> tuple[int, int]:
    """From the space before to the space after, but no more than is shown."""
    before = text[max(match.start() - _SHOWN, 0) : match.start()]
    after = text[match.end() : match.end() + _SHOWN]
    return match.start() - len(re.split(r"\s", before)[-1]), match.end() + len(re.split(r"\s", after)[0])


CHECK = RowCheck(
    id="ART105",
    title="No mojibake",
    scope="article",
    tables=("articles",),
    meaning="The letters of Vietnamese take two or three bytes in UTF-8. Read as Windows-1252 or Latin-1, once or "
    "twice, each becomes two or three others. Such words are found by no search and teach a model nonsense.",
    example="“Thá»§ tÆ°á»›ng” for “Thủ tướng”, “lÃ ” for “là”.",
    fix="Run tinbai normalize again over the crawled bytes, which reads most of it rightly. Where your crawler "
    "decoded the page itself, let it keep the bytes.",
    needs=TEXTS,
    breach=_breach,
    message=_message,
)

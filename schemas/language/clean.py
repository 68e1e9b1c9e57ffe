"""Text as it is fixed once and for all: NFC, LF, single spaces, no invisible characters.

Published text keeps its own tone placement (hòa or hoà), quotes and dashes: NFKC would change them.
Everything works on whole texts, since one line costs as much as a page: a page that is clean already
is found so by one search in Rust (600 MB/s), and for the others each step looks for its characters first.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

# Everything str.splitlines() breaks at, so that no reader downstream sees other lines than ours.
_BREAKS = "[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]"
# U+FFFD stays: it says that something was lost before us.
_INVISIBLE = (
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f"  # controls
    "\xad\u034f\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"  # zero-width and bidi
    "\ufdd0-\ufdef\ufff9-\ufffc\ufffe\uffff]"  # never characters of a text
)
_ODD_SPACE = "[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]"

_BREAK = re.compile(_BREAKS)
_NOT_SEEN = re.compile(
    f"{_INVISIBLE[:-1]}\ud800-\udfff]"
)  # with halves of surrogate pairs, which Rust has not
_NOT_A_SPACE = re.compile(_ODD_SPACE)

_EMOJI = "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"
# The joiner of family and profession emoji stays; anywhere else it only breaks words.
_JOINER = re.compile(f"(?<![{_EMOJI}\ufe0f])\u200d|\u200d(?![{_EMOJI}])")

_LOOKALIKES = {"Ð": "Đ", "Ɖ": "Đ", "ð": "đ", "ɖ": "đ", "\u2011": "-"}
# All that a whole text is searched for step by step but spaces: few of those that are not clean have any.
_RARE = f"{_BREAKS}|{_INVISIBLE}|[{''.join(_LOOKALIKES)}]"

_QUALITY = "\u0302\u0306\u031b"
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_LEFT_OVER = re.compile(f"[{_QUALITY}{_TONES}]")
_MARKS = re.compile("[\u0300-\u036f]+")
_MARKED = re.compile(f"([aeouAEOU])([{_QUALITY}{_TONES}]{{2,}})")
_QUALITIES_OF = {"a": "\u0302\u0306", "e": "\u0302", "o": "\u0302\u031b", "u": "\u031b"}

# Unicode's stream-safe format (UAX 15) allows 30 marks on a letter. NFC sorts them by insertion: 40,000 in the
# wrong order take 1.2 s, a million a quarter of an hour.
_MOST_MARKS = 30
# Every block that has marks: a class without categories is five times as fast. Letters are told apart afterwards.
_PILE = re.compile(
    "[\u0300-\u1dff\u20d0-\u20ff\u2c00-\u2dff\u3020-\u30ff\ua000-\uabff\ufb00-\ufe2f\U00010000-\U0001efff]"
    f"{{{_MOST_MARKS + 1},}}"
)

# What no step changes, whatever stands beside it: of combining class 0, and nothing composes with it.
# Rust's regex, which scans a class at the speed of any other.
AS_IT_IS = (
    r"\n -~\x{a1}-\x{ac}\x{ae}-\x{cf}\x{d1}-\x{ef}\x{f1}-\x{188}\x{18a}-\x{255}\x{257}-\x{2ff}"
    r"\x{388}-\x{38a}\x{38e}-\x{3ff}\x{400}-\x{482}\x{48a}-\x{52f}\x{1e00}-\x{1eff}"
    r"\x{2010}\x{2012}-\x{2027}\x{2030}-\x{205e}\x{20a0}-\x{20c0}\x{2100}-\x{2125}\x{2150}-\x{2328}\x{2400}-\x{27bf}"
    r"\x{3001}-\x{3029}\x{3041}-\x{3096}\x{30a1}-\x{30fe}\x{4e00}-\x{9fff}\x{ac00}-\x{d7a3}\x{fe0e}\x{fe0f}"
    r"\x{ff01}-\x{ff5e}\x{fffd}\x{1f000}-\x{1faff}"
)
SUSPECT = rf"[^{AS_IT_IS}\x{{200d}}]|(?:^|[^{_EMOJI}\x{{fe0f}}])\x{{200d}}|\x{{200d}}(?:[^{_EMOJI}]|$)|  | \n|\n |^ | $|\n$"


def clean(text: str) -> str:
    """Clean a whole text: as `clean_text`, with blank lines single and none at the ends."""
    return re.sub("\n{3,}", "\n\n", clean_text(text)).strip("\n")


def clean_texts(texts: Sequence[str]) -> list[str]:
    """`clean_text` of each, in bulk: a text that is clean already, as most of a corpus, costs one scan in Rust.

    What Rust can repair it does; the rest (marks, joiners, scripts that need composing) goes to `clean_text`.
    """
    # A quarter of a second to import; whoever cleans one text does without.
    import polars as pl

    try:
        column = pl.Series(texts, dtype=pl.String)
    except UnicodeEncodeError:  # half a surrogate pair, as JSON can hold
        return [clean_text(text) for text in texts]
    cleaned = list(texts)
    odd = column.str.contains(SUSPECT).arg_true()
    if not len(odd):  # twenty steps over nothing take 0.7 ms
        return cleaned
    for place, text in zip(odd.to_list(), clean_column(column.gather(odd)).to_list(), strict=True):
        cleaned[place] = text
    return cleaned


def clean_column(column: "pl.Series") -> "pl.Series":
    """`clean_text` of each, for texts of which most are not clean."""
    column = _mended(column)
    rest = column.str.contains(SUSPECT).arg_true()
    return column.scatter(rest, [clean_line(text) for text in column.gather(rest).to_list()])


def clean_text(text: str) -> str:
    """Clean a text line by line: as `clean_line` for each of `split_lines`, joined by LF. Blank lines stay."""
    return clean_line(_broken_by_lf(text).removesuffix("\n"))


def split_lines(text: str) -> list[str]:
    """The lines of a raw text, whatever it breaks them with; a final line break opens no further line."""
    lines = _broken_by_lf(text).split("\n")
    if lines[-1] == "":
        lines.pop()
    return lines


def clean_line(line: str) -> str:
    """Clean one line, or several joined by LF: NFC with tones in their place, single spaces, nothing invisible.

    Đ for its look-alikes; of more than 30 marks in a row, as no writing has them, the first 30.
    """
    if line.isascii() and line.isprintable():
        return _single_spaced(line)
    line = _NOT_SEEN.sub("", line)
    if "\u200d" in line:
        line = _JOINER.sub("", line)
    for wrong, right in _LOOKALIKES.items():
        if wrong in line:
            line = line.replace(wrong, right)
    line = _single_spaced(_NOT_A_SPACE.sub(" ", line))
    line = _composed(_PILE.sub(_first_marks, line))
    if _LEFT_OVER.search(line):
        line = _composed(_vowel_marks_first(line))
        line = _PILE.sub(_first_marks, line)
    return line


def _mended(column: "pl.Series") -> "pl.Series":
    """The steps of `clean_text` but for joiners and NFC, over a column."""
    rare = column.str.contains(_RARE).arg_true()
    mended = column.str.strip_suffix("\n")
    if len(rare):
        mended = mended.scatter(rare, _without_rare(column.gather(rare)))
    return (
        mended.str.replace_all(_ODD_SPACE, " ")
        .str.replace_all("  +", " ")
        .str.replace_all(" \n", "\n", literal=True)
        .str.replace_all("\n ", "\n", literal=True)
        .str.strip_chars(" ")
    )


def _without_rare(column: "pl.Series") -> "pl.Series":
    return (
        column.str.replace_all("\r\n", "\n", literal=True)
        .str.replace_all(_BREAKS, "\n")
        .str.strip_suffix("\n")
        .str.replace_all(_INVISIBLE, "")
        .str.replace_all("[ÐƉ]", "Đ")
        .str.replace_all("[ðɖ]", "đ")
        .str.replace_all("\u2011", "-", literal=True)
    )


def _broken_by_lf(text: str) -> str:
    return _BREAK.sub("\n", text.replace("\r\n", "\n"))


def _single_spaced(text: str) -> str:
    while "  " in text:  # halves every run
        text = text.replace("  ", " ")
    return text.replace(" \n", "\n").replace("\n ", "\n").strip(" ")


def _composed(text: str) -> str:
    """NFC, by line: nothing composes with a line break, and one line that needs it costs forty others nothing."""
    return "\n".join([unicodedata.normalize("NFC", line) for line in text.split("\n")])


def _first_marks(found: re.Match[str]) -> str:
    """The row with no more than 30 marks on any of its characters."""
    kept: list[str] = []
    marks = 0
    for character in found[0]:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def _vowel_marks_first(text: str) -> str:
    """A tone typed before the vowel's own mark (é + circumflex) never composes: NFC leaves the two apart."""
    parts: list[str] = []
    done = 0
    for found in _MARKS.finditer(text):
        letter = max(found.start() - 1, 0)
        apart = unicodedata.normalize("NFD", text[letter : found.end()])
        parts += text[done:letter], _MARKED.sub(_with_own_mark_first, apart)
        done = found.end()
    return "".join(parts) + text[done:]


def _with_own_mark_first(found: re.Match[str]) -> str:
    letter, marks = found.groups()
    own = _QUALITIES_OF[letter.lower()]
    first = next((mark for mark in marks if mark in own), "")
    return letter + first + (marks.replace(first, "", 1) if first else marks)

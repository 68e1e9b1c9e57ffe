"""Characters that no cleaned text holds, and where they stand.

`ODD` is for the engine: one pass of Rust's regex over every text at half a GB/s. What it lets through is
in NFC and free of every character below, so only the few texts that it stops are looked at closely.
"""

import re
import unicodedata

# All but: LF, ASCII that shows, Latin with what Vietnamese needs, dashes, quotes, ellipsis, currency.
ODD = r"[^\n\x20-\x7e\u{a1}-\u{ac}\u{ae}-\u{2ff}\u{1e00}-\u{1eff}\u{2010}-\u{2027}\u{2030}-\u{205e}\u{20a0}-\u{20bf}]"

# LF is the one control character that a text may hold; line and paragraph separators count as controls.
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")
INVISIBLE = re.compile(
    "[\xad\u034f\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufdd0-\ufdef\ufff9-\ufffc\ufffe\uffff]"
)
_EMOJI = "\xa9\xae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"
JOINER = re.compile(f"(?<![{_EMOJI}\ufe0f])\u200d|\u200d(?![{_EMOJI}])")
REPLACEMENT = re.compile("\ufffd")


def places(text: str, *patterns: re.Pattern[str]) -> list[int]:
    """Code points where one of the patterns matches, in order."""
    return sorted(match.start() for pattern in patterns for match in pattern.finditer(text))


def first_change_by_nfc(text: str) -> int | None:
    """The first code point that NFC would change; None where the text is in NFC."""
    if unicodedata.is_normalized("NFC", text):
        return None
    normal = unicodedata.normalize("NFC", text)
    pairs = zip(text, normal, strict=False)
    shorter = min(len(text), len(normal))
    return next((place for place, (a, b) in enumerate(pairs) if a != b), shorter)

"""Where a text must not be cut, though a code point ends there: within what a reader sees as one character.

A part of Unicode's UAX 29: marks, joiners, variation selectors, skin tones and tags stay with what they follow, and flags
are pairs. Between two letters (jamo among them) it says nothing, since there a word is cut as well.
"""

import re
import unicodedata

_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]")
_STAYS = re.compile("[\u200d\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
_MOST_FLAGS = 1_000

NEAR = r"[\p{M}\u{200d}\u{1f1e6}-\u{1f1ff}\u{1f3fb}-\u{1f3ff}\u{e0020}-\u{e007f}]"
"""What stands beside such a place; for Rust's regex."""


def cuts_grapheme(text: str, place: int) -> bool:
    """Whether a character, as a reader sees it, goes on from before code point `place` behind it."""
    if not 0 < place < len(text) or text[place - 1] in "\n ":
        return False
    before, after = text[place - 1], text[place]
    kinds = unicodedata.category(before), unicodedata.category(after)
    if all(kind[0] in "LMN" for kind in kinds):
        return False
    if kinds[1].startswith("M") or _STAYS.match(after):
        return True
    if before == "\u200d":
        # Texts hold joiners between emoji alone: ART007.
        return kinds[1] == "So"
    if _FLAG.match(after):
        run = 0
        while run < min(place, _MOST_FLAGS) and _FLAG.match(text[place - run - 1]):
            run += 1
        return run % 2 == 1
    return False

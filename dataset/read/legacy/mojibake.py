"""UTF-8 that was read as cp1252 or Latin-1, once or more often: `Việt` for Việt.

Only whole sequences that stand for a letter or a punctuation mark of a news page go back, and those that
Western text may hold by itself (`Ã»` closes a Portuguese quotation) only where others are sure.
"""

import re

from dataset.read.legacy.tables import as_cp1252
from schemas.language.mojibake import NEXT, SURE

_SEQUENCE = re.compile(f"[Â-ß][{NEXT}]|[à-ï][{NEXT}]{{2}}|[ð-ô][{NEXT}]{{3}}")
# Letters, marks, punctuation, signs and emoji of news pages; ˆ and ˜ lead on to the next pass.
_MEANT = re.compile(
    "[\x80-\u024f\u02c6\u02dc\u0300-\u0323\u1e80-\u1eff\u2000-\u206f\u20a0-\u20bf\u2100-\u2bff\ufe0e\ufe0f\ufeff\U0001f000-\U0001faff]"
)
_SURE = re.compile(SURE)
# The same in a form that costs a page no more than a few looks for single characters.
_CLOSE = (("»", "á»"), ("º", "áº"), ("€", "â€"), ("Ã", "Ã"), ("Æ", "Æ"))
_DEEPEST = 3


def is_mojibake(text: str) -> bool:
    """Whether some of it is sure to be."""
    near = any(rare in text and pair in text for rare, pair in _CLOSE)
    return near and _SURE.search(text) is not None


def repaired(text: str) -> str:
    """The text with its mojibake put right; unchanged where nothing is sure."""
    for _ in range(_DEEPEST):
        better = _SEQUENCE.sub(_meant, text)
        if better == text or not is_mojibake(better):
            return better
        text = better
    return text


def _meant(found: re.Match[str]) -> str:
    data = as_cp1252(found[0])
    try:
        meant = data.decode("utf-8") if data is not None else ""
    except UnicodeDecodeError:
        return found[0]
    return meant if _MEANT.fullmatch(meant) else found[0]

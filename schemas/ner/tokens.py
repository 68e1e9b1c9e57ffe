"""Syllables and punctuation marks, with their place in the text."""

import re

from schemas.ner.sentences import Extent

# A run of letters and digits with their combining marks, or one other visible character with whatever
# is joined to it (variation selectors, skin tones, the parts of a joined emoji), so that no token
# starts in the middle of what a reader sees as one sign.
_MARKS = "\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff\ufe00-\ufe0f\U0001f3fb-\U0001f3ff"
_TOKEN = re.compile(rf"(?:[^\W_][{_MARKS}]*)+|[^\s](?:[{_MARKS}]|\u200d\S)*")


def tokens(text: str, begin: int, end: int) -> list[Extent]:
    """Extents of the tokens of `text[begin:end]`: all that is visible is in exactly one."""
    return [match.span() for match in _TOKEN.finditer(text, begin, end)]

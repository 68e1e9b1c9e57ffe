"""Where a name stands as a name in running text: whole words, whole numbers, and no ordinary word that looks like it."""

from unicodedata import category

# 12/3 is no mention in 12/3/2024, nor 2024 in 2.024.
_IN_NUMBERS = frozenset(".,:/-–")
_BEFORE_A_NAME = frozenset(" \xa0\t")
_ENDS_A_SENTENCE = frozenset(".!?…:;\n\"“”'‘(-–—•")


def is_whole(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] ends where words end on both sides, and is no part of a number or date.

    Code points. A combining mark belongs to the letter before it.
    """
    before, after = text[start - 1 : start], text[end : end + 2]
    if before == " " and after[:1] == " ":
        return True
    if start and _joined(text[start - 1], text[start]):
        return False
    if end < len(text) and (_joined(text[end - 1], text[end]) or _is_mark(text[end])):
        return False
    if text[start].isdigit() and start > 1 and text[start - 1] in _IN_NUMBERS and text[start - 2].isdigit():
        return False
    return not (text[end - 1].isdigit() and len(after) > 1 and after[0] in _IN_NUMBERS and after[1].isdigit())


def _joined(one: str, other: str) -> bool:
    return _in_word(one) and _in_word(other)


def _in_word(one: str) -> bool:
    return one.isalnum() or _is_mark(one)


def _is_mark(one: str) -> bool:
    return one > "\x7f" and category(one)[0] == "M"


def may_be_a_common_word(text: str, start: int, end: int) -> bool:
    """Whether a name of one syllable stands where any word has a capital, or beside a capital that may be its own.

    “An ninh” at the head of a sentence is not the person An, nor is “Hà” in “Hà Nội”. Abbreviations are never common words.
    """
    surface = text[start:end]
    if any(one.isspace() for one in surface) or (len(surface) > 1 and surface.isupper()):
        return False
    head = text[max(start - 8, 0) : start].rstrip(" \xa0\t")
    if not head or head[-1] in _ENDS_A_SENTENCE:
        return True
    if start > 1 and text[start - 1] in _BEFORE_A_NAME and _capital(_syllable_before(text, start - 1)):
        return True
    return end + 1 < len(text) and text[end] in _BEFORE_A_NAME and text[end + 1].isupper()


def _syllable_before(text: str, end: int) -> str:
    start = end
    while start and _in_word(text[start - 1]):
        start -= 1
    return text[start:end]


def _capital(syllable: str) -> bool:
    return syllable[:1].isupper()

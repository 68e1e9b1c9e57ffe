"""Text of unknown origin made fit to be read: what cannot be seen is named, what is long is cut."""

import re
import unicodedata

# Cc, Cf, Co, Cs, Zl, Zp and noncharacters, but for ZWJ and variation selectors inside emoji, which do no harm.
_PLANES = "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
_HIDDEN = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f"
    f"\ufdd0-\ufdef\ufeff\ufff0-\ufffc\ue000-\uf8ff\ud800-\udfff\U000e0000-\U000e007f{_PLANES}"
)
_MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
# Nearly every text has neither, and a search for one set of characters takes a third of the time.
_CARE = re.compile(f"[{_HIDDEN}{_MARKS}]")
# A Vietnamese letter has two marks at most. A hundred would stand over the lines above.
_UNSEEN = re.compile(f"[{_HIDDEN}]|(?<=[{_MARKS}]{{3}})[{_MARKS}]+")
_NAMES = {"\x00": "NUL", "\x1b": "ESC", "\r": "CR", "\x7f": "DEL", "\ufeff": "BOM"}


def code_point(character: str) -> str:
    """`U+200B ZERO WIDTH SPACE`, or the short name of a control character."""
    name = _NAMES.get(character) or unicodedata.name(character, "")
    return f"U+{ord(character):04X} {name}".rstrip()


def visible(text: str) -> str:
    """The text with characters that show nothing, or turn others around, as `⟨U+202E⟩`, and a heap of marks on one
    letter as `⟨97 marks⟩`."""
    return _UNSEEN.sub(_named, text) if _CARE.search(text) else text


def _named(match: re.Match[str]) -> str:
    first = match[0][0]
    if unicodedata.category(first).startswith("M") and first != "\u034f":
        return f"⟨{len(match[0])} marks⟩"
    return f"⟨U+{ord(first):04X}⟩"


def quoted(value: object, limit: int = 60) -> str:
    """A value in a message: on one line, visible, at most `limit` characters, in quotes."""
    text = str(value)
    cut = text if len(text) <= limit else text[: limit - 1] + "…"
    return "“" + visible(cut.replace("\n", "⏎").replace("\t", "⇥")) + "”"

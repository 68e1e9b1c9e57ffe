"""Text of unknown origin made fit to be read: what cannot be seen is named, what is long is cut."""

import re
import unicodedata

# Cc, Cf, Co, Cs, Zl, Zp and noncharacters, but for ZWJ and variation selectors inside emoji, which do no harm.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ufdd0-\ufdef\ufeff\ufff0-\ufffc\ufffe\uffff\ue000-\uf8ff\ud800-\udfff\U000e0000-\U000e007f]"
)
_NAMES = {"\x00": "NUL", "\x1b": "ESC", "\r": "CR", "\x7f": "DEL", "\ufeff": "BOM"}


def code_point(character: str) -> str:
    """`U+200B ZERO WIDTH SPACE`, or the short name of a control character."""
    name = _NAMES.get(character) or unicodedata.name(character, "")
    return f"U+{ord(character):04X} {name}".rstrip()


def visible(text: str) -> str:
    """The text with characters that show nothing, or turn others around, as `⟨U+202E⟩`."""
    return _UNSEEN.sub(lambda match: f"⟨U+{ord(match[0]):04X}⟩", text)


def quoted(value: object, limit: int = 60) -> str:
    """A value in a message: on one line, visible, at most `limit` characters, in quotes."""
    text = str(value)
    cut = text if len(text) <= limit else text[: limit - 1] + "…"
    return "“" + visible(cut.replace("\n", "⏎").replace("\t", "⇥")) + "”"

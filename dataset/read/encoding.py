"""Bytes to text: UTF-8 first, then what the page says, then what its words say; or the reason why not."""

import codecs
import re

from dataset.read.legacy.evidence import charset_of
from dataset.read.legacy.repair import MOST_LINES, mended
from dataset.read.legacy.tables import READINGS, from_cp1252

# UTF-32 before UTF-16: one mark begins with the other.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEAD = 65_536
_CONTROLS = bytes([*range(0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20)])
# Which of every four bytes are zero where most characters are ASCII.
_ZEROS = {
    (False, True, False, True): "utf-16-le",
    (True, False, True, False): "utf-16-be",
    (False, True, True, True): "utf-32-le",
    (True, True, True, False): "utf-32-be",
}
_OWN_NAMES = {"tcvn": "tcvn3", "vni": "vni", "viscii": "viscii", "1258": "cp1258"}
# Charsets of pages. Python has codecs that are none, and UTF-7 or escapes make letters of plain text.
_PAGES = re.compile(
    r"(?:windows|cp|iso|latin|koi8|gb|hz|big5|shift|sjis|ms_|euc|ks_|utf[-_]?(?:16|32)|tis|mac|x-)",
    re.IGNORECASE,
)
_STATED = re.compile(
    rb"<(?:meta|\?xml)\b[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{3,30})", re.IGNORECASE
)
_STATED_WITHIN = 4_096
_WESTERN = frozenset({"cp1252", "iso8859-1", "iso8859-15", "ascii"})
# What a page in a Western language has besides letters; three accented letters in a row it has not.
_WESTERN_TEXT = re.compile(r"[\x00-\x7f\xa0-\xbf“”„‘’‚–—…•€™‹›À-ÿŒœŠšŽžŸ]*")
_THREE_ACCENTS = re.compile("[À-ÿ]{3}")
_LETTER = re.compile("[“”‘’–—…À-ÖØ-öø-ÿŒœŠšŽžŸ]")

Refusal = tuple[str, str]


def decode(data: bytes, declared: str | None = None) -> str | Refusal:
    """The text of a page's bytes, or the reason (binary, undecodable) and what was found.

    `declared` is the charset that a header names; without one, what the head of an HTML page says. It counts only where the bytes are not UTF-8
    and do not read as Vietnamese in one of its old charsets, since servers name one charset for all pages.
    """
    for mark, charset in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], charset)
    data = data.removeprefix(codecs.BOM_UTF8)
    head = data[:_HEAD]
    if b"\x00" in head:
        return _by_zeros(data, head)
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if controls * 50 > len(head):
        return "binary", f"{controls} control bytes among the first {len(head)}"
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        return _not_utf8(data, declared, error)
    return mended(text, data)


def _strictly(data: bytes, charset: str) -> str | Refusal:
    try:
        return data.decode(charset)
    except UnicodeDecodeError as error:
        return (
            "undecodable",
            f"not {charset}, though it begins with its mark: {error.reason} at {error.start}",
        )


def _by_zeros(data: bytes, head: bytes) -> str | Refusal:
    """UTF-16 or UTF-32 without a mark: every second byte, or three of four, is zero as a rule."""
    shares = [head[phase::4].count(0) / max(1, len(head[phase::4])) for phase in range(4)]
    zeros = tuple(share > 0.25 for share in shares)
    charset = next((name for pattern, name in _ZEROS.items() if pattern == zeros), None)
    if charset is not None and all(share > 0.25 or share < 0.02 for share in shares):
        text = _strictly(data, charset)
        if isinstance(text, str) and not any(control in text for control in map(chr, _CONTROLS)):
            return text
    return "binary", f"{head.count(0)} zero bytes among the first {len(head)}"


def _not_utf8(data: bytes, declared: str | None, error: UnicodeDecodeError) -> str | Refusal:
    charset = charset_of(data)
    if charset is not None:
        return READINGS[charset](data)
    if (
        error.start >= len(data) - 3
        and error.reason == "unexpected end of data"
        and _is_utf8(data[: error.start])
    ):
        # Cut in the middle of its last letter, as crawlers cut at a size: which letter, nobody knows.
        return decode(data[: error.start], declared)
    lines = data.split(b"\n")
    if any(_is_utf8(line) for line in lines):
        text = _by_line(lines)
    else:
        text = _as_declared(data, declared or _stated(data)) or _western(data)
    if text is not None:
        return text
    return "undecodable", f"not UTF-8: byte 0x{data[error.start]:02x} at {error.start}"


def _is_utf8(line: bytes) -> bool:
    """Whether a line is UTF-8 and not ASCII alone."""
    if line.isascii():
        return False
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _by_line(lines: list[bytes]) -> str | None:
    """A page of UTF-8 with some lines in another charset, or with names in another charset within its lines."""
    read = []
    left = MOST_LINES
    for line in lines:
        try:
            read.append(line.decode())
        except UnicodeDecodeError:
            left -= 1
            charset = charset_of(line) if left > 0 else None
            try:
                read.append(READINGS[charset](line) if charset else line.decode("utf-8", _WESTERN_LETTERS))
            except UnicodeDecodeError:
                return None
    return "\n".join(read)


def _western_letters(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are no UTF-8 as letters of cp1252, if they are letters there."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    text = from_cp1252(error.object[error.start : error.end])
    if not all(map(_LETTER.match, text)):
        raise error
    return text, error.end


_WESTERN_LETTERS = "tinbai.western-letters"
codecs.register_error(_WESTERN_LETTERS, _western_letters)


def _stated(data: bytes) -> str | None:
    """The charset that the head of an HTML or XML page names."""
    found = _STATED.search(data, 0, _STATED_WITHIN)
    return found[1].decode("ascii", "replace") if found else None


def _as_declared(data: bytes, declared: str | None) -> str | None:
    """The text in the charset that is declared; None where it is none, is too common to mean much, or fails."""
    name = (declared or "").strip().lower()
    own = next((charset for part, charset in _OWN_NAMES.items() if part in name), None)
    if own is not None:
        text = READINGS[own](data)
        return None if "\ufffd" in text else text
    if not _PAGES.match(name):
        return None
    try:
        codec = codecs.lookup(name).name
        return None if codec in _WESTERN else data.decode(codec)
    except (LookupError, UnicodeDecodeError):
        return None


def _western(data: bytes) -> str | None:
    """The text in cp1252, which any bytes are, where it looks like a text."""
    text = from_cp1252(data)
    return text if _WESTERN_TEXT.fullmatch(text) and not _THREE_ACCENTS.search(text) else None


def decoded(data: bytes) -> str | Refusal:
    """`decode` where nothing is declared."""
    return decode(data, None)

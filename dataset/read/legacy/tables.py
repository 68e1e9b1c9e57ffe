"""What the bytes of the old Vietnamese charsets mean.

Sources: TCVN 5712:1993 (VN3, as the ABC fonts had it), VNI for Windows, RFC 1456 (VISCII), Microsoft's
code page 1258. glibc's iconv agrees on all but VNI, which it does not know.
"""

import codecs
import re
import unicodedata
from collections.abc import Callable

from schemas.language.mojibake import CP1252

_BYTE_OF = {ord(letter): byte for byte, letter in enumerate(CP1252)}
# A page of mojibake may also have been read as Latin-1.
_BYTES = {**{code: code for code in range(256)}, **_BYTE_OF}
# Most lines of Vietnamese have one within a few letters; translating all of them takes sixteen times as long.
_NO_BYTE = re.compile(f"[^{''.join(re.escape(chr(code)) for code in _BYTES)}]")

# The ABC fonts leave 0x80 to 0x9F to the punctuation of Windows.
_TCVN3 = "\xa0ĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
_VISCII_LOW = {0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"}
_VISCII = "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
_TABLES = {
    "tcvn3": CP1252[:0xA0] + _TCVN3,
    "viscii": "".join(_VISCII_LOW.get(byte, chr(byte)) for byte in range(128)) + _VISCII,
}

_VIETNAMESE = frozenset(_VISCII.lower())
# VNI writes a letter and then another for its marks; ơ and ư have letters of their own.
_VNI_LETTERS = dict(zip("íìæóòîôöñ", "íìỉĩịỵơưđ", strict=True))
_VNI_MARKS = {
    **dict(zip("ùøûõï", ("\u0301", "\u0300", "\u0309", "\u0303", "\u0323"), strict=True)),
    **dict(
        zip(
            "âáàåãä",
            ("\u0302" + tone for tone in ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323")),
            strict=True,
        )
    ),
    **dict(
        zip(
            "êéèúüë",
            ("\u0306" + tone for tone in ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323")),
            strict=True,
        )
    ),
}


def _vni_pairs() -> dict[str, str]:
    """Both letters of every pair to the one that they mean, in small, capital and mixed letters."""
    pairs: dict[str, str] = {}
    for typed, letter in (*zip("aeouy", "aeouy", strict=True), ("ô", "ơ"), ("ö", "ư")):
        for mark, marks in _VNI_MARKS.items():
            meant = unicodedata.normalize("NFC", letter + marks)
            if meant in _VIETNAMESE:
                for sign in (mark, mark.upper()):
                    pairs[typed + sign] = meant
                    pairs[typed.upper() + sign] = meant.upper()
    for typed, meant in _VNI_LETTERS.items():
        pairs[typed], pairs[typed.upper()] = meant, meant.upper()
    return pairs


VNI = _vni_pairs()
_VNI_PAIR = re.compile("|".join(sorted(VNI, key=lambda typed: (-len(typed), typed))))
# The capital fonts of ABC (.VnTimeH) draw capitals for the codes of small letters: CéNG is CỘNG.
_WORD = re.compile(r"[^\W\d_]+")


def as_cp1252(text: str) -> bytes | None:
    """The bytes that somebody read as cp1252 or Latin-1; None where the text holds what neither can."""
    return None if _NO_BYTE.search(text) else text.translate(_BYTES).encode("latin-1")


def from_cp1252(data: bytes) -> str:
    return codecs.charmap_decode(data, "strict", CP1252)[0]


def _from_tcvn3(data: bytes) -> str:
    text = codecs.charmap_decode(data, "strict", _TABLES["tcvn3"])[0]
    return unicodedata.normalize("NFC", _WORD.sub(_capitals, text))


def _capitals(found: re.Match[str]) -> str:
    """Capitals throughout where every ASCII letter is one, and there are two."""
    word = found[0]
    if word.isascii() or word.islower() or word.istitle():
        return word
    plain = "".join(filter(str.isascii, word))
    return word.upper() if len(plain) > 1 and plain.isupper() else word


def _from_vni(data: bytes) -> str:
    return _VNI_PAIR.sub(lambda found: VNI[found[0]], from_cp1252(data))


def _from_viscii(data: bytes) -> str:
    return codecs.charmap_decode(data, "strict", _TABLES["viscii"])[0]


def _from_cp1258(data: bytes) -> str:
    return unicodedata.normalize("NFC", data.decode("cp1258", "replace"))


READINGS: dict[str, Callable[[bytes], str]] = {
    "tcvn3": _from_tcvn3,
    "vni": _from_vni,
    "viscii": _from_viscii,
    "cp1258": _from_cp1258,
}

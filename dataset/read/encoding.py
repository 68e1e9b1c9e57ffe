"""Bytes to text: UTF-8, or the reason why not."""

import codecs
import re

_OTHER_MARKS = {codecs.BOM_UTF16_LE: "UTF-16", codecs.BOM_UTF16_BE: "UTF-16", codecs.BOM_UTF32_LE: "UTF-32"}
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def decoded(data: bytes) -> str | tuple[str, str]:
    """The text of UTF-8 bytes, or the reason (binary, undecodable) and what was found."""
    for mark, name in _OTHER_MARKS.items():
        if data.startswith(mark):
            return "undecodable", f"{name}, not UTF-8"
    sample = data[:65_536]
    controls = len(_CONTROLS.findall(sample))
    if b"\x00" in sample or controls * 50 > len(sample):
        return "binary", f"{controls} control bytes among the first {len(sample)}"
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return "undecodable", f"not UTF-8: byte 0x{data[error.start]:02x} at {error.start}"

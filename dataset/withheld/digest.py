"""Digests that stand in the place of withheld words. Only who has the text can compute them.

A plain hash of a name would give the name to anybody with a list of names. So each digest is keyed by the text that
the words stood in or beside: whoever lacks the text learns nothing from it, and whoever has it checks what was cut.
"""

import hashlib
import json

from schemas.without_text import DIGEST_SIZE

_PERSON = b"tinbai withheld"  # blake2b takes 16 bytes


def key_of(text: str) -> bytes:
    """The key of all digests beside one text, 32 bytes. It does not follow from the text's sha256."""
    return hashlib.blake2b(text.encode("utf-8"), digest_size=32, person=_PERSON).digest()


def digest_of(key: bytes, name: str, value: object) -> str:
    """Of a column's or member's value, in hexadecimal; `name` keeps two columns with one value apart.

    What was cut from the text by offsets goes with them: ``[start, end, surface]``, or a list of such. The rest is a
    string or a list of strings.
    """
    body = json.dumps([name, value], ensure_ascii=False, separators=(",", ":"))
    return hashlib.blake2b(body.encode("utf-8"), digest_size=DIGEST_SIZE, key=key).hexdigest()

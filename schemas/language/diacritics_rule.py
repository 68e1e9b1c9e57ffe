"""How much of a language is written with diacritics."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DiacriticsRule:
    """`is_bare`: whether a small word in ASCII is one of the language, with or without its marks. A text in
    which the share s of the words is marked has, in UTF-8, at the least `bytes_plain` + s * `bytes_marked` more bytes than
    characters, per character."""

    language: str
    is_bare: Callable[[str], bool]
    bytes_plain: float
    bytes_marked: float

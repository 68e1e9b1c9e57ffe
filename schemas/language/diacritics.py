"""How much of a language is written with diacritics, by its pack."""

from schemas.language.diacritics_rule import DiacriticsRule
from schemas.language.tag import language_of
from schemas.language.vi import diacritics as vi_diacritics

DIACRITICS = {"vi": vi_diacritics.DIACRITICS}
"""The languages that have a rule."""


def diacritics_rule(tag: str) -> DiacriticsRule | None:
    """The rule for a BCP-47 tag's language; None where its words have few diacritics, or nobody wrote one."""
    return DIACRITICS.get(language_of(tag))

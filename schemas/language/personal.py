"""How a language writes numbers and addresses of persons, by its pack's rules."""

from schemas.language.en import personal as en_personal
from schemas.language.personal_rule import ANY_LANGUAGE, PersonalRules
from schemas.language.tag import language_of
from schemas.language.vi import personal as vi_personal

_LANGUAGES = {"vi": vi_personal.PERSONAL, "en": en_personal.PERSONAL}


def personal_rules(tag: str) -> PersonalRules:
    """The rules for a BCP-47 tag's language; where there is no pack for it, those that hold in any."""
    return _LANGUAGES.get(language_of(tag), ANY_LANGUAGE)

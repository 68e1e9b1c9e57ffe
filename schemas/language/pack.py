"""A language pack as the rules use it: every phrase folded once, so that lines are compared by their match key."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml

from schemas.errors import ConfigError
from schemas.language.match_key import match_key
from schemas.language.tag import language_of

# libyaml's takes a tenth of the time; both construct plain values alone.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class SureFurniture:
    """What tells, in a finished story, lines that are none: match keys, described in the Vietnamese lexicon."""

    calls: tuple[str, ...]
    kinds: tuple[str, ...]
    links: tuple[str, ...]
    said_in_stories: frozenset[str]
    buttons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LanguagePack:
    """The lexicon of one language. A phrase is a match key where nothing else is said; groups keep the names of the YAML file."""

    language: str
    own_letters: frozenset[str]
    function_words: frozenset[str]
    continuations: tuple[str, ...]
    headings: Mapping[str, str]
    """Heading phrase to its group: inline, closing or comments."""
    words_of: Mapping[str, frozenset[str]]
    openings: Mapping[str, tuple[str, ...]]
    caption_openings: tuple[str, ...]
    caption_labels: tuple[str, ...]
    stamp_words: frozenset[str]
    errors: frozenset[str]
    error_openings: tuple[str, ...]
    media_marks: frozenset[str]
    ages: tuple[str, ...]
    """How old a page is: lines in lower case as sites write them, not match keys; N is a number. So `counts`."""
    counts: tuple[str, ...]
    date_patterns: tuple[str, ...]
    """Regular expressions for dates with words in them, in lower case."""
    hour_signs: tuple[str, ...]
    photo_words: tuple[str, ...]
    """What a photo's credit opens with, as it is written; `photo_notes` in lower case."""
    photo_notes: tuple[str, ...]
    byline_openings: tuple[str, ...]
    and_words: tuple[str, ...]
    name_notes: tuple[str, ...]
    not_the_event: tuple[str, ...]
    address: frozenset[str]
    sure: SureFurniture
    sha256: str
    """Of the YAML file: pages normalized with another lexicon are normalized again."""


@cache
def languages() -> frozenset[str]:
    """Those that have a pack."""
    return frozenset(lexicon.parent.name for lexicon in _HERE.glob("*/lexicon.yaml"))


@cache
def language_pack(tag: str) -> LanguagePack:
    """The pack of a BCP-47 tag's language.

    Raises:
        ConfigError: there is no pack for it.
    """
    language = language_of(tag)
    if language not in languages():
        raise ConfigError(
            f"no language pack for {tag!r}; there are: {', '.join(sorted(languages()))}",
            hint="Set the contract's language to one of them, or add a pack to schemas/language",
        )
    path = _HERE / language / "lexicon.yaml"
    raw = path.read_bytes()
    body = yaml.load(raw, Loader=_Loader)
    return LanguagePack(
        language=language,
        own_letters=frozenset(body["own_letters"] + body["own_letters"].upper()),
        function_words=frozenset(body["function_words"].split()),
        continuations=_phrases(body["continuations"]),
        headings=MappingProxyType(
            {phrase: group for group, tree in body["headings"].items() for phrase in _phrases(tree)}
        ),
        words_of=MappingProxyType(
            {name: frozenset(_phrases(tree)) for name, tree in body["words_of"].items()}
        ),
        openings=MappingProxyType({name: _phrases(tree) for name, tree in body["openings"].items()}),
        caption_openings=_phrases(body["caption_openings"]),
        caption_labels=_phrases(body["caption_labels"]),
        stamp_words=frozenset(match_key(body["stamp_words"]).split()),
        errors=frozenset(_phrases(body["errors"])),
        error_openings=_phrases(body["error_openings"]),
        media_marks=frozenset(_phrases(body["media_marks"])),
        ages=tuple(body["ages"]),
        counts=tuple(body["counts"]),
        date_patterns=tuple(body["date_patterns"]),
        hour_signs=tuple(body["hour_signs"]),
        photo_words=tuple(body["photo_words"]),
        photo_notes=tuple(body["photo_notes"]),
        byline_openings=tuple(body["byline_openings"]),
        and_words=tuple(body["and_words"]),
        name_notes=tuple(body["name_notes"]),
        not_the_event=_phrases(body["not_the_event"]),
        address=frozenset(_phrases(body["address"])),
        sure=_sure(body["sure"]),
        sha256=hashlib.sha256(raw).hexdigest(),
    )


def _sure(body: Mapping[str, object]) -> SureFurniture:
    return SureFurniture(
        calls=_phrases(body["calls"]),
        kinds=_phrases(body["kinds"]),
        links=_phrases(body["links"]),
        said_in_stories=frozenset(_phrases(body["said_in_stories"])),
        buttons=_phrases(body["buttons"]),
    )


def _phrases(tree: object) -> tuple[str, ...]:
    """The phrases of nested lists, folded, longest first."""
    if isinstance(tree, list):
        found = {phrase for part in tree for phrase in _phrases(part)}
        return tuple(sorted(found, key=lambda phrase: (-len(phrase), phrase)))
    return (match_key(str(tree)),)

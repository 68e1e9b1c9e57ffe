"""Lines of a story that are none: links to other stories, buttons, hashtags, credits of pictures.

By the language pack's phrases, and high precision only: what a newsroom may also write as a subheading of a story (`Bình
luận`, `Tin vắn`, `Nội dung chính`) is left alone, so that whatever is told is worth a look.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from schemas.language.credit import is_photo_credit
from schemas.language.match_key import match_key
from schemas.language.pack import language_pack, languages
from schemas.language.tag import language_of

_LONGEST = 160
_LONGEST_CAPTION = 400
# A heading's tail behind its first two words.
_TAIL = 40
_HASHTAGS = re.compile(r"#[^\W\d_]\w*(?:[ ,]+#[^\W\d_]\w*)*")
_WORDS = re.compile(r"[^\s|•·/,;]+")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Phrases as match keys. `near`: what a text has that holds one of their lines, for Rust's regex."""

    headings: frozenset[str]
    links: tuple[str, ...]
    tags: tuple[str, ...]
    share: frozenset[str]
    buttons: tuple[str, ...]
    near: tuple[str, ...]


def lexicon_of(tag: str) -> Lexicon | None:
    """The phrases of a BCP-47 tag's language; None where there is no pack for it."""
    language = language_of(tag)
    return _lexicon(language) if language in languages() else None


@cache
def _lexicon(language: str) -> Lexicon:
    pack = language_pack(language)
    sure = pack.sure
    said = {phrase for phrase in pack.headings if phrase not in sure.said_in_stories}
    calls = {phrase for phrase in said if f"{phrase} ".startswith(tuple(f"{call} " for call in sure.calls))}
    headings = calls | _ending(said, sure.kinds)
    tags = {phrase for phrase in pack.openings["tags"] if phrase.endswith(":")} - sure.said_in_stories
    return Lexicon(
        frozenset(headings),
        tuple(f"{phrase}:" for phrase in sorted(calls | _ending(headings, sure.links))),
        tuple(sorted(tags)),
        pack.words_of.get("share", frozenset()),
        sure.buttons,
        _near({*headings, *sure.buttons}, tags),
    )


def _ending(phrases: Collection[str], words: Collection[str]) -> set[str]:
    return {phrase for phrase in phrases if phrase.endswith(tuple(f" {word}" for word in words))}


def _near(phrases: Collection[str], tags: Collection[str]) -> tuple[str, ...]:
    """Two words and a line break before them are literals enough: 3 GB/s. One word is a story's in every second text."""
    cased = _cased(" ".join(phrase.split()[:2]) for phrase in phrases)
    others = "|".join(filter(None, (_cased(tags), "#|>>|©")))
    line = rf"(?:(?:{cased})(?:[^\n]{{0,{_TAIL}}}(?:\n|$)|[^\n]{{0,20}}:)|{others})"
    return rf"\n{line}", f"^{line}"


def _cased(phrases: Iterable[str]) -> str:
    ways = (
        way for words in sorted(set(phrases)) for way in (words.capitalize(), words.title(), words.upper())
    )
    return "|".join(map(re.escape, dict.fromkeys(ways)))


def furniture_lines(text: str, lexicon: Lexicon) -> Iterator[tuple[str, int, int]]:
    """Each such line: what it is, its first code point, and one past the last."""
    start = 0
    for line in text.split("\n"):
        what = _what(line, lexicon) if line else None
        if what is not None:
            yield what, start, start + len(line)
        start += len(line) + 1


def _what(line: str, lexicon: Lexicon) -> str | None:
    if len(line) <= _LONGEST_CAPTION and is_photo_credit(line):
        return "the caption or credit of a picture"
    if len(line) > _LONGEST:
        return None
    if line.startswith("©"):
        return "a notice of copyright"
    if _HASHTAGS.fullmatch(line):
        return "hashtags"
    key = match_key(line)
    if line.startswith(">>") or key.startswith(lexicon.links):
        return "a link to another story"
    if key.startswith(lexicon.tags):
        return "a list of keywords"
    if key.rstrip(" :.…") in lexicon.headings:
        return "the heading of a box of other stories"
    return "a row of buttons" if _is_share(key, lexicon) else None


def _is_share(key: str, lexicon: Lexicon) -> bool:
    """Whether the line is nothing but phrases of sharing, and one of them is said of nothing else."""
    words, place, phrases = _WORDS.findall(key), 0, []
    while place < len(words):
        many = next((n for n in range(5, 0, -1) if " ".join(words[place : place + n]) in lexicon.share), 0)
        if not many:
            return False
        phrases.append(" ".join(words[place : place + many]))
        place += many
    return any(phrase.startswith(lexicon.buttons) for phrase in phrases)

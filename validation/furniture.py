"""Lines of a story that are none: links to other stories, buttons, hashtags, credits of pictures.

By the language pack's phrases, and high precision only: what a newsroom may also write as a subheading of a story (`Bình
luận`, `Tin vắn`, `Nội dung chính`) is left alone, so that whatever is told is worth a look.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

from schemas.errors import ConfigError
from schemas.language.credit import is_photo_credit
from schemas.language.match_key import match_key
from schemas.language.pack import language_pack

_LONGEST = 160
_LONGEST_CAPTION = 400
# A heading's tail behind its first two words.
_TAIL = 40
_HASHTAGS = re.compile(r"#[^\W\d_]\w*(?:[ ,]+#[^\W\d_]\w*)*")
_WORDS = re.compile(r"[^\s|•·/,;]+")
_CALLS = ("xem ", "đọc ", "mời ", "có thể bạn ", "bạn có thể ", "bạn nên ", "đừng bỏ ")
_KINDS = (
    " liên quan",
    " khác",
    " cùng chuyên mục",
    " cùng chủ đề",
    " quan tâm",
    " nhiều nhất",
    " mới nhất",
    " bình luận",
)
_SUBHEADINGS = frozenset({"có thể bạn chưa biết"})
_TAGS = ("tags:", "tag:", "từ khóa:", "hashtag:")
# What is said of sharing alone; most other words of it are ordinary ones.
_SHARED = ("chia sẻ", "sao chép", "copy link", "facebook", "twitter", "zalo", "lưu bài", "báo lỗi", "in bài")
PICTURES = (
    "Ảnh:|ảnh:|ẢNH:|Ảnh :|Photo:|Clip:|Video:|Đồ họa:|Đồ hoạ:|Ảnh minh h|ảnh minh h|Ảnh tư l|ảnh tư l|Ảnh chụp màn|ảnh chụp màn"
    "|Ảnh cắt|ảnh cắt|Ảnh nhân vật|ảnh nhân vật"
)
"""Where a credit of a picture may stand."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Phrases as match keys. `near`: what a text has that holds one of their lines, for Rust's regex."""

    headings: frozenset[str]
    links: tuple[str, ...]
    share: frozenset[str]
    near: tuple[str, ...]


@cache
def lexicon_of(language: str) -> Lexicon | None:
    """The phrases of a language; None where there is no pack for it."""
    try:
        pack = language_pack(language)
    except ConfigError:
        return None
    headings = frozenset(filter(_is_sure, pack.headings))
    links = tuple(
        f"{phrase}:" for phrase in sorted(headings) if phrase.startswith(_CALLS) or phrase.endswith(_KINDS[0])
    )
    return Lexicon(headings, links, pack.words_of.get("share", frozenset()), _near({*headings, *_SHARED}))


def _is_sure(phrase: str) -> bool:
    return phrase not in _SUBHEADINGS and (phrase.startswith(_CALLS) or phrase.endswith(_KINDS))


def _near(phrases: Collection[str]) -> tuple[str, ...]:
    """Two words and a line break before them are literals enough: 3 GB/s. One word is a story's in every second text."""
    two = sorted({" ".join(phrase.split()[:2]) for phrase in phrases})
    cased = "|".join(re.escape(way) for words in two for way in (words.capitalize(), words.upper()))
    tags = "|".join(re.escape(way) for words in _TAGS for way in (words.capitalize(), words.upper()))
    line = rf"(?:(?:{cased})(?:[^\n]{{0,{_TAIL}}}(?:\n|$)|[^\n]{{0,20}}:)|{tags}|#|>>|©)"
    return rf"\n{line}", f"^{line}"


def furniture_lines(text: str, lexicon: Lexicon) -> Iterator[tuple[int, int, str]]:
    """Each such line: its first code point, one past the last, and what it is."""
    start = 0
    for line in text.split("\n"):
        what = _what(line, lexicon) if line else None
        if what is not None:
            yield start, start + len(line), what
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
    if key.startswith(_TAGS):
        return "a list of keywords"
    if key.rstrip(" :.…") in lexicon.headings:
        return "the heading of a box of other stories"
    return "a row of buttons" if _is_share(key, lexicon.share) else None


def _is_share(key: str, share: frozenset[str]) -> bool:
    """Whether the line is nothing but phrases of sharing, and one of them is said of nothing else."""
    words, place, phrases = _WORDS.findall(key), 0, []
    while place < len(words):
        many = next((n for n in range(5, 0, -1) if " ".join(words[place : place + n]) in share), 0)
        if not many:
            return False
        phrases.append(" ".join(words[place : place + many]))
        place += many
    return any(phrase.startswith(_SHARED) for phrase in phrases)

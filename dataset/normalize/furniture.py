"""Lines that are furniture wherever they stand, told by their own words: share bars, menus, stamps, tags, notices."""

import re

from schemas.language.match_key import match_key
from schemas.language.pack import LanguagePack

_TOKEN = re.compile(r"[^\W_](?:[\w.'+-]*[\w+])?")
_CLOCK = re.compile(r"\b\d{1,2}(?::\d\d){1,2}\b")
_TIME = re.compile(r"\b(?:[01]?\d|2[0-3])(?::|h|g| giờ ?)[0-5]\d(?::\d\d)?(?: phút)?\b")
_DATE = re.compile(
    r"\b(?:\d{1,2}([/.\-])\d{1,2}\1\d{4}|\d{4}-\d\d-\d\d|[a-z]{3,9}\.? \d{1,2}, \d{4}|\d{1,2} [a-z]{3,9} \d{4}|\d{1,2} tháng \d{1,2}(?:,? năm|,)? \d{4}|\d{1,2}/\d{1,2})\b"
)
_CRUMB = re.compile(r" ?[›»>❯→/\\] ?")
_AGO = re.compile(r"^(?:khoảng )?\d+ (?:giây|phút|giờ|ngày|tuần|tháng|năm) trước$")
_COUNT = re.compile(
    r"^\d[\d.,]*k? (?:lượt xem|lượt đọc|bình luận|phút đọc|views?|chia sẻ|thích)$|^(?:lượt xem|lượt đọc|đã xem|views?) ?: ?\d[\d.,]*k?$"
)

_LONGEST_PHRASE = 5
# Code points; a longer line is a paragraph, or a caption.
LONGEST_FURNITURE = 400
_LONGEST_BAR = 200


def furniture_kind(text: str, key: str, pack: LanguagePack) -> tuple[str, str] | None:
    """Kind and rule of a furniture line, or None. `key` is the match key of the line, or of a long line's beginning."""
    for kind, phrases in pack.openings.items():
        if key.startswith(phrases) and _is_no_sentence(kind, text):
            return kind, f"opens-like-{kind}"
    if len(text) > _LONGEST_BAR:
        return None
    if key.startswith("#") and re.fullmatch(r"(?:#[\w]+[ ,]*)+", text):
        return "tags", "only-hashtags"
    if re.fullmatch(r"\d{1,5}", key):
        return "share", "only-a-number"
    if _AGO.match(key) or _COUNT.match(key):
        return "stamp", "age-or-count"
    if _is_stamp(key, pack):
        return "stamp", "only-date-and-time"
    if _CRUMB.search(text) and _is_path(text, pack):
        return "breadcrumb", "path-of-sections"
    words = _words(key)
    for kind in ("share", "audio", "comment", "nav"):
        if _is_only(words, pack.words_of[kind]):
            return kind, f"only-{kind}-words"
    bars = [part.strip() for part in key.split("|") if part.strip()]
    if len(bars) >= 3 and max(map(len, bars)) <= 30 and not _DATE.search(key):
        return "nav", "short-words-between-bars"
    if len(words) > 4 and _is_only(words, pack.words_of["section"] | pack.words_of["nav"]):
        return "nav", "only-section-names"
    return None


def _is_path(text: str, pack: LanguagePack) -> bool:
    crumbs = [match_key(part) for part in _CRUMB.split(text) if part]  # a match key has no angle quotes left
    if len(crumbs) < 2 or max(map(len, crumbs)) > 30:
        return False
    return is_section_name(crumbs[0], pack) or len(crumbs) > 2 or not re.search(r"[/\\]", text)


def is_section_name(key: str, pack: LanguagePack) -> bool:
    """A line that is nothing but the names of sections: furniture above a story, a subheading within."""
    return _is_only(_words(key), pack.words_of["section"] | pack.words_of["nav"])


def _is_stamp(key: str, pack: LanguagePack) -> bool:
    """A line with a date or a time and nothing else but the words that go with them."""
    if len(key) > 90 or not (_DATE.search(key) or _TIME.search(key)):
        return False
    rest = _TIME.sub(" ", _DATE.sub(" ", key))
    words = re.findall(r"[^\W\d_]+(?:\+\d+)?", rest)
    return all(word in pack.stamp_words for word in words)


def is_menu(text: str, pack: LanguagePack) -> bool:
    """Several names run together: capital, one to three lower-case words, capital again; nothing makes it a sentence."""
    words = [word for word in text.split() if word not in "-–—·"]
    if len(words) < 6 or re.search(r"[.!?:;,\"“\d]", text):
        return False
    if any(word.lower() in pack.function_words for word in words):
        return False
    starts = [place for place, word in enumerate(words) if word[0].isupper()]
    if len(starts) < 3 or starts[0]:
        return False
    lengths = [end - start for start, end in zip(starts, [*starts[1:], len(words)], strict=True)]
    return all(2 <= length <= 4 for length in lengths)


def _words(key: str) -> list[str]:
    return [word for word in _TOKEN.findall(_CLOCK.sub(" ", key)) if not word.replace(".", "").isdigit()]


def _is_only(words: list[str], phrases: frozenset[str]) -> bool:
    """The line is one or more of `phrases`, whatever numbers, separators and ornaments stand between."""
    place = 0
    while place < len(words):
        for length in range(min(_LONGEST_PHRASE, len(words) - place), 0, -1):
            if " ".join(words[place : place + length]) in phrases:
                place += length
                break
        else:
            return False
    return bool(words)


def _is_no_sentence(kind: str, text: str) -> bool:
    """Notices may be sentences; a tag line or an imprint is short or has a colon near its beginning."""
    if kind == "notice":
        return True
    return len(text) < 160 or ":" in text[:40]

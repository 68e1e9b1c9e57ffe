"""What a line looks like, before anybody asks where it stands.

A shape has a kind of its own when no neighbour could change it (an image, a share bar, a stamp); the
rest is prose, headline-like or short, and position decides.
"""

import re
from dataclasses import dataclass

from dataset.normalize.furniture import LONGEST_FURNITURE, furniture_kind
from dataset.normalize.marks import without_endmark
from schemas.language.credit import credit_of, ends_with_photo_credit
from schemas.language.match_key import match_key
from schemas.language.pack import LanguagePack

_IMAGE = re.compile(r"!\[(?P<alt>.{0,300}?)\]\((?P<url>[^()\s]*(?:\([^()]*\)[^()\s]*)*)[^()]*\)")
_LINK = re.compile(r"(?<!!)\[(?P<text>[^\[\]]+)\]\((?:https?://|/)[^()\s]*\)")
_URL = re.compile(r"^(?:https?://|www\.)\S+$")
_SEPARATOR = re.compile(r"^[\W_]+$")
_BULLET = re.compile(r"^(?:[-–—•*+▪■●○◦►▶✓✔☑·] ?|\d{1,2}[.)] )(?=\w|[“\"'(\[])")
_POINTER = re.compile(r"^(?:>{1,3}|»{1,2}|=>|→|➤|👉|☛|🔗) ?(?=\S)")
_END = re.compile(r"[.!?…][\"”’')\]»]*$")
_STOPPED = re.compile(r"[^.…\s]\.[\"”’')\]»]*$")
_SENTENCE_END = re.compile(
    r"(?<![A-ZĐ])(?<!\bTP)(?<!\bTS)(?<!\bThS)(?<!\bGS)[.!?…][\"”’')\]»]* +(?=[\"“‘'(\[]?[A-ZĐÀ-Ỹ0-9])"
)
_CUT = re.compile(r"(?:\.\.\.|…)[\"”’')\]»]*$")
_BRACKETED = re.compile(r"^[\[(](?P<mark>[^\[\]()]{2,20})[\])] ?\S")

LONG = 200
PROSE = 80


@dataclass(frozen=True, slots=True)
class Shape:
    """`kind` is empty where position decides. `alt` and `url` are an image's; `row` ends with a table
    bar, `closing` paragraphs had an agency's end mark."""

    number: int
    text: str
    kind: str
    rule: str
    prose: bool = False
    sentences: int = 0
    cut: bool = False
    bullet: bool = False
    row: bool = False
    closing: bool = False
    alt: str = ""
    url: str = ""
    group: str = ""

    @property
    def headline(self) -> bool:
        """Text without a full stop: a title, a subheading, a link, a name."""
        return self.kind == "" and not self.prose


def shape_of(number: int, line: str, pack: LanguagePack) -> Shape:
    """The shape of one cleaned line, its end mark taken off."""
    text, closing = without_endmark(line)
    if not text:
        return Shape(number, text, "blank", "blank")
    if found := _IMAGE.match(text):
        return _image(number, text, found)
    if _URL.match(text):
        return Shape(number, text, "url", "bare-url")
    if _SEPARATOR.match(text) and not any(mark in text for mark in '“”"'):
        return Shape(number, text, "separator", "no-word")
    if text[0] == "[" and not plain(text):
        return Shape(number, text, "url", "link-without-words")
    if named := _named(text, pack):
        kind, rule, group = named
        return Shape(number, text, kind, rule, group=group)
    return _text(number, text, closing=closing)


def plain(text: str) -> str:
    """Story text without the crawl's markup: inline images go, links leave their words, no table bar."""
    text = _LINK.sub(lambda found: found["text"], _IMAGE.sub("", text))
    return re.sub(r" ?\|$", "", re.sub(r"  +", " ", text)).strip()


def unbulleted(text: str) -> str:
    return _BULLET.sub("", text)


def image_urls(text: str) -> list[str]:
    return [found["url"] for found in _IMAGE.finditer(text) if found["url"]]


def _image(number: int, text: str, found: re.Match[str]) -> Shape:
    rest = _IMAGE.sub("", text).strip(" |")
    if not rest:
        return Shape(number, text, "image", "image-alone", alt=found["alt"], url=found["url"])
    credit = credit_of(rest)
    if credit is not None and credit.kind == "photo":
        return Shape(number, text, "caption", "image-with-credit")
    # A thumbnail and a text in one row of a table is the teaser of another story, wherever it stands.
    return Shape(number, text, "related_teaser", "image-row-with-text")


def _named(text: str, pack: LanguagePack) -> tuple[str, str, str] | None:
    """Kind, rule and heading group of a line that its own words give away."""
    if len(text) > LONGEST_FURNITURE:
        return ("caption", "photo-credit", "") if ends_with_photo_credit(text) else None
    # Only the beginning of a long line can tell, and a match key is dear.
    key = match_key(text if len(text) <= LONG else text[:PROSE])
    pointed = _POINTER.match(text)
    heading = _heading(key, pack)
    if heading:
        return "section_header", "heading-lexicon", heading
    opener = _heading(key.partition(":")[0], pack) if 0 < key.find(":") < 40 else ""
    announced = opener == "inline" or (opener == "closing" and " " in key.partition(":")[0])
    if announced or (pointed and len(text) < LONG):
        return "related_headline", "inline-link", ""
    if (mark := _BRACKETED.match(text)) and match_key(mark["mark"]) in pack.media_marks:
        return "media_headline", "media-mark", ""
    if furniture := furniture_kind(text, key, pack):
        return *furniture, ""
    if key.startswith(pack.caption_openings) and len(text) < LONG and not _END.search(text):
        return "caption", "opens-like-caption", ""
    credit = credit_of(text)
    if credit is None:
        return None
    if credit.kind == "photo":
        return "caption", "photo-credit", ""
    if credit.kind == "byline" and is_short_credit(credit.author or credit.source):
        return "byline", "credit-line", ""
    return None


def is_short_credit(who: str) -> bool:
    """ "Theo" also opens sentences: a byline names somebody and says nothing."""
    words = who.split()
    capitals = sum(word[:1].isupper() or "." in word for word in words)
    return len(who) <= 60 and not re.search(r"[,;:!?]|\. ", who) and 2 * capitals > len(words)


def _heading(key: str, pack: LanguagePack) -> str:
    """The heading group of a line that is such a heading, with or without count, colon or ornament."""
    return pack.headings.get(re.sub(r"^[\W_]+|(?: ?\(\d+\))?[\W_]*$", "", key), "")


def _text(number: int, text: str, *, closing: bool) -> Shape:
    ended = _END.search(text) is not None
    sentences = len(_SENTENCE_END.findall(text)) + 1
    stopped = _STOPPED.search(text) is not None
    asks = text.rstrip("\"”’')]»").endswith("?") and sentences == 1
    prose = (
        len(text) >= LONG
        or (sentences > 1 and ended)
        or (len(text) >= PROSE and (ended or text.endswith(":")) and not asks)
        or (ended and not asks and len(text.split()) >= 8)
        # Headlines may end with ! or be cut with dots, but a plain full stop closes a sentence.
        or (stopped and len(text.split()) >= 4)
    )
    return Shape(
        number,
        text,
        "",
        "",
        prose=prose,
        sentences=sentences,
        cut=_CUT.search(text) is not None,
        bullet=_BULLET.match(text) is not None,
        row=text.endswith("|"),
        closing=closing,
    )

"""Lines that their own form or words give away: images, addresses, stamps, bars, headings, credits.

A line named here keeps its kind unless the model is sure that it belongs to the story; what FIXED lists no
neighbour can change.
"""

import re
from dataclasses import dataclass

import numpy as np
import polars as pl

from dataset.normalize.forms import LONG, Forms
from dataset.normalize.kinds import KIND, RULE
from dataset.normalize.lexicon import Lexicon, Phrases
from dataset.normalize.line_table import LineTable
from dataset.normalize.markup import IMAGE
from dataset.normalize.phrases import among, is_only, opens_with, prefix_keys
from dataset.normalize.words import Bytes, Flags, Places, is_one_of
from schemas.language.credit import credit_of, ends_with_photo_credit
from schemas.language.match_key import match_key

# Code points; a longer line is a paragraph, or a caption.
LONGEST_FURNITURE = 400
GROUP = {"inline": 1, "closing": 2, "comments": 3}

_BRACKETED = r"^[\[(]([^\[\]()]{2,20})[\])] ?\S"
_POINTER = r"^(?:>{1,3}|»{1,2}|=>|→|➤|👉|☛|🔗) ?\S"
_HASHTAGS = r"^(?:#[\pL\pN_]+[ ,]*)+$"
_CLOCK = r"(?:[01]?\d|2[0-3])(?::|h|g| giờ ?)[0-5]\d(?::\d\d)?"
_DATE = (
    r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}|\d{4}-\d\d-\d\d|[a-z]{3,9}\.? \d{1,2}, \d{4}|\d{1,2} [a-z]{3,9} \d{4}"
    r"|\d{1,2} tháng \d{1,2}(?:,? năm|,)? \d{4}|\d{1,2}/\d{1,2}"
)
_WHOLE_DATE = r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}"
_AGO = (
    r"^(?:khoảng )?\d+ (?:giây|phút|giờ|ngày|tuần|tháng|năm) trước$"
    r"|^\d+ (?:second|minute|hour|day|week|month|year)s? ago$"
)
_COUNT = (
    r"^\d[\d.,]*k? (?:lượt xem|lượt đọc|bình luận|phút đọc|views?|chia sẻ|thích|comments?|shares?|min read)$"
    r"|^(?:lượt xem|lượt đọc|đã xem|views?) ?: ?\d[\d.,]*k?$"
)
_CRUMBED = r"[›»>❯→]|[/\\].*[/\\]"
_CRUMB = re.compile(r" ?[›»>❯→/\\] ?")
# Looser than `credit_of`, which decides: at the end of a line, behind its last sentence.
_PHOTO_CUE = r"(?:Ảnh|Photo|Clip|clip|Video|Đồ h)[^:!?]{0,30}(?: ?: ?[^:!?]{2,60})?[)\]]?\.?(?: ?\|)?$|(?:ảnh|Ảnh|ẢNH) (?:minh|tư)"
_BYLINE_CUE = (
    r"^\(?(?:[Tt]heo|[Nn]guồn|[Tt]ác giả|[Nn]gười viết|[Bb]ài|[Tt]in|[Pp]hóng viên|PV|[Tt]hực hiện|[Bb]y|BY"
    r"|THEO|NGUỒN|TÁC GIẢ|BÀI|TIN)[ :,]"
)


@dataclass(frozen=True, slots=True)
class Named:
    """Per line its kind and rule, 0 where its form does not say; a heading's group (see GROUP); whether it
    holds nothing but names of sections."""

    kind: Places
    rule: Places
    group: Places
    section: Flags

    def mark(self, lines: Places, kind: str, rule: str) -> None:
        """Name the lines that have no kind yet."""
        chosen = lines[self.kind[lines] == 0]
        self.kind[chosen], self.rule[chosen] = KIND[kind], RULE[rule]


def named_lines(table: LineTable, forms: Forms, lexicon: Lexicon) -> Named:
    """Name what can be named. The first rule that fits wins; they stand in the order of certainty."""
    count = len(table)
    kinds, rules, groups = (np.zeros(count, np.int64) for _ in range(3))
    named = Named(kinds, rules, groups, np.zeros(count, np.bool_))
    if not count:
        return named
    first = table.raw[table.start]
    _images(table, named, first)
    _addresses(table, forms, named, first)
    _marked(table, forms, lexicon, named, first)
    _long_captions(table, forms, named)
    _headings(table, forms, lexicon, named)
    _credits(table, forms, named)
    _announced(table, forms, lexicon, named, first)
    short = _open(named, (forms.size <= LONGEST_FURNITURE) & (forms.words > 0))
    for kind, openings in lexicon.openings.items():
        found = short[opens_with(table, openings, short)]
        named.mark(found if kind == "notice" else found[forms.size[found] < 160], kind, f"opens-like-{kind}")
    _stamps(table, forms, lexicon, named)
    _bars(table, forms, lexicon, named)
    short = _open(named, (forms.size < LONG) & (forms.words > 0) & ~forms.ended)
    named.mark(short[opens_with(table, lexicon.captions, short)], "caption", "opens-like-caption")
    return named


def _open(named: Named, flags: Flags) -> Places:
    return np.flatnonzero(flags & (named.kind == 0))


def _images(table: LineTable, named: Named, first: Bytes) -> None:
    lines = np.flatnonzero((first == 0x21) & (table.raw[table.start + 1] == 0x5B))
    if not len(lines):
        return
    texts = table.text.gather(lines)
    image = texts.str.contains(f"^{IMAGE}").to_numpy()
    rest = texts.str.replace_all(IMAGE, "").str.strip_chars(" |")
    named.mark(lines[image & (rest == "").to_numpy()], "image", "image-alone")
    # Rows with a photo's credit are few; a thumbnail and any other text in one row is another story's teaser.
    cued = image & rest.str.contains(_PHOTO_CUE).to_numpy()
    credited = [
        place
        for place, words in zip(lines[cued].tolist(), rest.filter(pl.Series(cued)).to_list(), strict=True)
        if (credit := credit_of(words)) is not None and credit.kind == "photo"
    ]
    named.mark(np.array(credited, dtype=np.int64), "caption", "image-with-credit")
    named.mark(lines[image], "related_teaser", "image-row-with-text")


def _addresses(table: LineTable, forms: Forms, named: Named, first: Bytes) -> None:
    lines = np.flatnonzero((first == 0x68) | (first == 0x77))
    chosen = table.text.gather(lines).str.contains(r"^(?:https?://|www\.)\S+$").to_numpy()
    named.mark(lines[chosen], "url", "bare-url")
    lines = np.flatnonzero(forms.words == 0)
    chosen = ~table.text.gather(lines).str.contains('[“”"]').to_numpy()
    named.mark(lines[chosen], "separator", "no-word")
    lines = np.flatnonzero(first == 0x5B)
    bare = (
        table.text.gather(lines)
        .str.replace_all(r"\[\s*\]\((?:https?://|/)[^()\s]*\)", "")
        .str.strip_chars(" |")
    )
    named.mark(lines[(bare == "").to_numpy()], "url", "link-without-words")


def _marked(table: LineTable, forms: Forms, lexicon: Lexicon, named: Named, first: Bytes) -> None:
    """[Video] and the like before a headline."""
    lines = np.flatnonzero(((first == 0x5B) | (first == 0x28)) & (forms.size < LONG))
    marks = table.text.gather(lines).str.extract(_BRACKETED, 1)
    known = [mark for mark in marks.drop_nulls().unique().to_list() if match_key(mark) in lexicon.media_marks]
    if known:
        chosen = marks.is_in(known).fill_null(value=False).to_numpy()
        named.mark(lines[chosen], "media_headline", "media-mark")


def _headings(table: LineTable, forms: Forms, lexicon: Lexicon, named: Named) -> None:
    short = _open(named, (forms.words <= 12) & (forms.words > 0) & (forms.size <= LONG))
    # "Bình luận (3)", "TIN LIÊN QUAN:": a count, a colon and ornaments do not matter.
    bare = forms.key[short]
    counted = np.flatnonzero((forms.numbers[short] == 1) & (forms.words[short] > 1) & ~forms.digit[short])
    bare[counted] = prefix_keys(table, short[counted], forms.words[short[counted]] - 1)
    for group, keys in lexicon.headings.items():
        found = short[among(bare, keys)]
        named.group[found[named.kind[found] == 0]] = GROUP.get(group, 2)
        named.mark(found, "section_header", "heading-lexicon")


def _announced(table: LineTable, forms: Forms, lexicon: Lexicon, named: Named, first: Bytes) -> None:
    """ "Xem thêm: another story", ">> another story"."""
    short = _open(named, (forms.words > 1) & (forms.size <= LONGEST_FURNITURE))
    for openings in lexicon.announced.values():
        named.mark(short[opens_with(table, openings, short)], "related_headline", "inline-link")
    lines = np.flatnonzero(
        ((first == 0x3E) | (first == 0xC2) | (first >= 0xE2) | (first == 0x3D)) & (forms.size < LONG)
    )
    chosen = table.text.gather(lines).str.contains(_POINTER).to_numpy()
    named.mark(lines[chosen], "related_headline", "inline-link")


def _stamps(table: LineTable, forms: Forms, lexicon: Lexicon, named: Named) -> None:
    words = table.words
    short = _open(named, (forms.size <= LONG) & (forms.words > 0))
    hashed = short[table.raw[table.start[short]] == 0x23]
    chosen = table.text.gather(hashed).str.contains(_HASHTAGS).to_numpy()
    named.mark(hashed[chosen], "tags", "only-hashtags")
    lone = (forms.words[short] == 1) & (forms.numbers[short] == 1) & (forms.size[short] <= 5)
    named.mark(short[lone], "share", "only-a-number")
    dated = short[(forms.numbers[short] > 0) & (forms.size[short] <= 90)]
    text = table.text.gather(dated).str.to_lowercase()
    aged = (text.str.contains(_AGO) | text.str.contains(_COUNT)).to_numpy()
    named.mark(dated[aged], "stamp", "age-or-count")
    told = (
        words.per_line(is_one_of(words.key, lexicon.stamp_words) | words.number)[dated] == forms.words[dated]
    )
    timed = text.filter(pl.Series(told)).str.contains(f"{_DATE}|{_CLOCK}").to_numpy()
    named.mark(dated[told][timed], "stamp", "only-date-and-time")
    # A whole date and a time of day in a line without a full stop, whoever's name stands before them.
    both = (text.str.contains(_WHOLE_DATE) & text.str.contains(_CLOCK)).to_numpy() & ~forms.ended[dated]
    named.mark(dated[both & (forms.words[dated] <= 16)], "stamp", "only-date-and-time")


def _bars(table: LineTable, forms: Forms, lexicon: Lexicon, named: Named) -> None:
    """Paths, share bars, menus: every word belongs to one vocabulary."""
    short = _open(named, (forms.size <= LONG) & (forms.words > 0) & (forms.sentences <= 3))
    text = table.text.gather(short)
    marked = text.str.contains(_CRUMBED) & ~text.str.contains(r"\d/\d")
    crumbed = short[marked.to_numpy() & ~forms.ended[short]]
    paths = [
        place
        for place, line in zip(crumbed.tolist(), table.text.gather(crumbed).to_list(), strict=True)
        if _is_path(line)
    ]
    named.mark(np.array(paths, dtype=np.int64), "breadcrumb", "path-of-sections")
    for kind in ("share", "audio", "comment", "nav"):
        named.mark(short[is_only(table, short, lexicon.words_of[kind])], kind, f"only-{kind}-words")
    barred = short[(text.str.count_matches("|", literal=True) >= 2).to_numpy()]
    if len(barred):
        bars = table.text.gather(barred).str.strip_chars(" |").str.split("|")
        few = (bars.list.eval(pl.element().str.strip_chars().str.len_chars()).list.max() <= 30) & (
            bars.list.len() >= 3
        )
        named.mark(barred[few.to_numpy()], "nav", "short-words-between-bars")
    section, nav = lexicon.words_of["section"], lexicon.words_of["nav"]
    both = Phrases(
        np.union1d(section.words, nav.words),
        tuple(np.union1d(one, other) for one, other in zip(section.grams, nav.grams, strict=True)),
    )
    named.section[short[is_only(table, short, both)]] = True
    named.mark(_open(named, named.section & (forms.words > 4)), "nav", "only-section-names")


def _is_path(text: str) -> bool:
    crumbs = [part for part in _CRUMB.split(text) if part]
    if len(crumbs) < 2 or max(map(len, crumbs)) > 30 or re.search(r"\d/\d", text):
        return False
    return len(crumbs) > 2 or not re.search(r"[/\\]", text)


def _long_captions(table: LineTable, forms: Forms, named: Named) -> None:
    """Looking at a long line's tail alone spares the rest."""
    lines = _open(named, forms.size > LONGEST_FURNITURE)
    lines = lines[table.text.gather(lines).str.tail(90).str.contains(_PHOTO_CUE).to_numpy()]
    texts = table.text.gather(lines).to_list()
    found = [place for place, text in zip(lines.tolist(), texts, strict=True) if ends_with_photo_credit(text)]
    named.mark(np.array(found, dtype=np.int64), "caption", "photo-credit")


def _credits(table: LineTable, forms: Forms, named: Named) -> None:
    """Photo credits at the end of a line, and bylines that are a line: one or two of a page's lines have a cue."""
    lines = _open(named, (forms.size <= LONGEST_FURNITURE) & (forms.words > 0))
    texts = table.text.gather(lines)
    cued = texts.str.tail(90).str.contains(_PHOTO_CUE) | texts.str.head(12).str.contains(_BYLINE_CUE)
    lines = lines[cued.to_numpy()]
    photos, bylines = [], []
    for place, text in zip(lines.tolist(), table.text.gather(lines).to_list(), strict=True):
        credit = credit_of(text)
        if credit is not None and credit.kind == "photo":
            photos.append(place)
        elif (
            credit is not None and credit.kind == "byline" and is_short_credit(credit.author or credit.source)
        ):
            bylines.append(place)
    named.mark(np.array(photos, dtype=np.int64), "caption", "photo-credit")
    named.mark(np.array(bylines, dtype=np.int64), "byline", "credit-line")


def is_short_credit(who: str) -> bool:
    """ "Theo" also opens sentences: a byline names somebody and says nothing."""
    if len(who) > 60 or re.search(r"[,;:!?]|\. ", who):
        return False
    words = who.split()
    capitals = sum(word[:1].isupper() or "." in word for word in words)
    return 2 * capitals > len(words)

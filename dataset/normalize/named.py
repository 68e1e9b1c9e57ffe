"""Lines that their own form or words give away: images, addresses, stamps, bars, headings, credits.

A line named here keeps its kind unless the model is sure that it belongs to the story; what FIXED lists no
neighbour can change.
"""

import re
from dataclasses import dataclass

import numpy as np
import polars as pl

from dataset.native import call
from dataset.normalize.forms import LONG, Forms
from dataset.normalize.kinds import KIND, RULE
from dataset.normalize.lexicon import Lexicon
from dataset.normalize.line_table import LineTable
from dataset.normalize.literals import first_of
from dataset.normalize.markup import image_rests, split_images
from dataset.normalize.phrases import among, is_only, made_of, opens_with, prefix_keys
from dataset.normalize.same_lines import one_of_each
from dataset.normalize.words import Bytes, Flags, Places, is_one_of
from schemas.language.credit import credit_of, ends_with_photo_credit, is_photo_credit
from schemas.language.match_key import match_key

# Code points; a longer line is a paragraph, or a caption.
LONGEST_FURNITURE = 400
_LONGEST_BYLINE = 100
# Where a photo's credit stands in a line.
_TAIL = 90
_PHOTO, _BYLINE = 1, 2
GROUP = {"inline": 1, "closing": 2, "comments": 3}
# In place of a kind, for a line that another of the same words stands for.
_STOOD_FOR = -1

_BRACKETED = r"^[\[(]([^\[\]()]{2,20})[\])] ?\S"
_POINTER = r"^(?:>{1,3}|»{1,2}|=>|→|➤|👉|☛|🔗) ?\S"
_HASHTAGS = r"^(?:#[\pL\pN_]+[ ,]*)+$"
_WHOLE_DATE = r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}"
_LONGEST_CRUMB = 30
# What `parted_lines` finds.
_PATH, _BARS = 1, 2


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
    """Name what can be named. The first rule that fits wins; they stand in the order of certainty.

    Of lines that are the same one is looked at: menus, stamps and headings stand on page after page.
    """
    count = len(table)
    kinds, rules, groups = (np.zeros(count, np.int64) for _ in range(3))
    named = Named(kinds, rules, groups, np.zeros(count, np.bool_))
    if not count:
        return named
    chosen, of = one_of_each(table.key)
    named.kind[:] = _STOOD_FOR
    named.kind[chosen] = 0
    first = table.raw[table.start]
    _images(table, lexicon, named, first)
    _addresses(table, forms, named, first)
    _marked(table, forms, lexicon, named, first)
    _long_captions(table, forms, lexicon, named)
    _headings(table, forms, lexicon, named)
    _credits(table, forms, lexicon, named)
    _announced(table, forms, lexicon, named, first)
    short = _open(named, (forms.size <= LONGEST_FURNITURE) & (forms.words > 0))
    for kind, openings in lexicon.openings.items():
        found = short[opens_with(table, openings, short)]
        named.mark(found if kind == "notice" else found[forms.size[found] < 160], kind, f"opens-like-{kind}")
    _stamps(table, forms, lexicon, named)
    _bars(table, forms, lexicon, named)
    short = _open(named, (forms.size < LONG) & (forms.words > 0))
    named.mark(short[opens_with(table, lexicon.caption_labels, short)], "caption", "opens-like-caption")
    short = short[~forms.ended[short]]
    named.mark(short[opens_with(table, lexicon.captions, short)], "caption", "opens-like-caption")
    stands = chosen[of]
    return Named(kinds[stands], rules[stands], groups[stands], named.section[stands])


def _open(named: Named, flags: Flags) -> Places:
    return np.flatnonzero(flags & (named.kind == 0))


def _that_fit(table: LineTable, lines: Places, pattern: str) -> Places:
    """The lines that a pattern fits. Asking Polars costs as much for none as for a hundred."""
    return lines[table.text[lines].str.contains(pattern).to_numpy()] if len(lines) else lines


def _images(table: LineTable, lexicon: Lexicon, named: Named, first: Bytes) -> None:
    lines = _open(named, (first == 0x21) & (table.raw[table.start + 1] == 0x5B))
    rest, behind = image_rests(table.raw, table.start[lines], table.end[lines])
    # The text of a line with an end mark is not what its bytes are.
    usual = (rest >= 0) & ~table.closing[lines]
    odd = lines[~usual]
    image, words = split_images(table.text[odd])
    _image_rows(lexicon, named, odd[image], words.filter(pl.Series(image)))
    lines, rest, behind = lines[usual], rest[usual], behind[usual]
    named.mark(lines[rest == behind], "image", "image-alone")
    cued = np.flatnonzero(first_of(table.raw, rest, behind, lexicon.cues.photo_literals) >= 0)
    stretches = zip(rest[cued].tolist(), behind[cued].tolist(), strict=True)
    said = [str(table.raw.data[begin:end], "utf-8") for begin, end in stretches]
    _image_rows(lexicon, named, lines[cued], pl.Series(said, dtype=pl.String))
    named.mark(lines, "related_teaser", "image-row-with-text")


def _image_rows(lexicon: Lexicon, named: Named, lines: Places, words: pl.Series) -> None:
    """Name rows with an image and some `words` beside it."""
    named.mark(lines[(words == "").to_numpy()], "image", "image-alone")
    # Rows with a photo's credit are few; a thumbnail and any other text in one row is another story's teaser.
    cued = words.str.contains(lexicon.cues.photo).to_numpy()
    credited = [is_photo_credit(text) for text in words.filter(pl.Series(cued)).to_list()]
    named.mark(lines[cued][np.array(credited, dtype=np.bool_)], "caption", "image-with-credit")
    named.mark(lines, "related_teaser", "image-row-with-text")


def _addresses(table: LineTable, forms: Forms, named: Named, first: Bytes) -> None:
    lines = _open(named, (first == 0x68) | (first == 0x77))
    named.mark(_that_fit(table, lines, r"^(?:https?://|www\.)\S+$"), "url", "bare-url")
    lines = _open(named, forms.words == 0)
    named.mark(_that_fit(table, lines, '^[^“”"]*$'), "separator", "no-word")
    lines = _open(named, first == 0x5B)
    bare = r"^(?:[ |]|\[\s*\]\((?:https?://|/)[^()\s]*\))*$"
    named.mark(_that_fit(table, lines, bare), "url", "link-without-words")


def _marked(table: LineTable, forms: Forms, lexicon: Lexicon, named: Named, first: Bytes) -> None:
    """[Video] and the like before a headline."""
    lines = _open(named, ((first == 0x5B) | (first == 0x28)) & (forms.size < LONG))
    marks = table.text[lines].str.extract(_BRACKETED, 1)
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
    lines = _open(
        named, ((first == 0x3E) | (first == 0xC2) | (first >= 0xE2) | (first == 0x3D)) & (forms.size < LONG)
    )
    # A quotation mark is none of them.
    lines = lines[table.raw[table.start[lines] + 1] != 0x80]
    named.mark(_that_fit(table, lines, _POINTER), "related_headline", "inline-link")


def _stamps(table: LineTable, forms: Forms, lexicon: Lexicon, named: Named) -> None:
    short = _open(named, (forms.size <= LONG) & (forms.words > 0))
    hashed = short[table.raw[table.start[short]] == 0x23]
    named.mark(_that_fit(table, hashed, _HASHTAGS), "tags", "only-hashtags")
    lone = (forms.words[short] == 1) & (forms.numbers[short] == 1) & (forms.size[short] <= 5)
    named.mark(short[lone], "share", "only-a-number")
    dated = short[(forms.numbers[short] > 0) & (forms.size[short] <= 90)]
    words = table.words
    last = is_one_of(words.key[words.of[dated + 1] - 1], lexicon.cues.aged_last)
    aged = dated[last | is_one_of(words.head[dated], lexicon.cues.aged_first)]
    text = table.text[aged].str.to_lowercase()
    named.mark(aged[text.str.contains(lexicon.cues.aged).to_numpy()], "stamp", "age-or-count")
    told = dated[made_of(table, dated, lexicon.stamp_words)]
    timed = (
        table.text[told]
        .str.to_lowercase()
        .str.contains(f"{lexicon.cues.date}|{lexicon.cues.clock}")
        .to_numpy()
    )
    named.mark(told[timed], "stamp", "only-date-and-time")
    # A whole date and a time of day in a line without a full stop, whoever's name stands before them.
    whole = dated[~forms.ended[dated] & (forms.words[dated] <= 16) & (forms.numbers[dated] > 1)]
    whole = _that_fit(table, whole[_like_dates(table, whole)], _WHOLE_DATE)
    timed = table.text[whole].str.to_lowercase().str.contains(lexicon.cues.clock).to_numpy()
    named.mark(whole[timed], "stamp", "only-date-and-time")


def _bars(table: LineTable, forms: Forms, lexicon: Lexicon, named: Named) -> None:
    """Paths, share bars, menus: every word belongs to one vocabulary."""
    short = _open(named, (forms.size <= LONG) & (forms.words > 0) & (forms.sentences <= 3))
    parts = _parts(table, short)
    paths = short[(parts & _PATH != 0) & ~forms.ended[short]]
    named.mark(np.setdiff1d(paths, _that_fit(table, paths, r"\d/\d")), "breadcrumb", "path-of-sections")
    for kind in ("share", "audio", "comment", "nav"):
        named.mark(short[is_only(table, short, lexicon.words_of[kind])], kind, f"only-{kind}-words")
    barred = short[parts & _BARS != 0]
    if len(barred):
        bars = table.text[barred].str.strip_chars(" |").str.split("|")
        few = (bars.list.eval(pl.element().str.strip_chars().str.len_chars()).list.max() <= 30) & (
            bars.list.len() >= 3
        )
        named.mark(barred[few.to_numpy()], "nav", "short-words-between-bars")
    named.section[short[is_only(table, short, lexicon.menu)]] = True
    named.mark(_open(named, named.section & (forms.words > 4)), "nav", "only-section-names")


def _parts(table: LineTable, lines: Places) -> Bytes:
    """Which lines are paths, but for dates in digits of other scripts, and which have bars: _PATH and _BARS."""
    found = np.empty(len(lines), np.uint8)
    call("parted_lines", table.raw, table.start, table.end, lines, len(lines), _LONGEST_CRUMB, found)
    return found


def _like_dates(table: LineTable, lines: Places) -> Flags:
    found = np.empty(len(lines), np.bool_)
    call("like_dates", table.raw, table.start, table.end, lines, len(lines), found)
    return found


def _cued(table: LineTable, lexicon: Lexicon, lines: Places) -> Places:
    """The lines that have a word of photos near their end."""
    literals, start, end = lexicon.cues.photo_literals, table.start[lines], table.end[lines]
    # An end mark, which a line's text has no more, is six characters long.
    return lines[first_of(table.raw, start, end, literals, reach=_TAIL + 6) >= 0]


def _long_captions(table: LineTable, forms: Forms, lexicon: Lexicon, named: Named) -> None:
    """Looking at a long line's tail alone spares the rest."""
    lines = _open(named, forms.size > LONGEST_FURNITURE)
    lines = _cued(table, lexicon, lines)
    lines = lines[table.text[lines].str.tail(_TAIL).str.contains(lexicon.cues.photo).to_numpy()]
    texts = table.text[lines].to_list()
    found = [place for place, text in zip(lines.tolist(), texts, strict=True) if ends_with_photo_credit(text)]
    named.mark(np.array(found, dtype=np.int64), "caption", "photo-credit")


def _credits(table: LineTable, forms: Forms, lexicon: Lexicon, named: Named) -> None:
    """Photo credits at the end of a line, and bylines that are a line: one or two of a page's lines have a cue."""
    lines = _open(named, (forms.size <= LONGEST_FURNITURE) & (forms.words > 0))
    byline = is_one_of(table.words.head[lines], lexicon.cues.byline_words)
    # "Theo" opens many paragraphs; a byline is short, but for the address behind its slash.
    long = np.flatnonzero(byline & (forms.size[lines] > _LONGEST_BYLINE))
    rest = table.text[lines[long]]
    byline[long] = rest.str.contains(f"/|{lexicon.cues.photo_words}").to_numpy()
    lines = np.union1d(lines[byline], _cued(table, lexicon, lines))
    texts = table.text[lines]
    cued = texts.str.tail(_TAIL).str.contains(lexicon.cues.photo) | texts.str.head(
        lexicon.cues.byline_reach
    ).str.contains(lexicon.cues.byline)
    lines = lines[cued.to_numpy()]
    credits = np.array([_credit_kind(text) for text in table.text[lines].to_list()], dtype=np.int64)
    named.mark(lines[credits == _PHOTO], "caption", "photo-credit")
    named.mark(lines[credits == _BYLINE], "byline", "credit-line")


def _credit_kind(text: str) -> int:
    credit = credit_of(text)
    if credit is None or credit.kind == "dateline":
        return 0
    if credit.kind == "photo":
        return _PHOTO
    return _BYLINE if is_short_credit(credit.author or credit.source) else 0


def is_short_credit(who: str) -> bool:
    """ "Theo" also opens sentences: a byline names somebody and says nothing."""
    if len(who) > 60 or re.search(r"[,;:!?]|\. ", who):
        return False
    words = who.split()
    capitals = sum(word[:1].isupper() or "." in word for word in words)
    return 2 * capitals > len(words)

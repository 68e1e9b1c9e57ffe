"""Names for what was decided: the story's lines by what they are in it, furniture by what it looks like and
where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dataset.normalize.batch import Batch
from dataset.normalize.features import last_above, next_below
from dataset.normalize.kinds import KIND, RULE
from dataset.normalize.lexicon import lexicon_of
from dataset.normalize.listing import Listings
from dataset.normalize.name_line import are_names, is_menu
from dataset.normalize.named import GROUP
from dataset.normalize.same_lines import one_of_each
from dataset.normalize.words import Flags, Places
from schemas.language.match_key import match_key
from schemas.language.match_keys import match_keys
from schemas.language.pack import LanguagePack

# A sapo sums the story up in a few lines; a longer first paragraph is the story itself.
_LONGEST_LEAD = 450
_LONGEST_SUBHEADING = 90
_SHORT = 30
_REPEATED = 40


@dataclass(slots=True)
class Kinds:
    """Kind and rule of each line, by number; 0 where nothing is said yet."""

    kind: Places
    rule: Places

    def mark(self, lines: Flags | Places, kind: str, rule: str) -> None:
        self.kind[lines], self.rule[lines] = KIND[kind], RULE[rule]

    def mark_open(self, lines: Flags, kind: str, rule: str) -> None:
        self.mark(lines & (self.kind == 0), kind, rule)


def name_lines(batch: Batch, story: Flags, title: Places, stated: Flags, pack: LanguagePack) -> Kinds:
    """Kind and rule of all lines. `title` holds each page's line or -1; `stated` flags pages whose metadata names it."""
    named, page = batch.named, batch.features.page
    kinds = Kinds(np.where(story, 0, named.kind), np.where(story, 0, named.rule))
    known = title[title >= 0]
    kinds.mark(known, "title", "headline-over-story")
    by_metadata = known[stated[page.of[known]]]
    kinds.mark(by_metadata, "title", "stated-by-metadata")
    last = last_above(story, page)
    _name_story(batch, kinds, story, last)
    _name_captions(batch, kinds)
    _name_repeats(batch, kinds, title)
    told, opener = last >= 0, last_above(kinds.kind == KIND["section_header"], page)
    _name_bylines(batch, kinds, told, opener > last, title, lexicon_of(pack).cues.names)
    _name_places(batch, kinds, told, opener, title, pack)
    return kinds


def name_listings(batch: Batch, kinds: Kinds, found: Listings) -> None:
    """On listing pages all that no form named is an entry, its headline, or furniture."""
    listed = found.pages[batch.features.page.of]
    if not listed.any():
        return
    kinds.kind[listed], kinds.rule[listed] = batch.named.kind[listed], batch.named.rule[listed]
    kinds.mark(found.entries, "teaser", "entry-of-listing")
    heads = found.headline[found.entries]
    kinds.mark(heads[heads >= 0], "title", "headline-of-entry")
    kinds.mark_open(listed, "nav", "beside-listing")


def mark_stated_captions(batch: Batch, captions: Sequence[Sequence[str]]) -> Flags:
    """Lines that the metadata of their page calls captions."""
    table = batch.table
    found = np.zeros(len(table), np.bool_)
    for number, stated in enumerate(captions):
        if stated:
            keys = {match_key(caption) for caption in stated}
            page = slice(table.first[number], table.first[number + 1])
            found[page] = match_keys(table.text[page]).is_in(keys).to_numpy()
    return found


def _name_story(batch: Batch, kinds: Kinds, story: Flags, last: Places) -> None:
    forms, page = batch.forms, batch.features.page
    at = np.arange(len(story))
    headline = story & ~forms.prose
    above, below = np.maximum(at - 1, page.begin), np.minimum(at + 1, page.end - 1)
    run = headline & ((headline[above] & (above < at)) | (headline[below] & (below > at)))
    announced = (above < at) & (forms.colon[above] | forms.listed[above])
    item = headline & (announced | forms.digit | forms.bullet | forms.listed | run)
    following = next_below(story, page)
    over_prose = (following >= 0) & forms.prose[following]
    last_of_run = headline & ~headline[below]
    heading = (
        headline
        & (forms.size <= _LONGEST_SUBHEADING)
        & over_prose
        & ~forms.digit
        & ~forms.bullet
        & ~announced
        & ~forms.listed
        & (~run | last_of_run)
    )
    kinds.mark(story, "body", "paragraph")
    kinds.mark(headline, "body", "paragraph-without-stop")
    kinds.mark(item, "body", "list-item")
    kinds.mark(heading, "subheading", "short-line-in-story")
    kinds.mark(story & (last < 0) & (forms.size <= _LONGEST_LEAD) & ~heading, "lead", "first-paragraph")


def _name_captions(batch: Batch, kinds: Kinds) -> None:
    """A table row after an image row is its caption; so are the image's own words, and a line right below one."""
    table, forms, page = batch.table, batch.forms, batch.features.page
    image = kinds.kind == KIND["image"]
    below = np.flatnonzero(image & (page.rest > 0)) + 1
    below = below[kinds.kind[below] == 0]
    row = below[forms.row[below]]
    kinds.mark(row, "caption", "row-after-image")
    rest = below[kinds.kind[below] == 0]
    if len(rest):
        words = table.text[rest - 1].str.extract(r"^!\[(.{0,300}?)\]\(", 1).fill_null("")
        same = (words.str.to_lowercase() == table.text[rest].str.to_lowercase()).to_numpy()
        kinds.mark(rest[same], "caption", "words-of-image")
        kinds.mark(rest[~same & ~forms.prose[rest] & (page.rest[rest] > 0)], "caption", "line-after-image")


def _name_repeats(batch: Batch, kinds: Kinds, title: Places) -> None:
    """The title again, or a paragraph again."""
    forms, page = batch.forms, batch.features.page
    wanted = np.where(title >= 0, np.append(forms.key, np.uint64(0))[title], 0)[page.of]
    again = batch.features.column("again") > 0
    kinds.mark_open((forms.key == wanted) & (wanted != 0), "repeat", "seen-above")
    kinds.mark_open(again & (forms.size >= _REPEATED) & forms.prose, "repeat", "seen-above")


def _name_bylines(batch: Batch, kinds: Kinds, told: Flags, boxed: Flags, title: Places, pattern: str) -> None:
    """Names beside the story: below the title, below the lead, right after the last paragraph."""
    forms, page = batch.forms, batch.features.page
    # "và" and "(tổng hợp)" are small.
    capitals = (
        (forms.capitals + 2 >= forms.words) & (forms.capitals >= 2) & (forms.words <= 12) & (forms.size <= 75)
    )
    capitals &= ~forms.prose & ~forms.ended & (forms.numbers == 0)
    place = page.top - np.where(title >= 0, np.append(page.top, 0)[title], -1)[page.of]
    likely = np.flatnonzero((kinds.kind == 0) & capitals & ~boxed & (told | (place > 0)))
    chosen, of = one_of_each(batch.table.key[likely])
    names = likely[are_names(batch.table.text[likely[chosen]], pattern)[of]]
    kinds.mark(names[~told[names]], "byline", "name-below-title")
    kinds.mark(names[told[names]], "byline", "name-after-story")


def _name_places(
    batch: Batch, kinds: Kinds, told: Flags, above: Places, title: Places, pack: LanguagePack
) -> None:
    """`told`: there is a line of the story above; `above` is the nearest heading there, or -1."""
    forms, named, page, table = batch.forms, batch.named, batch.features.page, batch.table
    kinds.mark_open(
        (above >= 0) & (named.group[above] == GROUP["comments"]), "comment", "below-comments-heading"
    )
    place = page.top - np.where(title >= 0, np.append(page.top, 0)[title], -1)[page.of]
    before = place < 0
    short = (forms.size <= _SHORT) | named.section
    kinds.mark_open(before & forms.prose, "related_teaser", "prose-above-title")
    kinds.mark_open(before & short, "nav", "short-line-above-title")
    kinds.mark_open(before, "related_headline", "headline-above-title")
    kinds.mark_open(
        ~told & ~forms.prose & (forms.size < _REPEATED) & (above < 0), "nav", "short-line-below-title"
    )
    kinds.mark_open(forms.prose, "related_teaser", "prose-in-box")
    kinds.mark_open(named.section, "nav", "names-run-together")
    likely = np.flatnonzero(
        (kinds.kind == 0)
        & (forms.words >= 6)
        & (forms.small == 0)
        & (forms.capitals >= 3)
        # What `is_menu` says of these is known: they have a sign or a digit.
        & (forms.numbers == 0)
        & ~(forms.ended & ~forms.cut & ~table.closing)
        & ~forms.colon
        & ~forms.listed
    )
    chosen, of = one_of_each(table.key[likely])
    texts = table.text[likely[chosen]].to_list()
    menus = np.array([is_menu(text, pack.function_words) for text in texts], dtype=np.bool_)
    kinds.mark(likely[menus[of]], "nav", "names-run-together")
    _name_headings(batch, kinds)
    kinds.mark_open(above >= 0, "related_headline", "line-in-box")
    kinds.mark_open(np.ones(len(table), np.bool_), "related_headline", "headline-after-story")


def _name_headings(batch: Batch, kinds: Kinds) -> None:
    """A box's own name, which no lexicon knows: a short line with a menu or longer headlines below it."""
    forms, page, table = batch.forms, batch.features.page, batch.table
    at = np.arange(len(table))
    likely = (kinds.kind == 0) & (forms.size <= _SHORT) & (forms.words <= 6) & ~forms.asks & (page.rest > 0)
    nearest = np.minimum(at + 1, len(at) - 1)
    second = np.minimum(at + 2, len(at) - 1)
    menu = kinds.kind[nearest] == KIND["nav"]
    # Headings stand tight under the box above, headlines apart from one another.
    tight = (table.gap == 0) & (page.top > 0) & (table.gap[nearest] > 0)
    longer = (
        (page.rest > 1)
        & (10 * forms.size[nearest] > 13 * forms.size)
        & (10 * forms.size[second] > 13 * forms.size)
    )
    kinds.mark(likely & (menu | (tight & longer)), "section_header", "short-line-over-headlines")

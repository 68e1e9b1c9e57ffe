"""Pages that list other stories: many entries, each complete in itself, and no story of their own."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dataset.normalize.batch import Batch
from dataset.normalize.lexicon import Lexicon
from dataset.normalize.phrases import opens_with
from dataset.normalize.words import Flags, Places, is_one_of
from schemas.language.edtf import dates_in
from schemas.language.match_key import match_key

_FEWEST = 5
_LONGEST_ENTRY = 450
_LINK = 35
# How many words of a title, the site's name left off, and how many paragraphs are compared.
_TITLE, _OPENING = 12, 3


@dataclass(frozen=True, slots=True)
class Listings:
    """Which pages are listings, which lines their entries, and per line of an entry the headline over it, or -1."""

    pages: Flags
    entries: Flags
    headline: Places


def listings(batch: Batch, lexicon: Lexicon, titles: Sequence[str | None]) -> Listings:
    """Find the listings of a batch. `titles` holds what each page's metadata calls it."""
    table, forms, page = batch.table, batch.forms, batch.features.page
    pages = len(table.first) - 1
    open_ = batch.named.kind == 0
    prose = forms.prose & open_
    above = _open_above(open_, page.begin)

    def count(flags: Flags) -> Places:
        return np.bincount(page.of[flags], minlength=pages)

    entries, opened = count(prose), count(open_)
    single = count(prose & (forms.sentences == 1) & (forms.size <= _LONGEST_ENTRY))
    first_open = open_ & (above < 0)
    begins = count(first_open & prose) > 0
    # One sentence after another with no title over them, none of which goes on from the one before.
    bare = (entries >= _FEWEST) & begins & (5 * entries >= 4 * opened) & (5 * single >= 4 * entries)
    if bare.any():
        bare &= (
            20 * count(prose & bare[page.of] & _goes_on(batch, lexicon, prose & bare[page.of])) <= 3 * entries
        )
        for number in np.flatnonzero(bare).tolist():
            texts = _prose_of(batch, number, prose)
            bare[number] = not _entitled(titles[number], texts) and (
                len(texts) >= 2 * _FEWEST or _dated(texts, lexicon.language)
            )
    # Headline and paragraph in turn, never two paragraphs in a row: a section's front page.
    headed = prose & (above >= 0) & ~prose[above]
    over = np.where(headed, above, -1)
    short = count(prose & (forms.sentences <= 2) & (forms.size <= _LONGEST_ENTRY))
    heads = np.zeros(len(table), np.bool_)
    heads[over[over >= 0]] = True
    links = count(heads & (forms.size >= _LINK) & ~forms.bullet)
    asked = count(heads & forms.asks)
    turn = (entries >= _FEWEST) & (count(headed) == entries) & (5 * short >= 4 * entries)
    turn &= (5 * links >= 4 * entries) & (2 * asked <= entries) & ~bare
    return Listings(bare | turn, prose & (bare | turn)[page.of], np.where(turn[page.of], over, -1))


def _open_above(open_: Flags, begin: Places) -> Places:
    """The nearest line above on the page that has no kind yet, or -1."""
    at = np.where(open_, np.arange(len(open_)), -1)
    last = np.concatenate([[-1], np.maximum.accumulate(at)[:-1]]) if len(at) else at
    return np.where(last >= begin, last, -1)


def _goes_on(batch: Batch, lexicon: Lexicon, chosen: Flags) -> Flags:
    """The paragraph leans on the one before: a linking word, a quotation, or a person by given name alone."""
    table, words = batch.table, batch.table.words
    lines = np.flatnonzero(chosen)
    found = batch.forms.quoted & chosen
    found[lines] |= opens_with(table, lexicon.continuations, lines)
    lines = lines[batch.forms.words[lines] >= 3]
    start = words.of[lines]
    found[lines] |= (
        is_one_of(words.key[start], lexicon.address) & words.capital[start + 1] & ~words.capital[start + 2]
    )
    return found


def _prose_of(batch: Batch, number: int, prose: Flags) -> list[str]:
    lines = np.arange(batch.table.first[number], batch.table.first[number + 1])
    texts: list[str] = batch.table.text[lines[prose[lines]]].to_list()
    return texts


def _entitled(title: str | None, texts: list[str]) -> bool:
    """Whether the first paragraphs tell of what the page's stated title says: so does a story's, set apart from it."""
    said = match_key(title or "").split()[:_TITLE]
    told = set(match_key(" ".join(texts[:_OPENING])).replace(",", " ").replace(".", " ").split())
    return len(said) >= _FEWEST and 2 * sum(word in told for word in said) >= len(said)


def _dated(texts: list[str], language: str) -> bool:
    """Few entries make a listing only where they tell of different days."""
    return len({date.edtf for text in texts for date in dates_in(text, language=language)[:1]}) >= 2

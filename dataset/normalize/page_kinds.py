"""What each page of a batch is, once its lines are decided, and the row that says so."""

from dataclasses import dataclass, fields

import numpy as np
import polars as pl
import pyarrow as pa

from dataset.normalize.arrays import from_numpy, from_values
from dataset.normalize.batch import Batch
from dataset.normalize.dates import event_days
from dataset.normalize.decided import PAGES
from dataset.normalize.facts import facts_of, telling
from dataset.normalize.kinds import KIND, flags_of
from dataset.normalize.language import languages_of
from dataset.normalize.lexicon import lexicon_of
from dataset.normalize.listing import Listings
from dataset.normalize.markup import plain
from dataset.normalize.naming import Kinds
from dataset.normalize.phrases import among, opens_with
from dataset.normalize.story_text import Paragraphs, paragraphs_of, places_of
from dataset.normalize.words import Flags
from schemas.contract import Limits
from schemas.language.match_key import match_key
from schemas.language.pack import LanguagePack

# Columns of CLEANED that say what a record states about its page.
STATED = ["title", "author", "url", "source", "section", "published", "captions"]
_MEDIA = flags_of("image", "caption", "media_headline")
# Code points.
_LONGEST_ERROR = 600
_SAMPLE = 2_000
_ERROR_LINES = 6
_FEWEST_PICTURES = 3


@dataclass(frozen=True, slots=True)
class Given:
    """A batch with its lines named; `frame` holds what the records state."""

    batch: Batch
    kinds: Kinds
    frame: pl.DataFrame
    listings: Listings
    pack: LanguagePack
    limits: Limits
    language: str


@dataclass(frozen=True, slots=True)
class Rulings:
    """What each page is, why it is refused, what was found, and its language."""

    kind: list[str]
    reason: list[str]
    detail: list[str]
    language: list[str | None]

    def refuse(self, page: int, reason: str, detail: str, kind: str = "") -> None:
        self.reason[page], self.detail[page] = reason, detail
        self.kind[page] = kind or self.kind[page]

    def kept(self, kind: str) -> Flags:
        """The pages of a kind that nothing is against."""
        pairs = zip(self.kind, self.reason, strict=True)
        return np.array([name == kind and not reason for name, reason in pairs], np.bool_)


def pages_of(given: Given) -> tuple[pl.DataFrame, Flags]:
    """A row of PAGES per page, and which pages are kept as articles or listings."""
    paragraphs = paragraphs_of(given.batch.table, given.kinds.kind)
    rulings = _rulings(given, paragraphs)
    _measure(given, rulings, paragraphs)
    articles, listed = rulings.kept("article"), rulings.kept("listing")
    told = telling(given.batch, given.kinds, articles | listed)
    columns: dict[str, list[object]] = {
        **{field.name: getattr(rulings, field.name) for field in fields(Rulings)},
        **facts_of(told, given.frame, articles, paragraphs, given.pack),
    }
    frame = pl.DataFrame([_column(name, values) for name, values in columns.items()])
    frame = frame.with_columns(
        entries=_entries(given, listed),
        text=pl.when(pl.Series(articles)).then(paragraphs.joined).otherwise(pl.lit("")),
        paragraphs=places_of(paragraphs, articles),
    )
    return frame.select(list(PAGES)).cast(PAGES), articles | listed


def _column(name: str, values: list[object]) -> pl.Series:
    kind = PAGES[name]
    if kind == pl.List(pl.String):
        # Polars makes a list column from Python values fifty times slower.
        return pl.Series(name, from_values(values, pa.list_(pa.string())))
    return pl.Series(name, values, dtype=kind)


def _rulings(given: Given, paragraphs: Paragraphs) -> Rulings:
    count = len(given.frame)
    listed = given.listings.pages.tolist()
    tags = _languages(given, paragraphs)
    rulings = Rulings(
        ["listing" if one else "article" for one in listed],
        [""] * count,
        [""] * count,
        [tag for tag, _ in tags],
    )
    wanted = given.language.split("-")[0].lower()
    for page, (tag, how) in enumerate(tags):
        if tag.split("-")[0] != wanted:
            rulings.refuse(page, "language", f"{tag}: {how}")
    table = given.batch.table
    short = paragraphs.joined.str.len_chars().to_numpy() < _LONGEST_ERROR
    for page in np.flatnonzero(_errors(given) & short).tolist():
        said = f"it says {table.text[int(table.first[page])][:80]!r}"
        rulings.refuse(page, "error_page", said, "error")
        rulings.language[page] = None
    for page in np.flatnonzero(np.diff(table.first) == 0).tolist():
        rulings.refuse(page, "empty", "no text", "empty")
        rulings.language[page] = None
    for page in given.frame["reason"].is_not_null().arg_true().to_list():
        rulings.refuse(page, given.frame["reason"][page], given.frame["detail"][page] or "", "empty")
        rulings.language[page] = None
    return rulings


def _errors(given: Given) -> Flags:
    """Pages that say so among their first lines."""
    table, lexicon = given.batch.table, lexicon_of(given.pack)
    lines = np.flatnonzero(
        (given.batch.features.page.top < _ERROR_LINES) & (given.batch.forms.size < _LONGEST_ERROR)
    )
    said = among(given.batch.forms.key[lines], lexicon.errors) | opens_with(
        table, lexicon.error_openings, lines
    )
    found = np.zeros(len(given.frame), np.bool_)
    found[table.page[lines[said]]] = True
    return found


def _languages(given: Given, paragraphs: Paragraphs) -> list[tuple[str, str]]:
    """The language of each page: of its story, or of its first lines."""
    tags = languages_of(paragraphs.joined, given.pack)
    bare = np.flatnonzero(paragraphs.joined.str.len_bytes().to_numpy() == 0).tolist()
    if bare:
        table = given.batch.table
        others = [
            " ".join(table.text[int(table.first[number]) : int(table.first[number + 1])].head(200).to_list())[
                :_SAMPLE
            ]
            for number in bare
        ]
        for number, tag in zip(bare, languages_of(pl.Series(others), given.pack), strict=True):
            tags[number] = tag
    return tags


def _measure(given: Given, rulings: Rulings, paragraphs: Paragraphs) -> None:
    """Refuse what is too short or too long for a story; few words beside many pictures are a page of media."""
    limits, articles = given.limits, rulings.kept("article")
    length = paragraphs.joined.str.len_chars().to_numpy()
    media = _MEDIA[given.kinds.kind]
    pictures = np.bincount(given.batch.table.page[media], minlength=len(length))
    for page in np.flatnonzero(articles & (length < limits.min_article_chars)).tolist():
        size, many = int(length[page]), int(pictures[page])
        if many >= _FEWEST_PICTURES or _is_media_title(given, page):
            said = f"{many} lines of pictures or media and {size} characters of story"
            rulings.refuse(page, "media_page", said, "media")
        else:
            said = f"{size} characters of story, at least {limits.min_article_chars}"
            rulings.refuse(page, "too_short", said)
    for page in np.flatnonzero(articles & (length > limits.max_article_chars)).tolist():
        said = f"{length[page]} characters of story, at most {limits.max_article_chars}"
        rulings.refuse(page, "too_long", said)


def _is_media_title(given: Given, number: int) -> bool:
    table = given.batch.table
    lines = np.arange(table.first[number], table.first[number + 1])
    titles = lines[given.kinds.kind[lines] == KIND["title"]]
    title = table.text[int(titles[0])] if len(titles) else given.frame["title"][number]
    if title is None:
        return False
    first = match_key(title).lstrip("[( ").replace("]", ":").replace(")", ":").partition(":")[0]
    return first.strip() in given.pack.media_marks


def _entries(given: Given, listed: Flags) -> pl.Series:
    """The teasers of listings: a list for each page."""
    table, entries = given.batch.table, given.listings.entries
    lines = np.flatnonzero(entries & listed[table.page])
    texts = plain(table.text[lines])
    heads = given.listings.headline[lines]
    titles = pl.select(pl.when(pl.Series(heads >= 0)).then(table.text[np.maximum(heads, 0)])).to_series()
    # Each stands for itself.
    places = range(len(lines))
    days = event_days(places, texts, np.zeros(len(lines), np.bool_), [None] * len(lines), given.pack)
    told = [texts.to_list(), titles.to_list(), [days.get(place) for place in places]]
    parts = [from_values(values, pa.string()) for values in told]
    offsets = from_numpy(np.searchsorted(table.page[lines], np.arange(len(listed) + 1)).astype(np.int32))
    # Polars makes structs from Python values, and an empty list of them, a thousand times slower.
    rows = pa.StructArray.from_arrays(parts, ["text", "title", "event_date"])
    return pl.Series("entries", pa.ListArray.from_arrays(offsets, rows))

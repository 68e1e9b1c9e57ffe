"""What each page of a batch is, once its lines are decided, and the row that says so."""

from dataclasses import dataclass, fields

import numpy as np
import polars as pl
import pyarrow as pa

from dataset.normalize.batch import Batch
from dataset.normalize.dates import event_date
from dataset.normalize.decided import PAGES
from dataset.normalize.facts import Facts, facts_of, image_hosts, lines_about
from dataset.normalize.kinds import FIRST_STORY, KIND, LAST_STORY
from dataset.normalize.language import languages_of
from dataset.normalize.lexicon import lexicon_of
from dataset.normalize.listing import Listings
from dataset.normalize.markup import plain
from dataset.normalize.naming import Kinds
from dataset.normalize.phrases import among, opens_with
from dataset.normalize.provenance import host_of, source_of
from dataset.normalize.words import Flags, Places
from schemas.contract import Limits
from schemas.language.match_key import match_key
from schemas.language.pack import LanguagePack

# Columns of CLEANED that say what a record states about its page.
STATED = ["title", "author", "url", "source", "section", "published", "captions"]
# Code points.
_LONGEST_ERROR = 600
_SAMPLE = 2_000
_ERROR_LINES = 6
_FEWEST_PICTURES = 3
_FACTS = [field.name for field in fields(Facts)]


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
class Paragraphs:
    """The story's paragraphs in order: page and text of each; per page its text and the first paragraph's place."""

    page: Places
    text: pl.Series
    size: Places
    joined: pl.Series
    of: Places


def pages_of(given: Given) -> tuple[pl.DataFrame, Flags]:
    """A row of PAGES per page, and which pages are kept as articles or listings."""
    count = len(given.frame)
    paragraphs = _paragraphs(given)
    length = paragraphs.joined.str.len_chars().to_numpy().astype(np.int64)
    rows: list[dict[str, object]] = [{"kind": "empty", "reason": "", "detail": ""} for _ in range(count)]
    tags = _languages(given, paragraphs)
    errors = _errors(given) & (length < _LONGEST_ERROR)
    filled = np.diff(given.batch.table.first) > 0
    wanted = given.language.split("-")[0].lower()
    refused = given.frame["reason"].to_list()
    articles = np.zeros(count, np.bool_)
    for number, row in enumerate(rows):
        if refused[number] is not None:
            row["reason"], row["detail"] = refused[number], given.frame["detail"][number] or ""
        elif not filled[number]:
            row["reason"], row["detail"] = "empty", "no text"
        elif errors[number]:
            row["kind"], row["reason"] = "error", "error_page"
            row["detail"] = f"it says {given.batch.table.text[int(given.batch.table.first[number])][:80]!r}"
        else:
            tag, how = tags[number]
            row["language"] = tag
            row["kind"] = "listing" if given.listings.pages[number] else "article"
            if tag.split("-")[0] != wanted:
                row["reason"], row["detail"] = "language", f"{tag}: {how}"
            else:
                articles[number] = row["kind"] == "article"
    _measure(given, rows, articles, length)
    _add_facts(given, rows, articles, paragraphs)
    _add_entries(given, rows)
    kept = np.array([row["reason"] == "" for row in rows], dtype=np.bool_)
    names = [name for name in PAGES if name not in ("text", "paragraphs")]
    types = pl.DataFrame(schema=PAGES).to_arrow().schema
    defaults: dict[str, object] = {"published_precision": "unknown", "captions": [], "entries": []}
    # Through Arrow: Polars makes a list column from Python values fifty times slower.
    columns = {
        name: pa.array([row.get(name, defaults.get(name)) for row in rows], types.field(name).type)
        for name in names
    }
    frame = pl.from_arrow(pa.table(columns))
    assert isinstance(frame, pl.DataFrame)
    own = pl.Series(articles & kept)
    frame = frame.with_columns(
        text=pl.when(own).then(paragraphs.joined).otherwise(pl.lit("")),
        paragraphs=pl.when(own).then(_places(paragraphs, count)).otherwise(pl.lit([], PAGES["paragraphs"])),
    )
    return frame.select(list(PAGES)).cast(PAGES), kept


def _paragraphs(given: Given) -> Paragraphs:
    kinds, table = given.kinds.kind, given.batch.table
    chosen = np.flatnonzero((kinds >= FIRST_STORY) & (kinds <= LAST_STORY))
    text = plain(table.text.gather(chosen))
    page = table.page[chosen]
    told = text.str.len_bytes().to_numpy() > 0
    text, page = text.filter(pl.Series(told)), page[told]
    count = len(given.frame)
    joined = (
        pl.DataFrame({"page": page, "text": text})
        .group_by("page", maintain_order=True)
        .agg(pl.col("text").str.join("\n\n"))
    )
    whole = pl.Series("text", [""]).new_from_index(0, count)
    if len(joined):
        whole = whole.scatter(joined["page"], joined["text"])
    of = np.searchsorted(page, np.arange(count + 1))
    return Paragraphs(page, text, text.str.len_chars().to_numpy().astype(np.int64), whole, of)


def _places(paragraphs: Paragraphs, count: int) -> pl.Series:
    """Start and end of each paragraph in its page's text: code points, end exclusive."""
    total = np.concatenate([[0], np.cumsum(paragraphs.size + 2)])
    start = total[:-1] - total[paragraphs.of[:-1]][paragraphs.page]
    spans = pl.DataFrame(
        {
            "page": paragraphs.page,
            "start": start.astype(np.int32),
            "end": (start + paragraphs.size).astype(np.int32),
        }
    )
    grouped = spans.group_by("page", maintain_order=True).agg(pl.struct("start", "end").alias("paragraphs"))
    every = pl.DataFrame({"page": np.arange(count)})
    return every.join(grouped, on="page", how="left", maintain_order="left")["paragraphs"].fill_null([])


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
    sample = paragraphs.joined.str.slice(0, _SAMPLE)
    bare = np.flatnonzero(sample.str.len_bytes().to_numpy() == 0)
    if len(bare):
        table = given.batch.table
        others = [
            " ".join(table.text[int(table.first[number]) : int(table.first[number + 1])].head(200).to_list())[
                :_SAMPLE
            ]
            for number in bare.tolist()
        ]
        sample = sample.scatter(bare, others)
    return languages_of(sample, given.pack)


def _measure(given: Given, rows: list[dict[str, object]], articles: Flags, length: Places) -> None:
    """Refuse what is too short or too long for a story; few words beside many pictures are a page of media."""
    limits = given.limits
    media = np.isin(given.kinds.kind, [KIND["image"], KIND["caption"], KIND["media_headline"]])
    pictures = np.bincount(given.batch.table.page[media], minlength=len(rows))
    for number in np.flatnonzero(articles & (length < limits.min_article_chars)).tolist():
        row, size = rows[number], int(length[number])
        if pictures[number] >= _FEWEST_PICTURES or _is_media_title(given, number):
            row["kind"], row["reason"] = "media", "media_page"
            row["detail"] = f"{pictures[number]} lines of pictures or media and {size} characters of story"
        else:
            row["reason"] = "too_short"
            row["detail"] = f"{size} characters of story, at least {limits.min_article_chars}"
        articles[number] = False
    for number in np.flatnonzero(articles & (length > limits.max_article_chars)).tolist():
        rows[number]["reason"] = "too_long"
        rows[number]["detail"] = f"{length[number]} characters of story, at most {limits.max_article_chars}"
        articles[number] = False


def _is_media_title(given: Given, number: int) -> bool:
    table = given.batch.table
    lines = np.arange(table.first[number], table.first[number + 1])
    titles = lines[given.kinds.kind[lines] == KIND["title"]]
    title = table.text[int(titles[0])] if len(titles) else given.frame["title"][number]
    if title is None:
        return False
    first = match_key(title).lstrip("[( ").replace("]", ":").replace(")", ":").partition(":")[0]
    return first.strip() in given.pack.media_marks


def _add_facts(given: Given, rows: list[dict[str, object]], articles: Flags, paragraphs: Paragraphs) -> None:
    if not articles.any():
        return
    about = lines_about(given.batch, given.kinds, articles)
    hosts = image_hosts(given.batch)
    stated = given.frame.select([*STATED, "prefix"]).to_dicts()
    # The first two paragraphs tell when it took place.
    place = np.arange(len(paragraphs.page)) - paragraphs.of[:-1][paragraphs.page]
    early = np.flatnonzero((place < 2) & articles[paragraphs.page])
    opening: dict[int, list[str]] = {}
    for number, text in zip(
        paragraphs.page[early].tolist(), paragraphs.text.gather(early).to_list(), strict=True
    ):
        opening.setdefault(number, []).append(text)
    for number in np.flatnonzero(articles).tolist():
        said = stated[number]
        found = facts_of(
            about.get(number, []),
            said,
            said["prefix"],
            opening.get(number, []),
            hosts.get(number),
            given.pack,
        )
        rows[number].update({name: getattr(found, name) for name in _FACTS})
        rows[number]["captions"] = list(found.captions)


def _add_entries(given: Given, rows: list[dict[str, object]]) -> None:
    found, table = given.listings, given.batch.table
    hosts = image_hosts(given.batch) if found.pages.any() else {}
    for number in np.flatnonzero(found.pages).tolist():
        row = rows[number]
        if row["kind"] != "listing" or row["reason"]:
            continue
        lines = np.arange(table.first[number], table.first[number + 1])
        entries = lines[found.entries[lines]]
        texts = plain(table.text.gather(entries)).to_list()
        heads = found.headline[entries].tolist()
        row["entries"] = [
            {
                "text": text,
                "title": table.text[head] if head >= 0 else None,
                "event_date": event_date([text], None, given.pack),
            }
            for text, head in zip(texts, heads, strict=True)
        ]
        url = given.frame["url"][number]
        about = lines_about(given.batch, given.kinds, np.arange(len(rows)) == number).get(number, [])
        row["source"] = (host_of(url) if url else None) or source_of(about, None) or hosts.get(number)

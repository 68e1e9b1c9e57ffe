"""What a corpus says about a line: on how many stories of its site it stands, and what follows it there.

A line of a site's furniture stands on many stories; near-copies of one story are one story here, told by
their longest line, so that a story's own paragraphs never count as repeated. A site is known by a sample of
its stories, those with the smallest fingerprints: that bounds the table, whatever the corpus' size, and does
not depend on order. What follows a heading differs from page to page; what follows a menu's entry is the same.

Some furniture is written anew for each page, with its date, its price or its number: how it opens and how it
closes is the same. So the ends of lines count too, each as a line of its own, its digits masked.
"""

import hashlib
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import polars as pl
import pyarrow as pa

from dataset.native import call
from dataset.normalize.arrays import from_numpy, to_numpy
from dataset.normalize.coherence import alike
from dataset.normalize.line_table import Lines, LineTable, raw_lines
from dataset.normalize.words import Flags, Keys, Places, mixed

EVIDENCE = pa.schema(
    [
        pa.field("site", pa.uint64(), nullable=False),  # a hash of the site's name
        pa.field("story", pa.uint64(), nullable=False),  # fingerprint of the page's story
        pa.field("line", pa.uint64(), nullable=False),  # hash of its bytes, or of an end's
        pa.field("next", pa.uint64(), nullable=False),  # hash of the line below, 0 at the page's end
    ]
)
COUNTS = pa.schema(
    [
        pa.field("site", pa.uint64(), nullable=False),
        pa.field("line", pa.uint64(), nullable=False),  # 0: the site as a whole
        pa.field("stories", pa.uint32(), nullable=False),
        pa.field("nexts", pa.uint32(), nullable=False),
    ]
)
# Stories per site. What is furniture stands on most of them.
SAMPLE = 1_024


def survey(cleaned: pa.Table) -> pa.Table:
    """The lines of a CLEANED table's pages, as EVIDENCE: a row per site, story and line."""
    lines = raw_lines(cleaned["text"])
    worded = np.flatnonzero(np.diff(lines.first))
    if not len(worded):
        return pa.Table.from_batches([], EVIDENCE)
    if len(worded) < cleaned.num_rows:
        return survey(cleaned.take(from_numpy(worded)))
    site, story = site_keys(pl.Series(cleaned["site"])), fingerprints(lines)
    following = np.append(lines.key[1:], np.uint64(0))
    following[lines.first[1:] - 1] = 0
    order = np.lexsort((story, site))
    fresh = (site[order][1:] != site[order][:-1]) | (story[order][1:] != story[order][:-1])
    group = np.empty(len(order), np.int64)
    group[order] = np.cumsum(np.append([False], fresh))
    chosen = order[_sampled(site[order], story[order])]
    page, key, following = _told_once(lines, chosen, group, following)
    return pa.Table.from_arrays(
        [from_numpy(values) for values in (site[page], story[page], key, following)], schema=EVIDENCE
    )


def ends_of(lines: Lines) -> tuple[Keys, Keys]:
    """A key of how each line opens and one of how it closes; 0 where it is too short to have ends, or a paragraph."""
    opening, closing = np.empty(len(lines), np.uint64), np.empty(len(lines), np.uint64)
    call("hash_ends", lines.raw, lines.start, lines.end, len(lines), opening, closing)
    return opening, closing


def _told_once(lines: Lines, order: Places, group: Places, following: Keys) -> tuple[Places, Keys, Keys]:
    """The different lines of each group of pages, and their ends, sorted: a page of the group, the key, the smallest
    that follows it."""
    most = 3 * len(lines)
    page, key, after = np.empty(most, np.int64), np.empty(most, np.uint64), np.empty(most, np.uint64)
    given = order, group, len(order), lines.first, lines.key, following, *ends_of(lines)
    found = call("tell_once", *given, page, key, after)
    return page[:found], key[:found], after[:found]


def counts_of(evidence: pa.Table) -> pa.Table:
    """What pages are decided with: every line that stands on two stories of a site or more, as COUNTS."""
    rows = [to_numpy(evidence[name]) for name in EVIDENCE.names]
    most = 2 * evidence.num_rows
    kinds = (np.uint64, np.uint64, np.uint32, np.uint32)
    columns = [np.empty(most, kind) for kind in kinds]
    count = call("count_lines", *map(np.ascontiguousarray, rows), evidence.num_rows, *columns)
    # A copy: a part of an array keeps the whole of it, thirty times as much, and counts are held to the end.
    return pa.Table.from_arrays([from_numpy(column[:count].copy()) for column in columns], schema=COUNTS)


@dataclass(frozen=True, slots=True)
class Seen:
    """Per line: stories known of its site, stories that it stands on, lines that follow it there, stories with a
    line that opens as it does, or closes so; and how many others of its page open as it does."""

    known: Places
    stories: Places
    nexts: Places
    openings: Places
    closings: Places
    alike: Places


def seen(table: LineTable, sites: Keys, counts: pa.Table) -> Seen:
    """What COUNTS say about each line. `sites` holds the key of each page's site.

    Of a line without words nothing is said.
    """
    worded = np.diff(table.words.of) > 0
    opening, closing = (np.where(worded, keys, np.uint64(0)) for keys in ends_of(table))
    counts = _of_sites(counts, sites)
    site, line, of_stories, of_nexts = (to_numpy(counts[name]) for name in COUNTS.names)
    site_of = sites[table.page]
    wanted = [mixed(site_of + mixed(keys)) for keys in (table.key, opening, closing)]
    wanted.append(mixed(sites + mixed(np.zeros(1, np.uint64))))
    places = _places(mixed(site + mixed(line)), np.concatenate(wanted))
    # Behind the last row: what is said of a line that has none.
    of_stories, of_nexts = (np.append(values, 0).astype(np.int64) for values in (of_stories, of_nexts))
    own, opens, closes, whole = np.split(places, np.cumsum([len(keys) for keys in wanted[:-1]]))
    stories, nexts = of_stories[own] * worded, of_nexts[own] * worded
    return Seen(
        of_stories[whole][table.page],
        stories,
        nexts,
        np.where(opening > 0, of_stories[opens], stories),
        np.where(closing > 0, of_stories[closes], stories),
        _alike(opening, table.first),
    )


def _places(known: Keys, wanted: Keys) -> Places:
    """Where each wanted key stands among known ones, or -1."""
    places = np.empty(len(wanted), np.int64)
    call("find_keys", known, len(known), wanted, len(wanted), places)
    return places


def _alike(keys: Keys, first: Places) -> Places:
    """How many others of its page are equal to each key that is not 0; `first` holds each page's first, and the total."""
    group = alike(keys, first)
    others: Places = np.bincount(group, minlength=len(keys))[group] - 1
    others[keys == 0] = 0
    return others


def _of_sites(counts: pa.Table, sites: Keys) -> pa.Table:
    """The rows of these sites: COUNTS are sorted by site, and a batch has few of a corpus' sites."""
    known = to_numpy(counts["site"])
    wanted = np.unique(sites)
    start, end = np.searchsorted(known, wanted), np.searchsorted(known, wanted, side="right")
    tables = [counts.slice(at, until - at) for at, until in zip(start.tolist(), end.tolist(), strict=True)]
    return pa.concat_tables([counts.slice(0, 0), *tables])


def site_keys(sites: pl.Series) -> Keys:
    """A stable key per site's name."""
    return np.array([_site_key(name) for name in sites.to_list()], np.uint64)


# A crawl has few hosts.
@lru_cache(1 << 16)
def _site_key(name: str) -> int:
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little")


def fingerprints(lines: Lines) -> Keys:
    """The key per page of its longest line: pages that share it tell one story. Every page has a line."""
    size = lines.end - lines.start
    longest = np.maximum.reduceat(size, lines.first[:-1])
    at = np.flatnonzero(size == longest[lines.page])[::-1]
    first = np.empty(len(longest), np.int64)
    first[lines.page[at]] = at
    found: Keys = lines.key[first]
    return found


def _sampled(site: Keys, story: Keys) -> Flags:
    """Which of pages sorted by site and story tell one of the SAMPLE smallest stories of their site."""
    new_site = np.append([True], site[1:] != site[:-1])
    rank = np.cumsum(new_site | np.append([True], story[1:] != story[:-1]))
    sampled: Flags = rank - rank[np.maximum.accumulate(np.where(new_site, np.arange(len(site)), 0))] < SAMPLE
    return sampled

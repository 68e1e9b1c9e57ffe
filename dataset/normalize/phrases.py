"""Which lines hold which phrases of the lexicon, for many lines at once."""

import re

import numpy as np

from dataset.normalize.lexicon import LONGEST_OPENING, LONGEST_PHRASE, Openings, Phrases
from dataset.normalize.line_table import LineTable
from dataset.normalize.words import PLACE_FACTORS, Flags, Keys, Places, is_one_of

_COLON, _SPACE = 0x3A, 0x20
_LAST_MIX = np.uint64(29)


def among(keys: Keys, known: Keys) -> Flags:
    """Which keys are in a sorted array, exactly: a small table first leaves few to compare."""
    found = np.zeros(len(keys), dtype=np.bool_)
    if not len(known):
        return found
    likely = np.flatnonzero(is_one_of(keys, known))
    at = np.minimum(np.searchsorted(known, keys[likely]), len(known) - 1)
    found[likely] = known[at] == keys[likely]
    return found


def prefix_keys(table: LineTable, lines: Places, lengths: Places, *, skip: int = 0) -> Keys:
    """The line keys of `lengths` words of lines, from the first on or from the one behind `skip` words."""
    words = table.words
    starts = words.of[lines] + skip
    total = np.zeros(len(lines), np.uint64)
    for step in range(int(lengths.max(initial=0))):
        reach = np.flatnonzero(lengths > step)
        total[reach] += words.key[starts[reach] + step] * PLACE_FACTORS[min(step, 255)]
    return total ^ (total >> _LAST_MIX)


def opens_with(table: LineTable, openings: Openings, lines: Places) -> Flags:
    """Which of some lines begin with one of the openings."""
    found = np.zeros(len(lines), np.bool_)
    count = np.diff(table.words.of)[lines]
    for length in range(1, LONGEST_OPENING + 1):
        plain, colon = openings.plain[length], openings.colon[length]
        if not len(plain) and not len(colon):
            continue
        reach = np.flatnonzero(count >= length)
        keys = prefix_keys(table, lines[reach], np.full(len(reach), length))
        found[reach] |= among(keys, plain)
        hits = reach[among(keys, colon)]
        behind = table.words.end[table.words.of[lines[hits]] + length - 1]
        following = np.where(table.raw[behind] == _SPACE, table.raw[behind + 1], table.raw[behind])
        found[hits] |= following == _COLON
    if openings.signs and len(lines):
        pattern = "^(?i:" + "|".join(re.escape(sign) for sign in openings.signs) + ")"
        found |= table.text.gather(lines).str.contains(pattern).to_numpy()
    return found


def is_only(table: LineTable, lines: Places, phrases: Phrases) -> Flags:
    """Which of some lines are nothing but phrases, whatever numbers and separators stand between."""
    words = table.words
    known = is_one_of(words.key, phrases.words) | words.number
    # Few lines have no other word: only those are looked at phrase by phrase.
    count = np.diff(words.of)[lines]
    inside = words.per_line(known)[lines] == count
    named = words.per_line(words.number)[lines] < count
    likely = np.flatnonzero(inside & named)
    found = np.zeros(len(lines), np.bool_)
    if not len(likely):
        return found
    chosen = lines[likely]
    starts, lengths = words.of[chosen], count[likely]
    of = np.concatenate([[0], np.cumsum(lengths)])
    at = np.arange(of[-1]) - np.repeat(of[:-1], lengths) + np.repeat(starts, lengths)
    left = np.repeat(of[1:], lengths) - np.arange(of[-1])
    key, covered = words.key[at], words.number[at].copy()
    grams = np.zeros(len(at), np.uint64)
    for length in range(1, LONGEST_PHRASE + 1):
        reach = np.flatnonzero(left >= length)
        grams[reach] += key[reach + length - 1] * PLACE_FACTORS[length - 1]
        hits = reach[among(grams[reach] ^ (grams[reach] >> _LAST_MIX), phrases.grams[length])]
        for step in range(length):
            covered[hits + step] = True
    total = np.concatenate([[0], np.cumsum(covered)])
    found[likely] = total[of[1:]] - total[of[:-1]] == lengths
    return found

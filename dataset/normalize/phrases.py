"""Which lines hold which phrases of the lexicon, for many lines at once."""

import re

import numpy as np

from dataset.normalize.lexicon import LONGEST_OPENING, LONGEST_PHRASE, Openings, Phrases
from dataset.normalize.line_table import LineTable
from dataset.normalize.words import PLACE_FACTORS, Flags, Keys, Places, is_one_of, sums

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
    # Few lines begin with a word that opens anything: the rest is spared.
    likely = np.flatnonzero(is_one_of(table.words.head[lines], openings.first))
    chosen = lines[likely]
    count = table.words.of[chosen + 1] - table.words.of[chosen]
    for length in range(1, LONGEST_OPENING + 1):
        plain, colon = openings.plain[length], openings.colon[length]
        if not len(plain) and not len(colon):
            continue
        reach = np.flatnonzero(count >= length)
        keys = prefix_keys(table, chosen[reach], np.full(len(reach), length))
        found[likely[reach]] |= among(keys, plain)
        hits = likely[reach[among(keys, colon)]]
        behind = table.words.end[table.words.of[lines[hits]] + length - 1]
        following = np.where(table.raw[behind] == _SPACE, table.raw[behind + 1], table.raw[behind])
        found[hits] |= following == _COLON
    if openings.signs:
        first = np.zeros(256, np.bool_)
        first[[sign.encode()[0] for sign in openings.signs]] = True
        signed = np.flatnonzero(first[table.raw[table.start[lines]]])
        pattern = "^(?i:" + "|".join(re.escape(sign) for sign in openings.signs) + ")"
        found[signed] |= table.text.gather(lines[signed]).str.contains(pattern).to_numpy()
    return found


def made_of(table: LineTable, lines: Places, known: Keys) -> Flags:
    """Which of some lines have words, and none but known ones and numbers."""
    words = table.words
    first, last = words.of[lines], words.of[lines + 1] - 1
    likely = np.flatnonzero(first <= last)
    # One word of most lines tells: the rest is looked at word by word.
    for place in (first, last, (first + last) // 2):
        chosen = place[likely]
        likely = likely[is_one_of(words.key[chosen], known) | words.number[chosen]]
    at, of = words.inside(lines[likely])
    found = np.zeros(len(lines), np.bool_)
    found[likely] = sums(is_one_of(words.key[at], known) | words.number[at], of) == np.diff(of)
    return found


def is_only(table: LineTable, lines: Places, phrases: Phrases) -> Flags:
    """Which of some lines are nothing but phrases, whatever numbers and separators stand between."""
    words = table.words
    found = np.zeros(len(lines), np.bool_)
    # Few lines have no other word: only those are looked at phrase by phrase.
    likely = np.flatnonzero(made_of(table, lines, phrases.words))
    at, of = words.inside(lines[likely])
    lengths = np.diff(of)
    numbers = sums(words.number[at], of)
    left = np.repeat(of[1:], lengths) - np.arange(of[-1])
    key, covered = words.key[at], words.number[at]
    grams = np.zeros(len(at), np.uint64)
    for length in range(1, LONGEST_PHRASE + 1):
        reach = np.flatnonzero(left >= length)
        grams[reach] += key[reach + length - 1] * PLACE_FACTORS[length - 1]
        hits = reach[among(grams[reach] ^ (grams[reach] >> _LAST_MIX), phrases.grams[length])]
        for step in range(length):
            covered[hits + step] = True
    found[likely] = (sums(covered, of) == lengths) & (numbers < lengths)
    return found

"""Which lines hold which phrases of the lexicon, for many lines at once."""

import re

import numpy as np

from dataset.native import call
from dataset.normalize.lexicon import LONGEST_OPENING, LONGEST_PHRASE, Openings, Phrases
from dataset.normalize.line_table import LineTable
from dataset.normalize.words import PLACE_FACTORS, Flags, Keys, Places, is_one_of

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
    words = table.words
    found = np.empty(len(lines), np.bool_)
    known = openings.first, PLACE_FACTORS, openings.keys, openings.plain, openings.colon
    sizes = len(openings.keys), LONGEST_OPENING
    given = table.raw, words.end, words.key, words.of, words.head, lines, len(lines)
    call("opening_lines", *given, *known, *sizes, found)
    if openings.signs:
        first = np.zeros(256, np.bool_)
        first[[sign.encode()[0] for sign in openings.signs]] = True
        signed = np.flatnonzero(first[table.raw[table.start[lines]]])
        pattern = "^(?i:" + "|".join(re.escape(sign) for sign in openings.signs) + ")"
        found[signed] |= table.text[lines[signed]].str.contains(pattern).to_numpy()
    return found


def made_of(table: LineTable, lines: Places, known: Flags) -> Flags:
    """Which of some lines have words, and none but `known` ones (see lexicon.Phrases) and numbers."""
    words = table.words
    found = np.empty(len(lines), np.bool_)
    call("lines_of_known", words.key, words.number, words.of, lines, len(lines), known, found)
    return found


def is_only(table: LineTable, lines: Places, phrases: Phrases) -> Flags:
    """Which of some lines are nothing but phrases, whatever numbers and separators stand between."""
    words = table.words
    found = np.empty(len(lines), np.bool_)
    known = phrases.words, PLACE_FACTORS, phrases.likely, phrases.keys, len(phrases.keys), LONGEST_PHRASE
    call("lines_of_phrases", words.key, words.number, words.of, lines, len(lines), *known, found)
    return found

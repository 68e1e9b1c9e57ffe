"""Lines that open with phrases or are nothing else, against a look at every stretch of their words in Python."""

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from dataset.normalize.lexicon import LONGEST_OPENING, LONGEST_PHRASE, Openings, lexicon_of
from dataset.normalize.line_table import LineTable, lines_of
from dataset.normalize.phrases import is_only, made_of, opens_with
from schemas.language.pack import language_pack
from tests.fuzz import tried

PACK = language_pack("vi")
LEXICON = lexicon_of(PACK)
SAID = [
    *(phrase for phrases in PACK.words_of.values() for phrase in sorted(phrases)),
    *(phrase for phrases in PACK.openings.values() for phrase in phrases),
    *("12", "3/4", ":", " :", "|", "(", "Hồ", "Gươm", "2024", "x" * 30, "😀", "(C) ", "©"),
]
LINES = st.lists(
    st.one_of(
        st.lists(st.sampled_from(SAID), max_size=7).map(" ".join),
        st.lists(st.sampled_from(SAID), max_size=7).map("".join),
        st.sampled_from(SAID).map(str.upper),
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n"), max_size=30),
    ),
    max_size=12,
)


def key_of(keys: list[int]) -> int:
    factors = [pow(0xD6E8FEB86659FD93, n + 1, 1 << 64) | 1 for n in range(len(keys))]
    total = sum(key * factor for key, factor in zip(keys, factors, strict=True)) % (1 << 64)
    return total ^ total >> 29


def keys_in(table: LineTable, line: int) -> list[int]:
    found: list[int] = table.words.key[table.words.of[line] : table.words.of[line + 1]].tolist()
    return found


def opens(table: LineTable, line: int, openings: Openings) -> bool:
    keys = keys_in(table, line)
    for size in range(1, min(LONGEST_OPENING, len(keys)) + 1):
        for at in np.flatnonzero(openings.keys == np.uint64(key_of(keys[:size]))).tolist():
            end = table.words.end[table.words.of[line] + size - 1]
            rest = bytes(table.raw[end : end + 2])
            if openings.plain[at] or (openings.colon[at] and (rest[:1] == b":" or rest == b" :")):
                return True
    return table.text[line].lower().startswith(openings.signs)


def is_made_of_phrases(table: LineTable, line: int, known: set[int]) -> bool:
    keys, first = keys_in(table, line), table.words.of[line]
    covered = {at for at in range(len(keys)) if table.words.number[first + at]}
    numbers = len(covered)
    for begin in range(len(keys)):
        for end in range(begin + 1, min(begin + LONGEST_PHRASE, len(keys)) + 1):
            if key_of(keys[begin:end]) in known:
                covered |= set(range(begin, end))
    return len(covered) == len(keys) > numbers


@given(LINES, st.sampled_from(sorted(PACK.words_of)), st.sampled_from(sorted(PACK.openings)))
@tried(300)
def test_every_line(given_lines: list[str], group: str, kind: str) -> None:
    table = lines_of(pl.Series(["\n".join(given_lines)], dtype=pl.String))
    lines = np.arange(len(table))
    phrases, openings = LEXICON.words_of[group], LEXICON.openings[kind]
    only, made = is_only(table, lines, phrases), made_of(table, lines, phrases.words)
    known = set(phrases.keys.tolist())
    assert only.tolist() == [is_made_of_phrases(table, line, known) for line in lines.tolist()]
    assert opens_with(table, openings, lines).tolist() == [
        opens(table, line, openings) for line in lines.tolist()
    ]
    for line in lines.tolist():
        first, last = table.words.of[line], table.words.of[line + 1]
        fits = phrases.words[table.words.key[first:last] >> np.uint64(48)] | table.words.number[first:last]
        assert made[line] == (fits.all() and last > first)
    # Whichever lines are asked for.
    some = lines[::-2].copy()
    assert is_only(table, some, phrases).tolist() == only[some].tolist()

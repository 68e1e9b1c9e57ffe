"""Lines that are people's names, or names of sections run together: told by their capitals."""

import re
from collections.abc import Collection

import polars as pl

from dataset.normalize.words import Flags

_LONGEST = 70
_SENTENCE = re.compile(r"[.!?:;,\"“\d]")


def are_names(lines: pl.Series, names: str) -> Flags:
    """Which lines are people's names, as an author line has them: capitals only, few words, nothing else.

    `names` is the pattern of a language (see Cues).
    """
    named = lines.str.contains(names)
    found = named.to_numpy().copy()
    # A single word may be anything; two people of one name each are two words.
    found[found] = [
        len(line) <= _LONGEST and " " in line.strip(" -–—.*_") for line in lines.filter(named).to_list()
    ]
    return found


def is_menu(text: str, function_words: Collection[str]) -> bool:
    """Several names run together: capital, one to three lower-case words, capital again; nothing makes it a sentence."""
    if _SENTENCE.search(text):
        return False
    words = [word for word in text.split() if word not in "-–—·"]
    if len(words) < 6:
        return False
    if any(word.lower() in function_words for word in words):
        return False
    starts = [place for place, word in enumerate(words) if word[0].isupper()]
    if len(starts) < 3 or starts[0]:
        return False
    lengths = [end - start for start, end in zip(starts, [*starts[1:], len(words)], strict=True)]
    return all(2 <= length <= 4 for length in lengths)

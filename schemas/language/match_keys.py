"""`match_key` over a column, in Rust but for the few lines whose words change.

95% of the letters in short lines belong to lines that are only lowered: every word of theirs is ASCII
or a syllable spelled as the key spells it. One regular expression knows all such syllables and tells it
at 380 MB/s; the other lines are folded chunk by chunk (30 MB/s), six times as fast as line by line.
"""

from functools import cache
from typing import TYPE_CHECKING

from schemas.language.clean import SUSPECT
from schemas.language.match_key import I_OR_Y, chunk_key, folded_word, match_key
from schemas.language.vi.syllable import ONSETS, RHYMES, TONES, Syllable

if TYPE_CHECKING:
    import polars as pl

# Neither part of a word, nor a quote or dash that the key folds, nor anything that cleaning would touch.
_BETWEEN = (
    r" -_{-~\x{a1}-\x{a9}\x{ac}\x{ae}-\x{b1}\x{b4}\x{b6}-\x{b8}\x{2020}-\x{2027}\x{2030}-\x{203e}"
    r"\x{20a0}-\x{20bf}\x{2190}-\x{21ff}\x{2500}-\x{2767}\x{fe0f}\x{1f300}-\x{1faff}"
)
# ASCII words but those whose y the key writes i: one letter and y.
_ASCII = "[a-z]*[a-xz]|[a-gijn-ruw-z]?y|[a-z]{2,}y"
_DASHES = " ?[-\u2010-\u2015\u2212] ?"


def match_keys(lines: "pl.Series") -> "pl.Series":
    """`match_key` of every line of a String series without nulls, in its order."""
    distinct = lines.unique(maintain_order=True)
    if len(distinct) < 0.8 * len(lines):
        return lines.replace_strict(distinct, _keys(distinct), return_dtype=lines.dtype)
    return _keys(lines)


def _keys(lines: "pl.Series") -> "pl.Series":
    lowered = lines.str.to_lowercase().str.replace_all(_DASHES, "-")
    spaced = lines.str.contains("  |\n") | lines.str.starts_with(" ") | lines.str.ends_with(" ")
    others = (spaced | ~lowered.str.contains(_only_lowered())).arg_true()
    odd = lines.gather(others)
    dashed = odd.str.replace_all(_DASHES, "-")
    touched = odd.str.contains(f"{SUSPECT}|\n|\u0130")  # lower() makes two characters of İ
    keys = [
        match_key(line) if dirty else " ".join(map(chunk_key, chunks.split(" ")))
        for line, chunks, dirty in zip(odd.to_list(), dashed.to_list(), touched.to_list(), strict=True)
    ]
    return lowered.scatter(others, keys)


@cache
def _only_lowered() -> str:
    """Matches lines, in lower case, of ASCII words and Vietnamese syllables that the key leaves as they are."""
    onsets: dict[str, list[str]] = {}
    for onset in ONSETS:
        # Onsets alike have the same spellings; a tenth of a second instead of six.
        alike = onset if onset in ("", "đ", "gi", "qu") else "h" if onset in I_OR_Y else "b"
        onsets.setdefault(alike, []).append(onset)
    syllables = "|".join(f"(?:{'|'.join(like)})(?:{'|'.join(_rhymes(one))})" for one, like in onsets.items())
    return f"^(?:[{_BETWEEN}]*(?:{_ASCII}|{syllables})(?:[{_BETWEEN}]|$))*[{_BETWEEN}]*$"


def _rhymes(onset: str) -> list[str]:
    """The toned rhymes, not ASCII, that the key leaves as they are after an onset."""
    spelled = {
        Syllable(onset, rhyme, tone).written(place)
        for rhyme in RHYMES
        for tone in ("", *TONES)
        for place in range(len(rhyme))
    }
    kept = (word for word in spelled if word.isalpha() and not word.isascii() and folded_word(word) == word)
    return sorted(word[len(onset) :] for word in kept)

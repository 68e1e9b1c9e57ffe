"""Vietnamese syllables: what is one, and where its tone mark stands.

A syllable is onset + rhyme + tone. The rhyme list is closed (without tones there are about 150), so a
word that does not split into a known onset and rhyme is foreign: Hernández, Goya, Díaz.
"""

import unicodedata
from dataclasses import dataclass

TONES = "\u0300\u0301\u0303\u0309\u0323"

# Longest first: "ngh" must win over "ng", "gi" over "g".
ONSETS = (
    *("ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr"),
    *("b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x", ""),
)
_RHYME_TABLE = """
    a ac ach ai am an ang anh ao ap at au ay ă ăc ăk ăm ăn ăng ăp ăt â âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
    o oc oi om on ong op ot oong ooc oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet
    ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uc ui um un ung up ut uy uya uych uyn uynh uyt uyu uyên uyêt uân uâng uât uây
    uê uêch uênh uơ uôc uôi uôm uôn uông uôt ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
    y yêm yên yêng yêt yêu
"""
RHYMES = frozenset(_RHYME_TABLE.split())


@dataclass(frozen=True, slots=True)
class Syllable:
    """`onset` and `rhyme` as written (case kept, tone taken off); `tone` is a combining mark or empty."""

    onset: str
    rhyme: str
    tone: str

    def written(self, place: int) -> str:
        """Put the tone on the letter `place` of the rhyme."""
        letters = self.rhyme[: place + 1] + self.tone + self.rhyme[place + 1 :]
        return unicodedata.normalize("NFC", self.onset + letters)


def syllable_of(word: str) -> Syllable | None:
    """Split an NFC word, wherever its tone is typed; None when it is no Vietnamese syllable."""
    decomposed = unicodedata.normalize("NFD", word)
    tones = [mark for mark in decomposed if mark in TONES]
    if len(tones) > 1:
        return None
    tone = tones[0] if tones else ""
    bare = unicodedata.normalize("NFC", decomposed.replace(tone, "") if tone else decomposed)
    lowered = bare.lower()
    for onset in ONSETS:
        if lowered.startswith(onset) and lowered[len(onset) :] in RHYMES:
            return Syllable(bare[: len(onset)], bare[len(onset) :], tone)
    # "gìn", "gì", "gỉ": the i of gi is the rhyme's own.
    if lowered.startswith("g") and lowered[1:] in RHYMES:
        return Syllable(bare[:1], bare[1:], tone)
    return None

"""A text made easy to look things up in, with every code point still at its own place."""

# The tone mark of an open oa, oe, uy is typed on either vowel: `Hoà` and `Hòa`, `Uỷ ban` and `Ủy ban`.
# Moving it blindly (also in closed syllables, where only one form is right) is harmless, since names and
# texts go through the same mill.
_TONES = tuple(
    (new, old)
    for vowels, marked in (("o", "a"), ("o", "e"), ("u", "y"))
    for new, old in zip(
        (vowels + c for c in {"a": "àáảãạ", "e": "èéẻẽẹ", "y": "ỳýỷỹỵ"}[marked]),
        (c + marked for c in {"o": "òóỏõọ", "u": "ùúủũụ"}[vowels]),
        strict=True,
    )
)
_MARKS = str.maketrans(
    {"\u2010": "-", "\u2011": "-", "\u2013": "-", "\u2014": "-", "\u00a0": " ", "\u2019": "'"}
)


def fold(text: str) -> str:
    """Lower case, one place for tone marks, one dash, one space. `len(fold(text)) == len(text)`, always."""
    lowered = text.lower()
    if len(lowered) != len(text):  # İ becomes two code points
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    lowered = lowered.translate(_MARKS)
    for new, old in _TONES:
        if new in lowered:
            lowered = lowered.replace(new, old)
    return lowered

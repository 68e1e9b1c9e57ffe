"""Forms of lines against the same said about strings."""

import re
from itertools import pairwise

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from dataset.normalize.forms import LONG, forms_of
from dataset.normalize.lexicon import lexicon_of
from dataset.normalize.line_table import lines_of
from dataset.normalize.words import is_one_of, keys_of
from schemas.language.pack import language_pack
from tests.fuzz import tried

PACK = language_pack("vi")
SIGNS = " .,!?:;|-–—*+\"'()[]“”‘’»…•▪◦✓0123456789/🎉"
LINE = st.lists(
    st.one_of(
        st.text("aAăđĐơỚ" + SIGNS, max_size=12), st.sampled_from(["và ", "của ", "Hà Nội ", "5. ", "12) "])
    ),
    max_size=40,
).map(lambda parts: " ".join("".join(parts).split()))
WORD = re.compile(r"[^\W_]+")
CLOSER = re.compile("[\"')\\]”’»]$")
BULLET = re.compile(r"[-*+–—•▪■▶►▸▹○●◦✓✔☑]|\d{1,2}[.)] ")
WIDE = dict.fromkeys("▶►▸▹")


def sentences(line: str) -> int:
    """Words that begin the line, or a sentence: behind a stop and a space, a capital or a digit."""
    found = list(WORD.finditer(line))
    count = 1 if found else 0
    for word, following in pairwise(found):
        between = line[word.end() : following.start()]
        if len(between.encode()) < 2 or not (following[0][0].isupper() or following[0][0].isdigit()):
            continue
        first, rest = between[0], (between + following[0] + line[following.end() :]).encode()
        stop = first in ".!?…"
        if not stop and (first in "\")'" or first.encode()[0] == 0xE2):
            # The byte behind a quote of one byte, or of three.
            stop = rest[1:2] in (b".", b"!", b"?") or rest[3:4] in (b".", b"!", b"?")
        size = len(word[0].encode())
        last_is_large = word[0][-1].isupper()
        initial = word[0][0].isupper() and size <= 3 and (size == 1 or last_is_large)
        count += stop and not initial
    return count


@given(st.lists(LINE.filter(bool), min_size=1, max_size=5))
@tried(400)
def test_forms(lines: list[str]) -> None:
    lexicon = lexicon_of(PACK)
    table = lines_of(pl.Series(["\n".join(lines)]))
    forms = forms_of(table, lexicon)
    for at, line in enumerate(lines):
        bare = line
        for _ in range(2):
            bare = CLOSER.sub("", bare)
        bare = bare or line[0]
        words = WORD.findall(line)
        count = max(sentences(line), 1)
        dotted = bare.endswith(("..", "…"))
        stopped = bare.endswith(".") and not dotted
        asks = bare.endswith("?") and count == 1
        ended = stopped or dotted or bare.endswith(("?", "!"))
        size = len(table.text[at])
        assert forms.words[at] == len(words)
        assert forms.capitals[at] == sum(word[0].isupper() for word in words)
        assert forms.numbers[at] == sum(word[0].isdigit() for word in words)
        # By the upper bits of a key: now and then another word has those of a function word.
        small = sum(word.lower() in PACK.function_words for word in words)
        assert small <= forms.small[at] <= sum(is_one_of(keys_of(words), lexicon.function_words))
        assert forms.sentences[at] == count
        assert forms.cut[at] == dotted
        assert forms.asks[at] == asks
        assert forms.ended[at] == ended
        assert forms.colon[at] == line.endswith(":")
        assert forms.listed[at] == line.endswith((";", ","))
        assert forms.row[at] == line.endswith("|")
        assert forms.quoted[at] == line.startswith(('"', "“", "‘", "-", "–", "—"))
        assert forms.bullet[at] == bool(BULLET.match(line))
        assert forms.digit[at] == line[0].isdigit()
        assert forms.lower[at] == bool(words and not words[0][0].isupper() and not line[0].isdigit())
        assert forms.prose[at] == (
            size >= LONG
            or (count > 1 and ended)
            or (size >= 80 and (ended or line.endswith(":")) and not asks)
            or (ended and not asks and len(words) >= 8)
            or (stopped and len(words) >= 4)
        )

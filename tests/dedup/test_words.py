"""The fast way over bytes says what the definition over code points says."""

import random

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset.dedup.shingles import ABSENT, shingle
from dataset.dedup.sketch import sketch
from dataset.dedup.vocabulary import Vocabulary
from dataset.dedup.words import words_in
from tests.dedup.texts import story, written

# What makes tokens odd: marks within and around, both tone styles, long ones, foreign scripts, control characters.
PIECES = st.one_of(
    st.sampled_from(
        [
            "hòa",
            "hoà",
            "Quý",
            "quí",
            "kỹ",
            "KĨ",
            "y",
            "20/11",
            "TP.HCM",
            "–",
            "“Nghiêng,",
            "a\x00b",
            "\x7f",
            "…",
        ]
    ),
    st.sampled_from(
        ["x" * 15, "x" * 16, "x" * 17, "x" * 40, "北京市", "ประเทศ", "𠀀𠀁", "한국", "é" * 8, "🎉"]
    ),
    st.text(max_size=20),
)
TEXTS = st.lists(
    st.lists(st.tuples(PIECES, st.sampled_from(["", " ", "\n\n", "\t", "\u00a0"])), max_size=12).map(
        lambda parts: "".join(piece + gap for piece, gap in parts)
    ),
    min_size=1,
    max_size=8,
)
USED = Vocabulary()  # across examples, so that known and new tokens mix


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_bytes_and_code_points_agree(texts: list[str]) -> None:
    from dataset.dedup.shingles import _buffer

    for vocabulary in (USED, Vocabulary()):
        words, starts = vocabulary.words(_buffer(pa.array(texts, pa.large_string())))
        for number, text in enumerate(texts):
            assert words[starts[number] : starts[number + 1]].tolist() == words_in(text).hashes.tolist()


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_a_document_is_the_same_alone_and_in_a_batch(texts: list[str]) -> None:
    together = shingle(pa.array(texts, pa.string()), Vocabulary())
    sketched = sketch(together)
    for number, text in enumerate(texts):
        alone = shingle(pa.array([text], pa.large_string()), USED)
        begin, end = together.starts[number], together.starts[number + 1]
        assert together.values[begin:end].tolist() == alone.values.tolist()
        assert together.whole[number] == alone.whole[0]
        own = sketch(alone)
        assert sketched.bands[number].tolist() == own.bands[0].tolist()
        assert sketched.bins[number].tolist() == own.bins[0].tolist()
        prints = sketched.prints[sketched.starts[number] : sketched.starts[number + 1]]
        assert prints.tolist() == own.prints.tolist() == sorted(set(own.prints.tolist()))


def test_a_crowded_table_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many tokens on few slots: what does not fit is looked at anew each time."""
    texts = pa.array([written(story(seed)) for seed in range(30)], pa.large_string())
    expected = shingle(texts, Vocabulary())
    monkeypatch.setattr("dataset.dedup.vocabulary._SLOT_BITS", 3)
    monkeypatch.setattr("dataset.dedup.vocabulary._SLOT_SHIFT", np.uint64(61))
    crowded = Vocabulary()
    for _ in range(2):
        assert (shingle(texts, crowded).values == expected.values).all()


def test_scripts_without_spaces_have_a_word_for_each_letter() -> None:
    words = words_in("北京市 ประเทศ a北b")
    assert len(words.hashes) == 3 + 6 + 3
    assert words.starts.tolist()[:3] == [0, 1, 2]
    assert words.ends.tolist()[:3] == [1, 2, 3]


def test_offsets_are_code_points() -> None:
    text = "“Hoà   bình”, 🎉 năm 2024."
    words = words_in(text)
    found = [text[start:end] for start, end in zip(words.starts, words.ends, strict=True)]
    assert found == ["Hoà", "bình", "năm", "2024"]


def test_any_fourteen_syllables_that_are_shared_leave_a_shared_print() -> None:
    """What winnowing promises, whatever stands around the passage."""
    for seed in range(60):
        rng = random.Random(seed)
        passage = story(seed, 14)
        one = story(1000 + seed, rng.randrange(0, 90)) + passage + story(2000 + seed, rng.randrange(0, 90))
        other = story(3000 + seed, rng.randrange(0, 90)) + passage + story(4000 + seed, rng.randrange(0, 90))
        both = sketch(shingle(pa.array([" ".join(one), " ".join(other)]), Vocabulary()))
        assert set(both.prints[: both.starts[1]].tolist()) & set(both.prints[both.starts[1] :].tolist())


@pytest.mark.parametrize("count", [1, 4, 5, 6, 13, 14, 15, 40])
def test_short_texts_have_what_they_have(count: int) -> None:
    shingled = shingle(pa.array([" ".join(story(1, count)), "", "xin chào"]), Vocabulary())
    assert int((shingled.values[: shingled.starts[1]] != ABSENT).sum()) == max(1, count - 4)
    sketched = sketch(shingled)
    sizes = np.diff(sketched.starts).tolist()
    assert sizes[0] >= 1
    assert sizes[1:] == [0, 1]

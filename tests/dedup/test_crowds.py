"""Ten thousand stories of one template must not be ten million pairs, and the true copies among them are found."""

import random

import numpy as np
import pyarrow as pa
import pytest

from dataset.dedup.clusters import candidates
from dataset.dedup.meetings import keyed, meetings, places_of
from dataset.dedup.shingles import batches, shingle
from dataset.dedup.sketch import Sketch, joined, sketch
from dataset.dedup.ties import components
from dataset.dedup.vocabulary import Vocabulary
from tests.dedup.texts import SYLLABLES, edited


def sketched(texts: list[str]) -> Sketch:
    vocabulary = Vocabulary()
    return joined(
        [sketch(shingle(batch, vocabulary)) for batch in batches(pa.array(texts, pa.large_string()))]
    )


def templated(count: int, same: float, rng: random.Random) -> list[str]:
    """Stories of 200 syllables, in blocks of 20, of which a share is the same in all; every twentieth has a copy,
    somewhere."""
    template = [rng.choices(SYLLABLES, k=20) for _ in range(10)]
    fixed = set(rng.sample(range(10), int(10 * same)))
    texts = []
    for number in range(count):
        story = [
            syllable
            for place, block in enumerate(template)
            for syllable in (block if place in fixed else rng.choices(SYLLABLES, k=20))
        ]
        texts.append(" ".join(story))
        if number % 20 == 0:
            texts.append(" ".join(edited(story, number, 3)))
    return texts


@pytest.mark.parametrize("same", [0.4, 0.6])
def test_copies_among_stories_of_one_template(same: float) -> None:
    rng = random.Random(7)
    texts = templated(1_500, same, rng)
    true = [place for place in range(len(texts) - 1) if place % 21 == 0]
    called = list(range(len(texts)))
    rng.shuffle(called)
    shuffled = [""] * len(texts)
    for place, name in enumerate(called):
        shuffled[name] = texts[place]
    found = candidates(sketched(shuffled), np.arange(len(texts)))
    assert len(found) <= 40 * len(texts), "all pairs would be 750 for each"
    pairs = set(zip(*(side.tolist() for side in places_of(found)), strict=True))
    copies = [tuple(sorted((called[place], called[place + 1]))) for place in true]
    assert sum(pair in pairs for pair in copies) >= 0.98 * len(copies)


def test_a_thousand_copies_are_joined_by_few_pairs() -> None:
    base = random.Random(3).choices(SYLLABLES, k=150)
    found = candidates(
        sketched([" ".join(edited(base, number, 3)) for number in range(1_000)]), np.arange(1_000)
    )
    assert len(found) <= 50_000
    assert set(components(1_000, *places_of(found)).tolist()) == {0}


def test_a_group_of_any_size_is_chained_and_starred() -> None:
    for size in (2, 5, 6, 300):
        owners = np.arange(10, 10 + size, dtype=np.uint32)
        met = meetings(keyed(np.full(size, 7, np.uint32), owners), 5, 2)
        one, other = places_of(met.pairs)
        assert set(components(10 + size, one, other)[10:].tolist()) == {10}
        if size <= 5:
            assert len(met.pairs) == size * (size - 1) // 2
            assert not len(met.needed)
        else:
            assert len(met.pairs) <= 3 * size
            assert set(met.needed.tolist()) <= set(met.pairs.tolist())
            chain = set(zip(*(side.tolist() for side in places_of(met.needed)), strict=True))
            assert {(place, place + 1) for place in range(10, 9 + size)} <= chain
            assert {(10, place) for place in range(11, 10 + size)} <= chain
        assert (met.times == 1).all()


def test_a_key_that_a_document_has_twice_counts_once() -> None:
    met = meetings(keyed(np.array([1, 1, 1, 2, 2], np.uint32), np.array([4, 4, 5, 5, 4], np.uint32)), 5, 2)
    assert (met.pairs.tolist(), met.times.tolist()) == ([(4 << 32) | 5], [2])

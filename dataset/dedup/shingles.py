"""From texts to hashed shingles: five syllables in a row, folded, as one 64-bit number.

A batch of documents is one buffer of bytes, so that NumPy does the work. The price is that words could
merge across documents; a line feed after each document keeps them apart.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dataset.dedup.vocabulary import Buffer, Vocabulary
from dataset.dedup.words import Hashes, Places, ordered_sums, scramble

SYLLABLES = 5
ABSENT = np.uint64(0xFFFFFFFFFFFFFFFF)
_FACTOR = np.uint64(0xD6E8FEB86659FD93)
_FACTOR_2 = np.uint64(pow(0xD6E8FEB86659FD93, 2, 1 << 64))
_MIX = np.uint64(0x94D049BB133111EB)
# A batch's arrays stay within the caches: a megabyte of text is some 170,000 words.
_BATCH_BYTES = 1 << 20
BATCH_TEXTS = 1 << 10
_NOTHING, _LINE_FEED = pa.scalar("", pa.large_string()), pa.scalar("\n", pa.large_string())


@dataclass(frozen=True, slots=True)
class Shingled:
    """A batch of n documents.

    `values[starts[d]:starts[d + 1]]` has one number for each word of document d: the shingle that begins
    there, or `ABSENT` at the last four words. A document of one to four words has one shingle, at its first
    word; one without any word none. `whole[d]` is a hash of its folded words in order: equal for documents
    that are the same after folding.
    """

    values: Hashes
    starts: Places
    whole: Hashes


def batches(texts: pa.Array) -> Iterator[pa.Array]:
    """Slices of at most 1,024 texts and about a megabyte, in order."""
    size = pc.binary_length(texts).to_numpy().astype(np.int64) + 1
    total = np.cumsum(size)
    begin = 0
    while begin < len(texts):
        room = (total[begin - 1] if begin else 0) + _BATCH_BYTES
        end = max(begin + 1, int(np.searchsorted(total, room, side="right")))
        end = min(end, begin + BATCH_TEXTS)
        yield texts.slice(begin, end - begin)
        begin = end


def shingle(texts: pa.Array, vocabulary: Vocabulary) -> Shingled:
    """Hash the 5-syllable shingles of each text (string or large_string, no nulls)."""
    words, starts = vocabulary.words(_buffer(texts))
    counts = np.diff(starts)
    values = np.full(len(words), ABSENT)
    if len(words) >= SYLLABLES:
        pairs = words[:-1] * _FACTOR
        pairs += words[1:]
        fours = pairs[:-2] * _FACTOR_2
        fours += pairs[2:]
        fives = fours[:-1]
        fives *= _FACTOR
        fives += words[4:]
        fives ^= fives >> np.uint64(32)
        fives *= _MIX
        fives ^= fives >> np.uint64(29)
        values[: len(fives)] = fives
    for back in range(1, SYLLABLES):
        long = counts >= back
        values[starts[1:][long] - back] = ABSENT
    short = np.flatnonzero((counts > 0) & (counts < SYLLABLES))
    values[starts[short]] = _short(words, starts[short], counts[short])
    return Shingled(values, starts, _whole(texts, words, starts, counts))


def _buffer(texts: pa.Array) -> Buffer:
    joined = pc.binary_join_element_wise(texts.cast(pa.large_string()), _NOTHING, _LINE_FEED)
    offsets = np.frombuffer(joined.buffers()[1], np.int64)[joined.offset :][: len(joined) + 1]
    numbers = np.zeros((int(offsets[-1] - offsets[0]) >> 3) + 4, np.uint64)
    held = joined.buffers()[2]
    if held is not None:
        size = int(offsets[-1] - offsets[0])
        numbers.view(np.uint8)[:size] = np.frombuffer(held, np.uint8)[offsets[0] : offsets[-1]]
    return Buffer(numbers, offsets[1:] - offsets[0] - 1)


def _short(words: Hashes, starts: Places, counts: Places) -> Hashes:
    """The one shingle of documents of one to four words."""
    padded = np.concatenate((words, np.zeros(SYLLABLES, np.uint64)))
    values = counts.astype(np.uint64)
    for place in range(SYLLABLES - 1):
        own = np.where(place < counts, padded[starts + place], np.uint64(0))
        values = scramble(values * _FACTOR + own)
    return values


def _whole(texts: pa.Array, words: Hashes, starts: Places, counts: Places) -> Hashes:
    whole = np.zeros(len(texts), np.uint64)
    some = np.flatnonzero(counts)
    if some.size:
        whole[some] = scramble(ordered_sums(words, starts[some]) + counts[some].astype(np.uint64))
    for document in np.flatnonzero(counts == 0):  # only marks: nothing folds, so the bytes decide
        digest = blake2b(texts[int(document)].as_py().encode(), digest_size=8).digest()
        whole[document] = np.uint64(int.from_bytes(digest, "little"))
    return whole

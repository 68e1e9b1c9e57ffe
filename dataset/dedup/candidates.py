"""Pairs of documents worth an exact look: those that share a band, or enough of their sampled shingles."""

import numpy as np

from dataset.dedup.shingles import Hashes, Places
from dataset.dedup.sketch import Sketch

# In a group of equal keys each document meets its next neighbours and the group's first. A group larger
# than this is a template or one much-copied story; all its pairs would be quadratic, and the chain
# still joins what belongs together.
_BAND_NEIGHBOURS = 32
_SAMPLE_NEIGHBOURS = 16
# Related documents share at least a third of the smaller one's shingles (J >= 0.2); a sample strays.
_SHARED = 0.2


def candidates(sketched: Sketch) -> Places:
    """Pairs (m, 2) with the smaller document first, each once, in order."""
    count = len(sketched.bands)
    everyone = np.arange(count)
    found = [
        _code(_meetings(sketched.bands[:, band], everyone, _BAND_NEIGHBOURS), count)
        for band in range(sketched.bands.shape[1])
    ]
    shared, times = np.unique(
        _code(_meetings(sketched.sampled, sketched.sampled_owner, _SAMPLE_NEIGHBOURS), count),
        return_counts=True,
    )
    sizes = np.bincount(sketched.sampled_owner, minlength=count)
    smaller = np.minimum(sizes[shared // count], sizes[shared % count]) if count else times
    found.append(shared[times >= _SHARED * smaller])
    codes = np.unique(np.concatenate(found))
    return np.stack((codes // count, codes % count), axis=1) if count else np.zeros((0, 2), np.int64)


def _meetings(keys: Hashes, owners: Places, neighbours: int) -> Places:
    """Pairs of different owners of equal keys. `owners` ascend, so the smaller comes first."""
    order = np.argsort(keys, kind="stable")
    keys, owners = keys[order], owners[order]
    same = np.zeros(len(keys) + 1, np.bool_)
    same[1:-1] = keys[1:] == keys[:-1]
    grouped = same[1:] | same[:-1]
    keys, owners = keys[grouped], owners[grouped]
    pairs: list[Places] = [np.zeros((0, 2), np.int64)]
    for step in range(1, neighbours + 1):
        meet = np.flatnonzero(keys[step:] == keys[:-step])
        if not meet.size:
            break
        pairs.append(np.stack((owners[meet], owners[meet + step]), axis=1))
    else:
        first = np.flatnonzero(np.concatenate((np.ones(1, np.bool_), keys[1:] != keys[:-1])))
        leaders = np.repeat(owners[first], np.diff(np.append(first, len(keys))))
        pairs.append(np.stack((leaders, owners), axis=1))
    met = np.concatenate(pairs)
    return met[met[:, 0] < met[:, 1]]


def _code(pairs: Places, count: int) -> Places:
    return pairs[:, 0] * count + pairs[:, 1]

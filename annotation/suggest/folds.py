"""Documents into folds, by their ids alone; tellings of one story never part."""

import hashlib
from collections.abc import Mapping, Sequence

FOLDS = 5


def fold_of(ids: Sequence[str], clusters: Mapping[str, str], folds: int = FOLDS) -> tuple[int, ...]:
    """A fold for each id, from 0. Articles of one cluster (their own id where none is known) share a fold.

    Clusters are dealt out in the order of their hash, so folds differ by at most one cluster.
    """
    groups = sorted({clusters.get(name, name) for name in ids}, key=_hash)
    fold = {group: place % folds for place, group in enumerate(groups)}
    return tuple(fold[clusters.get(name, name)] for name in ids)


def sample(ids: Sequence[str], most: int) -> tuple[int, ...]:
    """Places of at most `most` ids, the same whatever their order was; ascending."""
    chosen = sorted(range(len(ids)), key=lambda place: _hash(ids[place]))[:most]
    return tuple(sorted(chosen))


def _hash(name: str) -> bytes:
    return hashlib.blake2b(name.encode("utf-8"), digest_size=8, person=b"tinbai.fold").digest()

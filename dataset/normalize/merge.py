"""Many surveys made one: story by story, since a story's lines are as many rows, mostly of one survey."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from dataset.normalize.arrays import from_numpy, to_numpy
from dataset.normalize.evidence import EVIDENCE, SAMPLE

Keys = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


def merge(tables: Sequence[pa.Table]) -> pa.Table:
    """The evidence of several surveys together, whatever their order, and whichever were merged before.

    Each is as `survey` and this give it: sorted by site, story and line, with no line of a story twice. Holds
    some 100 bytes a row.
    """
    some = [table for table in tables if table.num_rows]
    if len(some) <= 1:
        return some[0] if some else pa.Table.from_batches([], EVIDENCE)
    site, story, line, following = (
        np.concatenate([to_numpy(table[name]) for table in some]) for name in EVIDENCE.names
    )
    fresh = np.append(True, _differs(site, story))
    fresh[np.cumsum([table.num_rows for table in some])[:-1]] = True
    starts = np.flatnonzero(fresh)
    order, rank, copied = _in_order(site[starts], story[starts])
    counts = np.diff(np.append(starts, len(site)))[order]
    rows = np.repeat(starts[order] - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())
    of = np.repeat(rank, counts)
    several = np.flatnonzero(np.repeat(copied, counts))
    if len(several):
        # A story's surveys take places that follow each other: its lines are sorted within these.
        rows[several] = rows[several[np.lexsort((line[rows[several]], of[several]))]]
        first = np.append(True, _differs(of[several], line[rows[several]]))
        begin = np.flatnonzero(first)
        following[rows[several[begin]]] = np.minimum.reduceat(following[rows[several]], begin)
        rows = np.delete(rows, several[~first])
    columns = [from_numpy(column[rows]) for column in (site, story, line, following)]
    return pa.Table.from_arrays(columns, schema=EVIDENCE)


def _in_order(site: Keys, story: Keys) -> tuple[Places, Places, Mask]:
    """The order of stories within the sample of their sites, their ranks, and which of them come twice or more."""
    order = np.lexsort((story, site))
    site, story = site[order], story[order]
    first = np.append(True, site[1:] != site[:-1])
    rank = np.cumsum(np.append(False, _differs(site, story)))
    within = rank - np.maximum.accumulate(np.where(first, rank, 0)) < SAMPLE
    rank = rank[within]
    return order[within], rank, np.bincount(rank)[rank] > 1


def _differs(one: npt.NDArray[np.generic], two: npt.NDArray[np.generic]) -> Mask:
    """Where a pair differs from the one before it; the first has none before."""
    found: Mask = (one[1:] != one[:-1]) | (two[1:] != two[:-1])
    return found

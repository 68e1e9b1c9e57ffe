"""What is most likely true where several people judged, and how often each of them errs, from their words alone.

Dawid and Skene 1979, "Maximum Likelihood Estimation of Observer Error-Rates Using the EM Algorithm". Each item has
one true class; each annotator has a matrix of what they say of each class. The estimates begin with the shares of
the votes and are improved in turns until the likelihood stands still.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
Shares = npt.NDArray[np.float64]

_STANDS_STILL = 1e-9  # relative growth of the log-likelihood


@dataclass(frozen=True, slots=True)
class Consensus:
    """`posteriors` (items, classes): how likely each class is the item's true one.

    `confusion` (annotators, true classes, said classes): rows sum to 1, or to 0 where no such item was seen.
    `marginals` (classes,): how common each class is. `converged`: the likelihood stood still before the turns ran out.
    """

    posteriors: Shares
    confusion: Shares
    marginals: Shares
    log_likelihood: float
    turns: int
    converged: bool


def dawid_skene(
    item: Numbers,
    annotator: Numbers,
    said: Numbers,
    shape: tuple[int, int, int],
    *,
    most_turns: int = 1_000,
) -> Consensus:
    """Estimate from readings: `annotator` said class `said` of `item`, each (readings,), numbered from 0.

    `shape`: how many items, annotators and classes there are. An annotator may read an item several times. An item
    without a reading gets the marginals.
    """
    _, annotators, classes = shape
    pattern, times, item, annotator, said = _patterns(item, annotator, said, shape)
    told = len(times)
    posteriors: Shares = (
        np.bincount(item * classes + said, minlength=told * classes).reshape(told, classes).astype(float)
    )
    read = posteriors.sum(axis=1) > 0
    posteriors[~read] = 1.0
    posteriors /= posteriors.sum(axis=1, keepdims=True)
    before = -np.inf
    for turn in range(1, most_turns + 1):
        mass = posteriors * (times * read)[:, None]
        marginals = mass.sum(axis=0) / mass.sum() if read.any() else np.full(classes, 1 / classes)
        confusion = _confusion(mass[item], annotator, said, annotators, classes)
        posteriors, likelihood = _expected(item, annotator, said, marginals, confusion, told)
        total = float(likelihood[read] @ times[read])
        settled = total - before <= _STANDS_STILL * abs(total)
        if settled or turn == most_turns:
            break
        before = total
    return Consensus(posteriors[pattern], confusion, marginals, total, turn, settled)


def _patterns(
    item: Numbers, annotator: Numbers, said: Numbers, shape: tuple[int, int, int]
) -> tuple[Numbers, Numbers, Numbers, Numbers, Numbers]:
    """Items with the same readings share a posterior: each item's pattern, how many items have each, its readings."""
    items, _, classes = shape
    code = annotator * classes + said
    order = np.lexsort((code, item))
    counts = np.bincount(item, minlength=items)
    place = np.arange(len(item)) - np.repeat(np.cumsum(counts) - counts, counts)
    table = np.full((items, int(counts.max(initial=0)) or 1), -1, dtype=np.int64)
    table[item[order], place] = code[order]
    patterns, pattern, times = np.unique(table, axis=0, return_inverse=True, return_counts=True)
    rows, columns = np.nonzero(patterns >= 0)
    codes = patterns[rows, columns]
    return pattern.reshape(-1), times, rows, codes // classes, codes % classes


def _confusion(mass: Shares, annotator: Numbers, said: Numbers, annotators: int, classes: int) -> Shares:
    cell = annotator * classes + said
    counted = np.stack(
        [np.bincount(cell, weights=mass[:, true], minlength=annotators * classes) for true in range(classes)]
    )
    # An empty bincount is of integers, whatever its weights.
    counted = counted.reshape(classes, annotators, classes).transpose(1, 0, 2).astype(np.float64)
    total = counted.sum(axis=2, keepdims=True)
    rows: Shares = np.divide(counted, total, out=np.zeros_like(counted), where=total > 0)
    return rows


def _expected(
    item: Numbers, annotator: Numbers, said: Numbers, marginals: Shares, confusion: Shares, items: int
) -> tuple[Shares, Shares]:
    with np.errstate(divide="ignore"):
        logs, prior = np.log(confusion), np.log(marginals)
    told = logs[annotator, :, said]
    joint = np.stack(
        [
            prior[true] + np.bincount(item, weights=told[:, true], minlength=items)
            for true in range(len(marginals))
        ],
        axis=1,
    )
    top = joint.max(axis=1, keepdims=True)
    scaled = np.exp(joint - top)
    total = scaled.sum(axis=1, keepdims=True)
    return scaled / total, (top + np.log(total))[:, 0]

"""The population stability index: sum of (p - q) ln(p / q) over bins, the symmetric form of Kullback and Leibler.

Below .1 is usually called stable and above .25 a shift (Siddiqi, Credit Risk Scorecards, 2006). That is said of large
samples: with nothing changed at all, two samples of n and m give an index of chi-squared with B - 1 degrees of freedom
times (1/n + 1/m) (Yurdakul, Statistical Properties of Population Stability Index, 2018): two hundreds in ten bins pass
.1 in five of six cases.
"""

from collections.abc import Sequence
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

LEAST = 0.001
"""A share below this counts as this: of what is rare and new the index would grow with the logarithm of the sample."""
CHANCE = 0.999
"""How rarely equal populations reach `chance`: once in a thousand times."""

Counts = Sequence[int] | npt.NDArray[np.int64]


def psi(before: Counts, now: Counts) -> float | None:
    """The index of two rows of counts over the same bins; None where one of them counts nothing.

    An empty bin counts as half an observation, or as `LEAST` where that is more. Bins empty on both sides count nothing.
    """
    p, q = _shares(before), _shares(now)
    if p is None or q is None:
        return None
    some = (np.asarray(before) > 0) | (np.asarray(now) > 0)
    return float(np.sum(((p - q) * np.log(p / q))[some]))


def chance(bins: int, before: int, now: int) -> float:
    """What the index of two samples of one population passes once in a thousand times.

    `before` and `now` are numbers of independent observations. The quantile of chi-squared is Wilson and Hilferty's.
    """
    freedom = bins - 1
    if freedom < 1 or not before or not now:
        return 0.0
    spread = 2 / (9 * freedom)
    quantile = freedom * (1 - spread + NormalDist().inv_cdf(CHANCE) * spread**0.5) ** 3
    return float(quantile * (1 / before + 1 / now))


def _shares(counts: Counts) -> npt.NDArray[np.float64] | None:
    values = np.asarray(counts, dtype=np.float64)
    total = values.sum()
    return np.maximum(values / total, max(0.5 / total, LEAST)) if total else None

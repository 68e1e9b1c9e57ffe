"""Two sets of counts against each other: how far the shares are apart, and whether chance could have done it."""

from collections.abc import Sequence
from math import asin, erfc, log, sqrt


def cohens_h(one: float, other: float) -> float:
    """Cohen's h of two proportions (Cohen 1988): 0.2 is small, 0.5 medium. Positive where the first is larger."""
    return 2 * asin(sqrt(one)) - 2 * asin(sqrt(other))


def two_proportions(hits: int, of: int, other_hits: int, other_of: int) -> float:
    """Two-sided p of the pooled two-proportion z test."""
    pooled = (hits + other_hits) / (of + other_of)
    spread = sqrt(pooled * (1 - pooled) * (1 / of + 1 / other_of))
    if spread == 0:
        return 1.0
    return erfc(abs(hits / of - other_hits / other_of) / spread / sqrt(2))


def stability_index(before: Sequence[int], after: Sequence[int]) -> float:
    """The population stability index of two counts over the same bins, less what chance alone gives, not below 0.

    Half a count is added to every bin, so that none is empty. Of two samples of one population the index is
    (bins - 1) * (1/n + 1/m) in the mean (Yurdakul 2018); that much is taken off.
    """
    bins = [(a, b) for a, b in zip(before, after, strict=True) if a or b]
    if len(bins) < 2:
        return 0.0
    n = sum(a for a, _ in bins) + len(bins) / 2
    m = sum(b for _, b in bins) + len(bins) / 2
    shares = [((a + 0.5) / n, (b + 0.5) / m) for a, b in bins]
    raw = sum((q - p) * log(q / p) for p, q in shares)
    return max(0.0, raw - (len(bins) - 1) * (1 / n + 1 / m))

"""Two sets of counts against each other: how far the shares are apart, and whether chance could have done it."""

from math import asin, erfc, sqrt


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

"""Which split a cluster keeps whose members lie in several."""

KEPT_FIRST = ("test", "validation", "train")
"""The test set stays what it was: scores on it are what others compare with."""

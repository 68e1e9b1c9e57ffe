"""Pages to articles: read, clean, tell story from furniture, date, identify, fold exact duplicates."""

from dataset.normalize.options import NormalizeOptions
from dataset.normalize.run import Normalized, normalize

__all__ = ["NormalizeOptions", "Normalized", "normalize"]

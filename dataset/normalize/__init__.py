"""Pages to articles: read, clean, tell story from furniture, date, identify, fold exact duplicates."""

from dataset.normalize.run import Normalized, normalize
from dataset.normalize.options import NormalizeOptions

__all__ = ["NormalizeOptions", "Normalized", "normalize"]

"""Pages to articles: read, clean, tell story from furniture, date, identify, fold exact duplicates."""

from dataset.normalize.options import NormalizeOptions
from dataset.normalize.run import Normalized, normalize, take_down

__all__ = ["NormalizeOptions", "Normalized", "normalize", "take_down"]

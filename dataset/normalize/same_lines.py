"""Which lines are the same, byte for byte: a site's menus, headings and stamps stand on page after page."""

import numpy as np

from dataset.normalize.coherence import alike
from dataset.normalize.words import Keys, Places


def one_of_each(keys: Keys) -> tuple[Places, Places]:
    """Places of different keys, and for each key which of those places holds one that is equal to it."""
    last = alike(keys, np.array([0, len(keys)]))
    chosen = last == np.arange(len(keys))
    return np.flatnonzero(chosen), (np.cumsum(chosen) - 1)[last]

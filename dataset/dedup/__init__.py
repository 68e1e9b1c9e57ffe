"""Which articles tell one story in nearly the same words: the table `clusters`.

Read in this order: `words` and `vocabulary` (text to hashed words), `shingles`, `sketch` (what is kept of a
document), `meetings` and `candidates` (which pairs are worth a look), `verify` (the exact measures), `ties`
and `settle` (tiers and clusters). `clusters` does it for a table in memory, `workspace` over files.
"""

from dataset.dedup.clusters import cluster

__all__ = ["cluster"]

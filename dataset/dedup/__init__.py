"""Which articles tell one story in nearly the same words: the table `clusters`.

Read in this order: `shingles` (text to hashes), `sketch` (what is kept of a document), `candidates`
(which pairs are worth a look), `verify` (the exact measures), `ties` (tiers and clusters).
"""

from dataset.dedup.clusters import cluster

__all__ = ["cluster"]

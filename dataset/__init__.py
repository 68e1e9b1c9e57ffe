"""Crawled pages to a dataset: a package for each step."""

import os

# Polars' allocator gives what was freed back after half a second, and the next batch asks for it again, page by page.
# It is told only before it is imported, and what processes of a pool inherit.
os.environ.setdefault("_RJEM_MALLOC_CONF", "dirty_decay_ms:5000,muzzy_decay_ms:0")
